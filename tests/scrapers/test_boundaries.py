"""The outlines' way from their publisher's files, or its site, into the database and the credits."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.areas import REFERENCE, FewerAreas, load_areas
from db.session import make_engine
from scrapers.boundaries import (
    BoundariesError,
    DownloadError,
    describe_boundaries,
    download_files,
    find_files,
    reach_publisher,
    read_areas,
)
from scrapers.boundaries.card import NAME as NAME_OF_CARD
from scrapers.boundaries.publisher import HOST, PATHS
from tests.api.serving import serve
from tests.cli import ROOT, Kanri
from tests.origin import Reply, serve_origin
from tests.postgis import Database
from tests.shared import shared_path

NAME = "N03-21_210101.json"
CITIES = "N03-21_210101_designated_city.json"


def square(west: float, south: float, size: float = 0.1) -> list[list[list[float]]]:
    """The rings of a square, degrees."""
    east, north = west + size, south + size
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(
    code: str | None, names: tuple[str | None, ...], rings: Any, prefecture: str = "東京都", kind: str = "Polygon"
) -> dict[str, Any]:
    """A feature as the ministry publishes it."""
    properties = {"N03_001": prefecture, "N03_002": None, "N03_003": names[0], "N03_004": names[1], "N03_007": code}
    geometry = None if rings is None else {"type": kind, "coordinates": rings}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


MINATO = feature("13103", (None, "港区"), square(139.7, 35.6))
ISLANDS = [feature("13401", ("八丈支庁", "八丈町"), square(139.7 + at, 33.1)) for at in (0, 0.2)]
NOBODYS = feature(None, (None, "所属未定地"), square(139.9, 35.5))
LOST = feature("13402", ("八丈支庁", "青ヶ島村"), None)
WARD = feature("14104", ("横浜市", "中区"), square(139.6, 35.4), "神奈川県")
CITY = feature("14100", ("横浜市", None), square(139.5, 35.4, 0.2), "神奈川県")
OTHER_MINATO = feature("13103", (None, "港区"), square(139.7, 35.6, 0.3))


def write(path: Path, *features: Any) -> Path:
    """A file of features."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    write(folder / NAME, MINATO, *ISLANDS, NOBODYS, LOST, WARD)
    write(folder / CITIES, OTHER_MINATO, CITY, LOST)
    write(folder / "prefectures.json", feature("13103", (None, "偽"), square(139.7, 35.6)))
    return folder


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    engine = make_engine(database.owner)
    yield engine
    engine.dispose()


def load(engine: Engine, place: Path, replace_fuller: bool = True) -> Any:
    files = find_files(place)
    return load_areas(engine, describe_boundaries(files), read_areas(files), replace_fuller=replace_fuller)


def read_stored(engine: Engine) -> dict[str, tuple[str, str, int, float]]:
    """Code -> name, prefecture, number of parts, area in thousandths of a square degree."""
    question = "SELECT code, name, prefecture, ST_NumGeometries(geom), ST_Area(geom) FROM published.municipality_area ORDER BY code"
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT bool_and(ST_IsValid(geom)) FROM published.municipality_area")) is not False
        return {row[0]: (row[1], row[2], row[3], round(row[4] * 1000, 9)) for row in connection.execute(text(question))}


STORED = {
    "13103": ("港区", "13", 1, 10.0),
    "13401": ("八丈町", "13", 2, 20.0),
    "14100": ("横浜市", "14", 1, 40.0),
    "14104": ("横浜市中区", "14", 1, 10.0),
}


def test_a_folder_becomes_the_outlines_of_municipalities(engine: Engine, folder: Path) -> None:
    loaded = load(engine, folder)
    assert (loaded.areas, loaded.changed) == (4, True)
    assert read_stored(engine) == STORED


def test_the_same_files_again_change_nothing_and_others_replace_all(engine: Engine, folder: Path) -> None:
    first = load(engine, folder)
    question = text("SELECT status ->> 'version', status ->> 'dated' FROM published.reference")
    rows = text("SELECT xmin::text, code FROM published.municipality_area ORDER BY code")
    with engine.connect() as connection:
        before, written = connection.execute(question).one(), connection.execute(rows).all()
    again = load(engine, folder)
    assert again.version == first.version and not again.changed and again.areas == 4
    with engine.connect() as connection:
        assert connection.execute(question).one() == before == (first.version, "2021-01-01")
        assert connection.execute(rows).all() == written
    write(folder / NAME, MINATO)
    (folder / CITIES).unlink()
    assert load(engine, folder).version != first.version
    assert set(read_stored(engine)) == {"13103"}


