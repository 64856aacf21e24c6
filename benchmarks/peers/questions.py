"""What every server is asked: the same questions, each in the server's own words."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import asinh, pi, radians, tan
from urllib.parse import quote

import psycopg

from benchmarks.load import Question
from benchmarks.peers.servers import DATASETTE, OURS, POSTGREST, TIPG
from db.vocabulary import PREFECTURES
from japanese.legal_forms import split_legal_form
from japanese.names import name_keys

SAMPLES = 60
_TILED = ("13", "27", "23", "01", "40")  # prefectures around whose offices tiles are asked for
_BOX = 0.3  # degrees from its middle


@dataclass(frozen=True, slots=True)
class Samples:
    """What is looked for, drawn from the rows: always the same of the same rows."""

    ids: Sequence[str]
    words: Mapping[int, Sequence[str]]
    readings: Sequence[str]
    prefectures: Sequence[str]
    boxes: Sequence[tuple[float, float, float, float]]


def draw_samples(url: str, count: int = SAMPLES) -> Samples:
    """Draw samples: names' own characters, so that usual ones are asked for as often as they occur."""
    chance = random.Random(7)
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT id, summary::json ->> 'name', prefecture FROM published.version_organization"
            " WHERE edition_to = 2147483647 ORDER BY md5(id) LIMIT %s", [count]
        ).fetchall()  # fmt: skip
    cores = [form.core if (form := split_legal_form(name)) is not None else name for _, name, _ in rows]
    starts = [chance.randrange(max(len(core) - 2, 1)) for core in cores]
    return Samples(
        ids=[row[0] for row in rows],
        words={size: [core[at : at + size] for core, at in zip(cores, starts, strict=True)] for size in (1, 2, 3)},
        readings=[keys[0] for _, name, _ in rows if (keys := sorted(name_keys(name, "", "").reading_keys))],
        prefectures=[row[2] for row in rows],
        boxes=[_box_around(code) for code in _TILED],
    )


def _box_around(prefecture: str) -> tuple[float, float, float, float]:
    longitude, latitude = PREFECTURES[prefecture][2:]
    return tuple(round(at, 4) for at in (longitude - _BOX, latitude - _BOX, longitude + _BOX, latitude + _BOX))  # type: ignore[return-value]


def list_tiles(zoom: int) -> list[tuple[int, int]]:
    """Column and row of the tiles that are asked for at a zoom."""
    found = []
    for code in _TILED:
        longitude, latitude = PREFECTURES[code][2:]
        row = (1 - asinh(tan(radians(latitude))) / pi) / 2 * 2**zoom
        found.append((int((longitude + 180) / 360 * 2**zoom), int(row)))
    return found


_ORGANIZATIONS = "/v1/organizations"
_FEATURES = "/ogc/collections/organizations"
_TIPG = "/collections/peers.organizations/items"
_PLAIN = "f=geojson"
_GEOJSON = {"Accept": "application/geo+json"}
_COUNTED = {"Prefer": "count=exact"}
_PACKED = {"Accept-Encoding": "gzip"}
_TILE = {"Accept": "application/vnd.mapbox-vector-tile"}


def ask_ours(samples: Samples) -> dict[str, Question]:
    """The questions to our API."""
    return {
        "item": Question([f"{_ORGANIZATIONS}/{one}" for one in samples.ids]),
        "list of 50": Question([f"{_ORGANIZATIONS}?limit=50"]),
        "filtered list with facets": Question([
            f"{_ORGANIZATIONS}?limit=50&prefecture={code}&has_dispositions=true&facet=role,violation"
            for code in samples.prefectures
        ]),
        **_search(samples, lambda word: f"{_ORGANIZATIONS}?limit=50&q={quote(word)}"),
        "romaji search": Question([f"{_ORGANIZATIONS}?limit=50&q={quote(reading)}" for reading in samples.readings]),
        "bbox, 500 as GeoJSON": Question(
            [f"{_FEATURES}/items?limit=500&bbox={_join(box)}" for box in samples.boxes], _GEOJSON
        ),
        "bbox, 500 as GeoJSON, gzip": Question(
            [f"{_FEATURES}/items?limit=500&bbox={_join(box)}" for box in samples.boxes], {**_GEOJSON, **_PACKED}
        ),
        "bbox, 500 as JSON": Question([f"{_ORGANIZATIONS}?limit=500&bbox={_join(box)}" for box in samples.boxes]),
        "bbox, 500 as JSON, gzip": Question(
            [f"{_ORGANIZATIONS}?limit=500&bbox={_join(box)}" for box in samples.boxes], _PACKED
        ),
        **{
            f"tile z{zoom}": Question(
                [f"{_FEATURES}/tiles/WebMercatorQuad/{zoom}/{row}/{column}" for column, row in list_tiles(zoom)]
            )
            for zoom in (6, 8)
        },
    }  # fmt: skip


