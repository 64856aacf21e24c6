"""Privacy drill: every person that the publishers' files name is searched for in everything that anyone can read."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.ogc.collections import FEATURES
from api.v1.collections import COLLECTIONS
from tests import damages as d
from tests.api.serving import serve
from tests.cli import ROOT, SAMPLES, open_engine
from tests.persons import Public, list_labour_persons, list_persons
from tests.postgis import Database, lend_database
from tests.shared import shared_path
from tests.warm import PLANT, Warm, WarmKanri, keep_warm

CONTENT = "www.moj.go.jp/isa/content"
INDEX = "www.moj.go.jp/isa/applications/titp/nyuukokukanri07_00138.html"
ISA = "isa_dispositions"
LABOUR = "mhlw_labour_cases"
TABLES = ("alias", "change", "edition", "naming", "source", "version")


@dataclass(frozen=True, slots=True)
class Scene:
    """A history to crawl: snapshots with their days and sources, and the books of one small site, one a provision."""

    snapshots: Sequence[tuple[Path, str, tuple[str, ...]]]
    books: Sequence[Path]
    editions: Sequence[Path]
    small: tuple[str, str, str, str]

    @property
    def last(self) -> Path:
        """The newest snapshot with workbooks."""
        return self.snapshots[-1][0]


def sample_scene() -> Scene:
    """The fictional sample, which is always there."""
    snapshots = [(site, site.name, ()) for site in sorted(SAMPLES.iterdir())]
    books = sorted(path for site in SAMPLES.iterdir() for path in (site / CONTENT).glob("*.xlsx"))
    editions = [SAMPLES / "2026-04-01/www.mhlw.go.jp/content/999150620.pdf"]
    editions += [SAMPLES / "2026-10-01/www.mhlw.go.jp/content/999483075.pdf"]
    return Scene(snapshots, books, editions, ("999004391", "999391108", "999005831", "999005832"))


def recorded_scene() -> Scene:
    """What the publishers really printed, where these recordings are."""
    sources = shared_path("sources")
    first, second, third = (sources / name for name in ("2018-06", "2019-08", "2026-04"))
    snapshots = [(first, "2018-06-30", (LABOUR,)), (second, "2019-08-31", (LABOUR,))]
    snapshots.append((third, "2026-04-01", (ISA, "mhlw_releases")))
    editions = [first / "www.mhlw.go.jp/kinkyu/dl/170510-01.pdf", second / "www.mhlw.go.jp/content/000534084.pdf"]
    books = sorted((third / CONTENT).glob("*.xlsx"))
    return Scene(snapshots, books, editions, ("930004391", "001391104", "930005831", "930005832"))


@dataclass(frozen=True, slots=True)
class Told:
    """A register after its history and after every failure that could be forced: all that was said and published."""

    scene: Scene
    kanri: WarmKanri
    database: Database
    persons: frozenset[str]
    said: dict[str, str]

    def ask(self, statement: str) -> list[Any]:
        """Rows of the database, as its owner."""
        with open_engine(self.kanri.database_url) as engine, engine.connect() as connection:
            return list(connection.execute(text(statement)))

    def __repr__(self) -> str:
        return f"Told({len(self.persons)} persons)"


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with keep_warm() as process:
        yield process


@pytest.fixture(scope="module", params=[sample_scene, recorded_scene], ids=["sample", "recorded"])
def told(
    request: pytest.FixtureRequest, postgis: str, warm: Warm, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    scene = request.param()
    folder = tmp_path_factory.mktemp("privacy")
    with lend_database(postgis) as database:
        kanri = WarmKanri(folder / "home", database.owner, warm)
        persons = list_persons(scene.books) | list_labour_persons(scene.editions)
        said = dict(tell_everything(kanri, scene, folder))
        yield Told(scene, kanri, database, persons, said)


def tell_everything(kanri: WarmKanri, scene: Scene, folder: Path) -> Iterator[tuple[str, str]]:
    """What the program says at its most talkative, in good crawls and in every failure."""
    for site, day, sources in scene.snapshots:
        answer = kanri.run("crawl", *sources, "--replay", site, "--observed-on", day, **talk())
        # What failed may quote a name; of an answer only the verdicts are shown.
        assert answer.code == 0, [line.rpartition(" ")[2] for line in answer.out.splitlines()]
        yield f"crawl of {day}", answer.out + answer.err
    day = scene.snapshots[-1][1]
    small = build_small_site(scene, folder / "small")
    for name, plant in PLANTS.items():
        site = damage_site(scene, small, folder / "damaged") if plant is misplace_names else small
        answer = kanri.run("crawl", ISA, "--replay", site, "--observed-on", day, **talk(plant))
        assert answer.code == 1, name
        yield name, answer.out + answer.err
        census = kanri.run("census")
        yield f"census after {name}", census.out + census.err
    yield "the spider's output", crawl_to_file(scene.last, ISA, folder)
    yield "the labour spider's output", crawl_to_file(scene.snapshots[-2][0], LABOUR, folder)


def talk(plant: Callable[[], None] | None = None) -> dict[str, str]:
    """The environment in which a crawl logs all that it can, after `plant`."""
    plant = plant or log_everything
    return {PLANT: f"tests.test_privacy:{plant.__name__}"}


def log_everything() -> None:
    """Run in a `kanri` process: the log holds what Scrapy has to say."""
    import scrapers.settings

    scrapers.settings.LOG_LEVEL = "DEBUG"


def misplace_names() -> None:
    """Nothing is planted: the files themselves are damaged, so that names stand where other words were."""
    log_everything()


def fail_in_pipeline() -> None:
    """A pipeline fails with a message that quotes the row."""
    import scrapers.pipelines

    log_everything()

    def quote(statement: Any) -> None:
        raise ValueError(f"cannot clean {statement.verbatim!r} of {statement.party!r}")

    scrapers.pipelines.clean_statement = quote


def fail_in_spider() -> None:
    """A spider fails with a message that quotes the row."""
    from scrapers.spiders.isa_dispositions import IsaDispositions

    log_everything()

    def quote(spider: Any, row: Any, *where: Any) -> None:
        raise KeyError(row)

    IsaDispositions.item = quote


def reject_everything() -> None:
    """Every row is rejected with its text, and the database refuses to keep the rejections."""
    import db.store
    import scrapers.pipelines
    from scrapers.items import Rejected

    log_everything()

    def reject(statement: Any) -> None:
        raise Rejected("organization", "planted", f"{statement.party.name} {statement.party.representatives}")

    scrapers.pipelines.clean_statement = reject
    note_run = db.store._note_run

    def note_in_vain(connection: Any, *report: Any) -> None:
        connection.execute(text("ALTER TABLE register.rejection ADD CONSTRAINT planted CHECK (field = '') NOT VALID"))
        note_run(connection, *report)

    db.store._note_run = note_in_vain


PLANTS = {
    "names where other words were": misplace_names,
    "a pipeline that fails": fail_in_pipeline,
    "a spider that fails": fail_in_spider,
    "a database that refuses": reject_everything,
}


def build_small_site(scene: Scene, folder: Path) -> Path:
    """Four workbooks of the last snapshot, one for each provision."""
    for name in (INDEX, *(f"{CONTENT}/{book}.xlsx" for book in scene.small)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(scene.last / name, folder / name)
    if (scene.last / "SAMPLE.txt").exists():
        (folder / "SAMPLE.txt").touch()
    lines = (folder / INDEX).read_text().splitlines()
    kept = [line for line in lines if ".xlsx" not in line or any(book in line for book in scene.small)]
    (folder / INDEX).write_text("\n".join(kept))
    return folder


def damage_site(scene: Scene, small: Path, folder: Path) -> Path:
    """In each of the four workbooks persons' names stand where they do not belong."""
    shutil.copytree(small, folder)
    orders, plans, improvements, permits = (folder / CONTENT / f"{book}.xlsx" for book in scene.small)
    damages = {
        orders: d.lift_column("B"),
        plans: d.copy_cell("B2", "F2"),
        improvements: d.copy_cell("B2", "D2"),
        permits: d.copy_cell("B2", "D2"),
    }
    for book, damage in damages.items():
        book.write_bytes(damage(book.read_bytes()))
    return folder