def test_the_ministrys_own_zip_is_read_as_well(engine: Engine, tmp_path: Path) -> None:
    parts = [write(tmp_path / name, WARD) for name in ("N03-20240101.geojson", "N03-20240101_prefecture.geojson", "KS-META-N03.xml")]
    path = tmp_path / "only" / "N03-20240101_GML.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, f"N03-20240101_GML/{part.name}")
    files = find_files(path.parent)
    assert files[0].dated == date(2024, 1, 1) and "スマートニュース" not in describe_boundaries(files)["attribution"]
    assert load(engine, path).areas == 1 and set(read_stored(engine)) == {"14104"}
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BoundariesError, match="damaged"):
        load(engine, path)


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "N03-20240101_GML.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N03-20240101.geojson", b" " * 10_000_000)
    with pytest.raises(BoundariesError, match="bomb"):
        list(read_areas(find_files(path)))


RING = square(139.7, 35.6)[0]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (feature("1310", (None, "港区"), square(139.7, 35.6)), "five digits"),
        (feature("１３１０３", (None, "港区"), square(139.7, 35.6)), "five digits"),
        (feature("14103", (None, "港区"), square(139.7, 35.6)), "prefecture"),
        (feature("13103", (None, None), square(139.7, 35.6)), "0 characters"),
        (feature("13103", (None, "港" * 51), square(139.7, 35.6)), "51 characters"),
        (feature("13103", (None, "港区"), square(35.6, 139.7)), "points in Japan"),
        (feature("13103", (None, "港区"), [RING[:-1]]), "closed ring"),
        (feature("13103", (None, "港区"), [RING[:3]]), "closed ring"),
        (feature("13103", (None, "港区"), []), "rings"),
        (feature("13103", (None, "港区"), RING, kind="LineString"), "neither Polygon"),
        (feature("13103", (None, "港区"), [[["a", "b"]] * 4]), "points in Japan"),
        ({"type": "Feature", "properties": {"name": "x"}, "geometry": None}, "not of the N03"),
        ("nothing", "not of the N03"),
        (NOBODYS, "no outline"),
    ],
)
def test_a_bad_file_is_named_and_what_is_there_stays(engine: Engine, folder: Path, bad: Any, said: str) -> None:
    load(engine, folder)
    path = write(folder.parent / "bad.json", *([] if bad is NOBODYS else [MINATO]), bad)
    with pytest.raises(BoundariesError, match=rf"^bad\.json.*{said}"):
        load(engine, path)
    assert read_stored(engine) == STORED


@pytest.mark.parametrize("body", [b"", b"<html></html>", b'{"features": [', b'{"features": [{"a": "\xff"}]}', b"[" * 100_000, b"{}"])
def test_what_is_no_geojson_is_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "N03-20240101.geojson"
    path.write_bytes(body)
    with pytest.raises(BoundariesError, match="N03-20240101"):
        list(read_areas(find_files(path)))


def test_a_half_empty_download_does_not_replace_a_fuller_one(engine: Engine, folder: Path) -> None:
    load(engine, folder)
    write(folder / NAME, MINATO)
    (folder / CITIES).unlink()
    with pytest.raises(FewerAreas, match="stay"):
        load(engine, folder, replace_fuller=False)
    assert read_stored(engine) == STORED


def test_a_folder_without_outlines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BoundariesError, match="N03"):
        find_files(tmp_path)


