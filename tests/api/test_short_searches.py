"""Searches of one to three characters: their totals are kept and true, and their pages are whole, in every edition."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from alembic.config import Config

from alembic import command
from api.v1.collections import COLLECTIONS
from db import gram_totals
from db import publish as publishing
from db.gram_pages import FREQUENT, choose_stretch
from db.identifiers import make_statement_id
from db.session import CHECKOUT, make_engine
from db.triples import is_kept
from tests.api import fictional_register as register
from tests.api.serving import PUBLIC_URL, Served, on_day, publish, serve
from tests.fictional import make_disposition
from tests.postgis import Database, lend_database

MANY = FREQUENT + 40
"""Names with one character, so that a page of ten is read from a stretch of the ids."""


def make_names(first: int, count: int) -> list[dict[str, Any]]:
    return [register.told(make_disposition(f"架空第{number}号株式会社")) for number in range(first, first + count)]


@pytest.fixture(scope="module")
def crowded(postgis: str) -> Iterator[Served]:
    """Three editions: many names, then some of them gone and others come, then one that was a person all along."""
    with lend_database(postgis) as database:
        publish(database, *make_names(0, MANY), register.told(make_disposition("例示商店")), observed_on=on_day(1))
        publish(database, *make_names(40, MANY), register.told(make_disposition("例示商店")), observed_on=on_day(2))
        person = make_disposition("例示商店", sole=True)
        publish(database, *make_names(40, MANY), register.told(person), observed_on=on_day(3))
        with serve(database) as served:
            yield served


def count_grams(database: Database, frequent: int = FREQUENT) -> Counter[tuple[str, str]]:
    """What the kept totals must be, counted anew: of every gram, and of pieces of three characters of frequent pairs."""
    standing = "SELECT kind, grams, names FROM published.naming WHERE edition_to = 2147483647"
    with psycopg.connect(database.owner) as connection:
        rows = connection.execute(standing).fetchall()
    counted = Counter((kind, gram) for kind, grams, _ in rows for gram in grams)
    for kind, _, names in rows:
        pieces = {name[at : at + 3] for name in names.split("\n") for at in range(len(name) - 2)}
        kept = [one for one in pieces if min(counted[kind, one[:2]], counted[kind, one[1:]]) >= frequent and one[1] != "^"]
        counted.update((kind, one) for one in kept)
    return counted


def read_totals(database: Database) -> dict[tuple[str, str], int]:
    with psycopg.connect(database.owner) as connection:
        rows = connection.execute("SELECT kind, gram, count FROM published.gram_total").fetchall()
    return {(kind, gram): count for kind, gram, count in rows}


def test_every_publication_leaves_true_totals(fresh: Served) -> None:
    editions = [
        make_names(0, 12),
        [*make_names(6, 12), register.told(make_disposition("例示商店"))],
        [*make_names(6, 3), register.told(make_disposition("例示商店", sole=True))],
        [],
        make_names(0, 3),
    ]
    for day, statements in enumerate(editions, 1):
        publish(fresh.database, *statements, observed_on=on_day(day))
        assert read_totals(fresh.database) == count_grams(fresh.database)
    assert read_totals(fresh.database)["organization", "架"] >= 3


def tell_by_chance(chance: random.Random, number: int) -> dict[str, Any]:
    """A notice that keeps its id whatever it says: of one name or another, of a person, with another reason."""
    name = f"架空{chance.choice('甲乙丙丁')}{chance.choice('一二')}株式会社"
    sole = chance.random() < 0.15
    told = register.told(make_disposition(name, sole=sole, reason=f"架空の理由{chance.choice('天地')}"))
    statement = make_statement_id("isa_dispositions", "disposition", (str(number),))
    return told | {"id": statement, "block": f"p:{statement}" if sole else f"o:{name}"}


@pytest.mark.parametrize(("seed", "batch", "frequent"), [(1, 2_000, FREQUENT), (2, 2_000, 4), (3, 1, 3), (4, 2_000, 2)])
def test_totals_stay_true_whatever_changes(
    database: Database, monkeypatch: pytest.MonkeyPatch, seed: int, batch: int, frequent: int
) -> None:
    """Renamed, merged, parted, withdrawn, returned, known as a person, or changed in all but the name."""
    monkeypatch.setattr(publishing, "_BATCH", batch)
    monkeypatch.setattr(gram_totals, "FREQUENT", frequent)
    seen: set[str] = set()
    chance = random.Random(seed)
    notices = {number: tell_by_chance(chance, number) for number in range(14)}
    for day in range(1, 9):
        for number in chance.sample(sorted(notices), 5):
            notices[number] = tell_by_chance(chance, number)
        absent = chance.sample(sorted(notices), 2)
        publish(database, *(told for number, told in notices.items() if number not in absent), observed_on=on_day(day))
        assert read_totals(database) == count_grams(database, frequent)
        check_standing(database)
        seen |= {gram for _, gram in read_totals(database) if is_kept(gram)}
    assert seen or frequent == FREQUENT


def check_standing(database: Database) -> None:
    """The totals that the edition tells are those of the records that stand in it, and nobody stands without a naming but persons."""
    with psycopg.connect(database.owner) as connection:
        told = connection.execute("SELECT totals - 'withheld' FROM published.edition ORDER BY number DESC").fetchone()
        standing = "FROM published.version WHERE edition_to = 2147483647"
        counted = connection.execute(f"SELECT kind, count(*) {standing} GROUP BY kind").fetchall()
        named = connection.execute(f"SELECT kind, id {standing} AND is_named ORDER BY kind, id").fetchall()
        namings = connection.execute("SELECT kind, id FROM published.naming WHERE edition_to = 2147483647 ORDER BY kind, id").fetchall()
    assert told == (dict(counted),)
    assert namings == named


def test_what_was_published_before_is_found_and_counted_after_a_migration(database: Database) -> None:
    """From the schema in which names stood with the documents and pieces of three were not counted, and back."""
    publish(database, *make_names(0, MANY), register.told(make_disposition("例示商店")), observed_on=on_day(1))
    publish(database, *make_names(40, MANY), register.told(make_disposition("例示商店", sole=True)), observed_on=on_day(2))
    before, namings = read_totals(database), read_namings(database)
    assert before == count_grams(database) and any(is_kept(gram) for _, gram in before)
    change_schema(database, command.downgrade, "0008")
    assert not any(is_kept(gram) for _, gram in read_totals(database))
    change_schema(database, command.upgrade, "head")
    assert read_totals(database) == before
    assert read_namings(database) == namings
    # Names without a digest are written anew with whatever changes next, and nothing is counted twice.
    publish(database, *make_names(60, MANY), observed_on=on_day(3))
    assert read_totals(database) == count_grams(database)


def read_namings(database: Database) -> set[str]:
    """Of every record and each edition in which it stands: by what it is found, and whether it says that it is."""
    joined = "SELECT coalesce(v.id, n.id), v.edition_from, v.is_named, n.names, n.grams, n.keys, n.marks FROM published.version v"
    joined += " FULL JOIN published.naming n ON n.id = v.id AND n.edition_from <= v.edition_from AND n.edition_to >= v.edition_to"
    with psycopg.connect(database.owner) as connection:
        rows = connection.execute(joined).fetchall()
    assert all((names is not None) == bool(is_named) for _, _, is_named, names, *_ in rows)
    return {repr(row) for row in rows}


def tell_renamed(name: str) -> dict[str, Any]:
    """A notice that keeps its id under another name, and with it the organization that it founds."""
    return register.told(make_disposition(name)) | {"id": "st_renamed", "block": f"o:{name}"}


def test_a_record_is_found_by_its_names_of_the_day_that_is_asked_for(database: Database) -> None:
    publish(database, tell_renamed("架空甲乙丙株式会社"), observed_on=on_day(1))
    publish(database, tell_renamed("架空丁戊己株式会社"), observed_on=on_day(2))
    with serve(database) as served:
        then = {one["id"] for one in served.read("/v1/organizations?as_of=2026-04-01")["items"]}
        assert then == {one["id"] for one in served.read("/v1/organizations")["items"]}
        for path in ("organizations", "dispositions"):
            for before, after in ("甲丁", ("甲乙", "丁戊"), ("甲乙丙", "丁戊己"), ("架空甲乙", "架空丁戊")):
                for typed, day, count in ((before, "", 0), (after, "", 1), (before, "&as_of=2026-04-01", 1), (after, "&as_of=2026-04-01", 0)):
                    found = served.read(f"/v1/{path}?q={quote(typed)}{day}")
                    assert (found["total"], len(found["items"])) == (count, count), (path, typed, day)


def change_schema(database: Database, move: Callable[[Config, str], None], revision: str) -> None:
    engine = make_engine(database.owner)
    with engine.begin() as connection:
        config = Config(str(CHECKOUT / "alembic.ini"))
        config.attributes["connection"] = connection
        move(config, revision)
    engine.dispose()


def test_nothing_is_left_of_a_name_that_was_a_persons(crowded: Served) -> None:
    assert not [gram for _, gram in read_totals(crowded.database) if set(gram) & set("例示商店")]
    assert not [naming for naming in read_namings(crowded.database) if "例示" in naming]
    for typed in ("例", "例示", "店"):
        for day in ("", "&as_of=2026-04-01", "&as_of=2026-04-02"):
            answer = crowded.read(f"/v1/organizations?q={quote(typed)}{day}")
            assert (answer["total"], answer["items"]) == (0, [])


def list_all(served: Served, path: str) -> tuple[list[str], set[int | None], set[int]]:
    """The ids of every page, the totals that they told, and how long they were."""
    ids: list[str] = []
    totals: set[int | None] = set()
    lengths: set[int] = set()
    address: str | None = path
    while address is not None:
        answer = served.read(address.removeprefix(PUBLIC_URL))
        assert not {one["id"] for one in answer["items"]} & set(ids), "a page repeats another, perhaps for ever"
        ids += [one["id"] for one in answer["items"]]
        totals.add(answer["total"])
        lengths.add(len(answer["items"]))
        address = answer["next"]
    return ids, totals, lengths


@pytest.mark.parametrize("more", ["", "&as_of=2026-04-01", "&as_of=2026-04-02", "&count=none", "&status=published", "&sort=-updated_at"])
@pytest.mark.parametrize("typed", ["架", "架空", "社", "1", "11", "99", "架空第", "第33", "133"])
def test_pages_are_whole_and_totals_true(crowded: Served, typed: str, more: str) -> None:
    day = f"&as_of={more[-10:]}" if "as_of" in more else ""
    every = crowded.read(f"/v1/organizations?limit=1000{day}")["items"]
    wanted = [one["id"] for one in every if typed in one["name"] and (one["status"] == "published" or "status" not in more)]
    ids, totals, lengths = list_all(crowded, f"/v1/organizations?limit=10&q={quote(typed)}{more}")
    assert sorted(ids) == sorted(wanted) and (ids == wanted or "sort" in more)
    assert totals == ({None} if "none" in more else {len(wanted)})
    assert lengths <= {10, len(wanted) % 10}


@pytest.mark.parametrize(("typed", "field"), [("架", "begins"), ("空", "contains"), ("架空", "begins"), ("a", "begins"), ("ka", "begins")])
def test_what_is_typed_so_far_is_completed_from_among_many(crowded: Served, typed: str, field: str) -> None:
    items = crowded.read(f"/v1/search?q={quote(typed)}&limit=50")["items"]
    if typed == "a":
        assert items == []
    else:
        assert len(items) == 50 and {one["matched"]["how"] for one in items} == {field}
    filtered = crowded.read(f"/v1/search?q={quote(typed)}&limit=50&prefecture=13")["items"]
    assert filtered == []


def test_every_kind_of_record_is_counted(crowded: Served) -> None:
    for collection in COLLECTIONS.values():
        found = crowded.read(f"/v1/{collection.path}?limit=1000&q={quote('架空')}")
        assert found["total"] == len(found["items"]), collection.path
    assert crowded.read(f"/v1/dispositions?q={quote('架空')}")["total"] > MANY


def test_a_server_that_has_not_learned_of_an_edition_counts_in_its_own(crowded: Served) -> None:
    before = crowded.read(f"/v1/organizations?q={quote('号')}&limit=1")["total"]
    with tampered(crowded, "count = count + 5, since = since + 10") as behind:
        assert behind.read(f"/v1/organizations?q={quote('号')}&limit=1")["total"] == before > MANY
    with tampered(crowded, "count = count + 5") as misled:  # so that the totals are what is told, where they may be
        assert misled.read(f"/v1/organizations?q={quote('号')}&limit=1")["total"] == before + 5


@contextmanager
def tampered(served: Served, change: str) -> Iterator[Served]:
    """Another server of the register, in which the kept totals of the current edition were changed."""
    with psycopg.connect(served.database.owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.told AS TABLE published.gram_total")
        connection.execute(f"UPDATE published.gram_total SET {change}")
        try:
            with serve(served.database) as other:
                yield other
        finally:
            connection.execute("TRUNCATE published.gram_total")
            connection.execute("INSERT INTO published.gram_total TABLE public.told")
            connection.execute("DROP TABLE public.told")


def test_a_stretch_that_falls_short_is_read_on(crowded: Served) -> None:
    path = f"/v1/organizations?limit=9&q={quote('架')}"
    whole = list_all(crowded, path)[0]
    # Told ten times as many, it looks for a page in a tenth of the ids that hold one.
    with tampered(crowded, "count = count * 10") as misled:
        assert list_all(misled, f"{path}&count=none")[0] == whole


@pytest.mark.parametrize("total", [1_000, 5_000, 50_000, 400_000])
def test_stretches_follow_each_other_without_a_gap(total: int) -> None:
    letters = "234567abcdefghijklmnopqrstuvwxyz"
    for last in ("org_2222222222222222", "org_dq22222222222222", "org_zz77777777777777"):
        stretch = choose_stretch(total, 51, last)
        assert stretch is not None
        [labels] = stretch.condition.values
        assert isinstance(labels, list) and last[4:].startswith(labels[0])
        places = [letters.index(one[-1]) + 32 * letters.index(one[0]) * (len(one) == 2) for one in labels]
        assert places == list(range(places[0], places[0] + len(places)))
        assert stretch.is_last == (last[4:].startswith("z"))