def crawl_to_file(site: Path, source: str, folder: Path) -> str:
    """What a spider author gets, and all that the log says meanwhile."""
    out = folder / "out.jsonl"
    command = [sys.executable, "-m", "scrapy", "crawl", source, "-O", str(out), "-s", f"KANRI_REPLAY={site}"]
    environment = os.environ | {"KANRI_HOME": str(folder / "alone")}
    done = subprocess.run(
        [*command, "-s", "DOWNLOAD_DELAY=0", "-s", "LOG_LEVEL=DEBUG"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and out.stat().st_size > 0
    return out.read_text() + done.stdout + done.stderr


def read_published(told: Told) -> Public:
    """All rows and columns of everything in the schema that anyone may read."""
    public = Public()
    for table in TABLES:
        for (row,) in told.ask(f"SELECT to_jsonb(t) FROM published.{table} t"):
            # Parts and sounds of the names that stand in full beside them; natural persons have none, see below.
            [row.pop(name, None) for name in ("grams", "keys", "marks")]
            public.add(table, row)
            summary = json.loads(row.get("summary") or "{}")
            for party in (summary, summary.get("organization") or {}, summary.get("employer") or {}):
                public.add_organization(party)
    return public


def test_there_are_persons_to_look_for(told: Told) -> None:
    assert len(told.persons) > (60 if told.scene.last.parent == SAMPLES else 500)
    assert told.ask("SELECT count(*) FROM published.version")[0][0] > 60


def test_nobody_is_named_in_what_is_published(told: Told) -> None:
    leaks, coincidences = read_published(told).search(told.persons)
    assert leaks == {}
    assert coincidences < 200, "so many organizations are not named after their representatives"


def test_nobody_is_named_in_any_answer(told: Told) -> None:
    public = read_published(told)
    public.texts.clear()
    with serve(told.database) as served:
        for path in ("/v1/sources", "/v1/changes?limit=1000", "/v1/indicators", "/v1/help-lines", "/healthz", "/readyz"):
            public.add(path, served.get(path).text)
        for collection in COLLECTIONS.values():
            path: str | None = f"/v1/{collection.path}?limit=1000&status=all"
            path = path if served.get(path).status_code == 200 else f"/v1/{collection.path}?limit=1000"
            ids = []
            while path is not None:
                page = served.read(path)
                public.add(collection.path, page["items"])
                ids += [item["id"] for item in page["items"]]
                path = page["next"] and "/v1/" + page["next"].partition("/v1/")[2]
            for record in ids:
                public.add(f"{collection.path}/ID", served.read(f"/v1/{collection.path}/{record}"))
        for collection_id in FEATURES:
            following: str | None = f"/ogc/collections/{collection_id}/items?limit=1000"
            while following is not None:
                page = served.read(following)
                public.add(f"ogc/{collection_id}", page["features"])
                following = next((one["href"][one["href"].index("/ogc/") :] for one in page["links"] if one["rel"] == "next"), None)
    leaks, _ = public.search(told.persons)
    assert leaks == {}


def test_nobody_is_named_in_what_the_program_says(told: Told) -> None:
    public = read_published(told)
    public.texts.clear()
    for name, output in told.said.items():
        for line in output.splitlines():
            public.add(name, line)
    leaks, _ = public.search(told.persons)
    assert leaks == {}


def test_failures_were_told_without_their_rows(told: Told) -> None:
    said = told.said
    assert "F2: issued_on: not a date" in said["names where other words were"]
    assert "B1: unknown heading" in said["names where other words were"]
    assert "reading it failed with ValueError" in said["a pipeline that fails"]
    assert "reading it failed with KeyError" in said["a spider that fails"]
    assert 'violates check constraint "planted"' in said["a database that refuses"]
    assert "Failing row contains" not in said["a database that refuses"]


def test_sole_proprietor_has_no_address_no_number_and_no_story(told: Told) -> None:
    rows = told.ask("SELECT to_jsonb(v), EXISTS (SELECT FROM published.naming n WHERE n.id = v.id) FROM published.version v")
    found = 0
    for row, has_naming in rows:
        record = json.loads(row["summary"]) | json.loads(row["detail"] or "{}")
        party = record.get("organization") or record.get("employer") or record
        if party["grade"] != "sole_proprietor":
            continue
        found += 1
        told_of = {name for name in SECRETS if record.get(name) not in (None, [], "")}
        columns = {name for name in ("is_named", "numbers", "corporate_number") if row[name]}
        anonymous = party["name"] == "個人事業主"
        assert (told_of, columns, has_naming, anonymous) == (set(), set(), False, True)
        assert record["place"]["precision"] in ("municipality", "prefecture", "none")
        assert record["place"]["town"] is None
    assert found > 0


SECRETS = (
    "address", "telephone", "telephones", "other_names", "name_kana", "name_en", "corporate_number", "permit_number",
    "plan_numbers", "number", "reason", "violation_clauses", "summary", "offices", "remarks", "labour_cases",
)  # fmt: skip


def test_sole_proprietor_is_gone_when_the_bar_has_passed(told: Told) -> None:
    """Five years after the disposition, in every edition; the sample has one whose bar passes between its days."""
    kept = told.ask(
        "SELECT count(*), min(issued_on) FROM published.version WHERE kind = 'disposition'"
        " AND summary::jsonb #>> '{organization,grade}' = 'sole_proprietor'"
    )
    day = told.scene.snapshots[-1][1]
    assert kept[0][0] > 0
    assert kept[0][1].isoformat() > f"{int(day[:4]) - 5}{day[4:]}"
    barred = told.ask(
        "SELECT count(*) FROM register.statement s WHERE s.kind = 'disposition'"
        " AND s.content #>> '{organization,grade}' = 'sole_proprietor'"
        f" AND (s.content #>> '{{facts,issued_on}}')::date <= date '{day}' - interval '5 years'"
    )
    assert barred[0][0] > 0, "nobody whose bar has passed: this proves nothing"


def test_withdrawn_labour_case_keeps_no_story_in_any_edition(told: Told) -> None:
    rows = told.ask(
        "SELECT v.id, v.summary::jsonb AS told, s.content #>> '{organization,grade}' AS grade"
        " FROM register.statement s LEFT JOIN published.version v ON v.id = s.record_id"
        " WHERE s.kind = 'labour_case' AND s.withdrawn_at IS NOT NULL"
    )
    persons = sum(row.grade == "sole_proprietor" and row.id is not None for row in rows)
    cases = [row for row in rows if row.grade != "sole_proprietor"]
    stories = sum(row.told["summary"] is not None for row in cases)
    bare = sum(not row.told["laws"] for row in cases)
    earlier = {row.id for row in cases if row.told["status"] == "published"}
    assert (persons, stories) == (0, 0)
    assert bare < 0.1 * len(cases), "the laws are to stay"
    assert len(earlier) > 0.9 * len({row.id for row in cases}), "no editions from before are there to be looked at"


def test_spider_output_hides_numbers_of_sole_proprietors(told: Told) -> None:
    items = [json.loads(line) for line in told.said["the spider's output"].splitlines() if line.startswith('{"id"')]
    persons = [item for item in items if item["organization"]["grade"] == "sole_proprietor"]
    facts = [item["facts"] for item in persons]
    assert sum(fact["plan_count"] for fact in facts) > 0
    assert sum(fact.get(name) not in (None, []) for fact in facts for name in HIDDEN_FACTS) == 0
    named = sum(item["organization"][name] is not None for item in persons for name in ("name", "address", "telephone"))
    assert named == 0


HIDDEN_FACTS = ("plan_numbers", "permit_number", "number", "reason", "summary", "offices", "telephones")


def test_raw_store_is_for_its_owner_only(told: Told) -> None:
    root = told.kanri.home / "raw"
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (root, *root.rglob("*"))}
    assert modes == {(True, 0o700), (False, 0o600)}


def test_search_finds_a_name_however_it_is_written() -> None:
    """The drill's own tool, with names planted: it must find them, and forgive only an organization's own name."""
    public = Public()
    public.add_organization({"grade": "legal_person", "name": "株式会社見本花子商店"})
    persons = frozenset(["見本花子", "例示糸吉", "空想高次"])
    for text_ in ("株式会社見本花子商店", "処分を受けた株式会社 見本花子商店", '{"a": ["何も"]}'):
        public.add("clean", text_)
    assert public.search(persons) == ({}, 2)
    spellings = ("例示　糸吉", "Party(name='例示\\u3000糸吉')", "'例示\\n糸吉'", "例示\n糸吉", "例示・糸吉", "空想　髙次", "株式会社見本花子商店の見本　花子", '{"a": {"例示 糸吉": 1}}')
    for number, spelling in enumerate(spellings):
        public.add(f"planted {number}", spelling)
    leaks, _ = public.search(persons)
    assert {place.partition(".")[0]: count for place, count in leaks.items()} == {
        f"planted {number}": 1 for number in range(len(spellings))
    }