def ask_tipg(samples: Samples) -> dict[str, Question]:
    """The questions to TiPg. It has no facets and no search by reading."""
    like = "filter-lang=cql2-text&filter=" + quote("name LIKE '%")
    return {
        "item": Question([f"{_TIPG}/{one}?{_PLAIN}" for one in samples.ids]),
        "list of 50": Question([f"{_TIPG}?{_PLAIN}&limit=50"]),
        "filtered list with facets": Question([
            f"{_TIPG}?{_PLAIN}&limit=50&prefecture={code}&has_dispositions=true" for code in samples.prefectures
        ]),
        **_search(samples, lambda word: f"{_TIPG}?{_PLAIN}&limit=50&{like}{quote(word)}%25%27"),
        **{
            f"bbox, 500 as GeoJSON{how}": Question(
                [f"{_TIPG}?{_PLAIN}&limit=500&bbox={_join(box)}" for box in samples.boxes], headers
            )
            for how, headers in {"": {}, ", gzip": _PACKED}.items()
        },
        **{
            f"tile z{zoom}": Question([
                f"/collections/peers.organizations/tiles/WebMercatorQuad/{zoom}/{column}/{row}"
                "?properties=id,legal_form,has_dispositions,status"
                for column, row in list_tiles(zoom)
            ])
            for zoom in (6, 8)
        },
    }  # fmt: skip


def ask_postgrest(samples: Samples) -> dict[str, Question]:
    """The questions to PostgREST: in order, and with a total wherever ours tells one that must be counted."""
    one = {"Accept": "application/vnd.pgrst.object+json"}
    box = "/rpc/in_box?west={}&south={}&east={}&north={}&limit=500&order=id"
    return {
        "item": Question([f"/organizations?id=eq.{name}" for name in samples.ids], one),
        "list of 50": Question(["/organizations?limit=50&order=id"]),
        "filtered list with facets": Question([
            f"/organizations?limit=50&order=id&prefecture=eq.{code}&has_dispositions=is.true"
            for code in samples.prefectures
        ], _COUNTED),
        **_search(samples, lambda word: f"/organizations?limit=50&order=id&name=like.*{quote(word)}*", _COUNTED),
        "bbox, 500 as GeoJSON": Question([box.format(*edges) for edges in samples.boxes], {**_GEOJSON, **_COUNTED}),
        "bbox, 500 as JSON": Question([box.format(*edges) for edges in samples.boxes], _COUNTED),
        **{
            f"tile z{zoom}": Question(
                [f"/rpc/tile?z={zoom}&x={column}&y={row}" for column, row in list_tiles(zoom)], _TILE
            )
            for zoom in (6, 8)
        },
    }  # fmt: skip


def ask_datasette(samples: Samples, database: str) -> dict[str, Question]:
    """The questions to Datasette: three characters by its full-text index, fewer by LIKE, since it holds no shorter ones."""
    table, plain = f"/{database}/organizations", "_shape=objects&_size=50"
    found = {
        "item": Question([f"{table}/{one}.json?_shape=objects" for one in samples.ids]),
        "list of 50": Question([f"{table}.json?{plain}&_nocount=1"]),
        "filtered list with facets": Question([
            f"{table}.json?{plain}&prefecture={code}&has_dispositions=true&_facet=legal_form&_facet=municipality"
            for code in samples.prefectures
        ]),
        **_search(samples, lambda word: f"{table}.json?{plain}&name__contains={quote(word)}"),
        "bbox, 500 as JSON": Question([
            f"{table}.json?_shape=objects&_size=500&longitude__gte={west}&longitude__lte={east}"
            f"&latitude__gte={south}&latitude__lte={north}"
            for west, south, east, north in samples.boxes
        ]),
    }  # fmt: skip
    found["3-character search"] = Question([f"{table}.json?{plain}&_search={quote(word)}" for word in samples.words[3]])
    return found


def ask_all(samples: Samples, database: str) -> dict[str, dict[str, Question]]:
    """Every server's questions, by server and name of the question."""
    return {
        OURS: ask_ours(samples),
        TIPG: ask_tipg(samples),
        POSTGREST: ask_postgrest(samples),
        DATASETTE: ask_datasette(samples, database),
    }


def ask_exports(database: str) -> dict[str, Question]:
    """All organizations in one answer, by server: as GeoJSON, from Datasette, which has none, as CSV."""
    return {
        OURS: Question([f"{_ORGANIZATIONS}.geojson"]),
        TIPG: Question([f"{_TIPG}?{_PLAIN}&limit=1000000"]),
        POSTGREST: Question(["/organizations?order=id"], _GEOJSON),
        DATASETTE: Question([f"/{database}/organizations.csv?_stream=on"]),
    }


def _search(samples: Samples, write: Callable[[str], str], headers: Mapping[str, str] | None = None) -> dict[str, Question]:
    return {
        f"{size}-character search": Question([write(word) for word in words], headers or {})
        for size, words in samples.words.items()
    }


def _join(box: tuple[float, ...]) -> str:
    return ",".join(str(edge) for edge in box)