def test_the_publisher_is_asked_once_and_then_only_whether_anything_changed(tmp_path: Path, folder: Path) -> None:
    site = tmp_path / "site"
    for path, name in zip(PATHS, (NAME, CITIES), strict=True):
        (site / HOST / path).parent.mkdir(parents=True, exist_ok=True)
        (site / HOST / path).write_bytes((folder / name).read_bytes())
    with serve_origin(site) as origin:
        publisher = reach_publisher(origin.address)
        files = find_files(download_files(tmp_path / "home", publisher))
        assert len(list(read_areas(files))) == 6 and len(origin.hits) == 2
        assert all("contact: http" in hit.headers["user-agent"] for hit in origin.hits)
        download_files(tmp_path / "home", publisher)
        assert len(origin.hits) == 2
        publisher.fresh_seconds = 0
        download_files(tmp_path / "home", publisher)
        assert len(origin.hits) == 4 and all("if-none-match" in hit.headers for hit in origin.hits[2:])
        origin.start_anew()
        origin.routes[f"/{HOST}/{PATHS[0]}"] = Reply(302, b"", {"Location": "https://example.org/elsewhere"})
        with pytest.raises(DownloadError, match="not an address of the boundaries' publisher"):
            download_files(tmp_path / "home", publisher)


def test_the_command_loads_credits_and_says_so(kanri: Kanri, folder: Path) -> None:
    done = kanri.run("boundaries", "load", "--from", folder)
    assert done.code == 0 and done.out.startswith("4 municipalities, version ") and "2021-01-01" in done.out, done
    assert "loaded before" in kanri.run("boundaries", "load", "--from", folder).out
    (folder.parent / "none").mkdir()
    wrong = kanri.run("boundaries", "load", "--from", folder.parent / "none")
    assert wrong.code == 1 and "N03" in wrong.err and "Traceback" not in wrong.err


def test_the_outlines_are_credited_where_they_are_loaded(database: Database, folder: Path, engine: Engine) -> None:
    with serve(database) as served:
        before = served.get("/v1/sources")
        assert before.json()["items"] == []
        load(engine, folder)
        served.wait_for(lambda: served.read("/v1/sources")["items"] != [])
        after = served.get("/v1/sources")
        (told,) = after.json()["items"]
        assert (told["name"], told["role"], told["dated"]) == (NAME_OF_CARD, "reference", "2021-01-01")
        assert REFERENCE == NAME_OF_CARD
        assert "国土数値情報" in told["attribution"] and told["licence"] and told["version"]
        assert told["last_run"]["counts"]["records"] == 4
        assert told["last_good_at"].endswith("Z") and after.headers["etag"] != before.headers["etag"]


def test_the_role_that_answers_may_read_the_outlines_and_not_write_them(database: Database, folder: Path, engine: Engine) -> None:
    load(engine, folder)
    reader = make_engine(database.api)
    with reader.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM published.municipality_area")) == 4
        for order in ("DELETE FROM published.municipality_area", "UPDATE published.reference SET status = '{}'"):
            with pytest.raises(Exception, match="permission denied"), connection.begin_nested():
                connection.execute(text(order))
    reader.dispose()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    many = [feature(f"13{at:03}", (None, f"第{at}区"), [[*RING[:1], *([[139.75, 35.65]] * 400), RING[0]]]) for at in range(100, 600)]
    small, large = write(tmp_path / "N03-20240101.geojson", *many[:50]), tmp_path / "N03-20250101.geojson"
    large.write_text(json.dumps({"type": "FeatureCollection", "features": many * 6}))
    program = (
        "import resource, sys; from pathlib import Path; from scrapers.boundaries import *\n"
        "print(sum(1 for _ in read_areas(find_files(Path(sys.argv[1])))))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    runs = [subprocess.run([sys.executable, "-c", program, str(path)], cwd=ROOT, capture_output=True, text=True, check=True)
            for path in (small, large)]  # fmt: skip
    (few, low), (all_of_them, high) = ([int(line) for line in run.stdout.split()] for run in runs)
    assert (few, all_of_them) == (50, 3000) and large.stat().st_size > 20 * 2**20
    assert high - low < 12 * 1024, "KiB"


def test_the_recorded_files_load_whole(engine: Engine) -> None:
    loaded = load(engine, shared_path("boundaries"))
    stored = read_stored(engine)
    assert loaded.areas == len(stored) == 1914
    assert sum(code[2:] in ("100", "130", "140", "150") for code in stored) == 20
    assert all(parts >= 1 and area > 0 for _, _, parts, area in stored.values())
