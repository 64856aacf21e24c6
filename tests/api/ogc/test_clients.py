"""Programs that people use, unchanged: GDAL from the machine and from its wheel, and OWSLib."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.api.ogc.asking import Maps
from tests.api.ogc.map_register import TOWNS

OGRINFO = shutil.which("ogrinfo")
NAME = "summary::json -> 'organization' ->> 'name'"

WHERE = [
    ("kind = 'improvement_order'", "category = 'improvement_order'"),
    ("kind <> 'plan_revocation' AND issued_on >= '2020-03-01'", "category <> 'plan_revocation' AND issued_on >= '2020-03-01'"),
    ("issued_on > '2024-03-11' AND issued_on <= '2024-09-11'", "issued_on > '2024-03-11' AND issued_on <= '2024-09-11'"),
    ("issued_on BETWEEN '2024-03-11' AND '2024-09-11'", "issued_on BETWEEN '2024-03-11' AND '2024-09-11'"),
    ("updated_at >= '2026-04-02 00:00:00'", "updated_at >= '2026-04-02'"),
    ("plan_count > 0 AND NOT (precision = 'town')", "(summary::json ->> 'plan_count')::int > 0 AND precision <> 'town'"),
    ("organization_name LIKE '架空町内%'", f"{NAME} LIKE '架空町内%'"),
    ("organization_name ILIKE '架空町内_株式会社'", f"{NAME} LIKE '架空町内_株式会社'"),
    ("organization_name = '架空''引用''\"符\\株式会社'", f"{NAME} LIKE '%''引用%'"),
    ("town IS NULL", "summary::json -> 'place' ->> 'town' IS NULL"),
    ("precision IN ('town', 'building')", "precision IN ('town', 'building')"),
    ("status = 'published' OR municipality_code = '01101'", "status = 'published' OR municipality = '01101'"),
]
"""What GDAL's users write, and SQL."""

SHOWN = "precision IN ('town', 'building') AND ST_Intersects(geometry, ST_MakeEnvelope({}, 4326))"


def run_ogrinfo(maps: Maps, *arguments: str) -> str:
    if OGRINFO is None:
        pytest.skip("ogrinfo is not on this machine (package gdal-bin); its wheel is tried instead")
    command = [OGRINFO, "-ro", f"OAPIF:{maps.root}", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=os.environ | {"CPL_DEBUG": "OAPIF"})
    assert done.returncode == 0 and "ERROR" not in done.stderr, done.stderr[-1000:]
    return done.stdout


def count_with_ogrinfo(maps: Maps, *arguments: str) -> int:
    found = re.search(r"Feature Count: (\d+)", run_ogrinfo(maps, "-so", *arguments))
    assert found is not None
    return int(found[1])


def run_program(program: str, question: Any) -> Any:
    """What a program prints as JSON: in a process of its own, since GDAL does not let other threads run while it waits."""
    done = subprocess.run([sys.executable, "-c", program], input=orjson.dumps(question), capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()[-1000:]
    return orjson.loads(done.stdout)


def test_ogrinfo_lists_the_collections(maps: Maps) -> None:
    told = run_ogrinfo(maps)
    for name in ("organizations", "dispositions", "permits", "municipalities"):
        assert f": {name} " in told


@pytest.mark.parametrize(("collection", "kind"), [("organizations", "organization"), ("dispositions", "disposition"), ("permits", "permit")])
def test_ogrinfo_counts_what_sql_counts(maps: Maps, collection: str, kind: str) -> None:
    assert count_with_ogrinfo(maps, collection) == maps.count(kind)
    box = ("139.755", "35.65", "139.79", "35.69")
    assert count_with_ogrinfo(maps, collection, "-spat", *box) == maps.count(kind, SHOWN.format(", ".join(box))) > 0


@pytest.mark.parametrize(("text", "where"), WHERE)
def test_ogrinfo_filters_as_sql_does(maps: Maps, text: str, where: str) -> None:
    assert count_with_ogrinfo(maps, "dispositions", "-where", text) == maps.count("disposition", f"({where})")


_READ_WHEEL = """
import json, sys, pyogrio
address, questions = json.load(sys.stdin)
layers = pyogrio.list_layers(address)[:, 0].tolist()
counts = []
for layer, asked in questions:
    asked = {name: tuple(value) if name == "bbox" else value for name, value in asked.items()}
    meta, fids, shapes, fields = pyogrio.raw.read(address, layer=layer, **asked)
    counts.append([len(fields[0]), sum(one is not None for one in shapes)])
types = dict(zip(meta["fields"].tolist(), meta["dtypes"].tolist()))
print(json.dumps([layers, counts, types]))
"""


def test_gdal_of_the_wheel_counts_and_filters_as_sql_does(maps: Maps) -> None:
    pyogrio = pytest.importorskip("pyogrio", reason="pyogrio has no wheel for this machine")
    assert "OAPIF" in pyogrio.list_drivers()
    box = [139.755, 35.65, 139.79, 35.69]
    questions = [("permits", {}), ("dispositions", {"bbox": box}), *(("dispositions", {"where": text}) for text, _ in WHERE), ("dispositions", {})]
    layers, counts, types = run_program(_READ_WHEEL, [f"OAPIF:{maps.root}", questions])
    assert layers == ["organizations", "dispositions", "permits", "municipalities"]
    drawn = maps.count("disposition", SHOWN.format(", ".join(map(str, box))))
    expected = [maps.count("permit"), drawn, *(maps.count("disposition", f"({where})") for _, where in WHERE), maps.count("disposition")]
    assert [count for count, _ in counts] == expected
    assert counts[-1][1] == maps.count("disposition", "precision IN ('town', 'building')")
    assert (types["issued_on"], types["plan_count"], types["organization_name"]) == ("datetime64[D]", "int32", "object")


_READ_TILES = """
import json, sys, pyogrio
address = json.load(sys.stdin)
meta, fids, shapes, fields = pyogrio.raw.read(address, layer="dispositions")
counts = fields[meta["fields"].tolist().index("count")]
print(json.dumps([len(shapes), int(sum(counts))]))
"""


def test_gdal_reads_a_tile(maps: Maps, tmp_path: Path) -> None:
    pytest.importorskip("pyogrio", reason="pyogrio has no wheel for this machine")
    tile = tmp_path / "0.mvt"
    tile.write_bytes(maps.get("/tiles/WebMercatorQuad/0/0/0").content)
    features, counted = run_program(_READ_TILES, str(tile))
    assert features == 6
    assert counted == maps.count("disposition", "prefecture IS NOT NULL")


_READ_OWSLIB = """
import json, sys
from owslib.ogcapi.features import Features
root = json.load(sys.stdin)
maps = Features(root)
counts = {name: maps.collection_items(name, limit=1)["numberMatched"] for name in maps.feature_collections()}
box = maps.collection_items("dispositions", bbox=[139.7, 35.6, 139.8, 35.7])["numberMatched"]
text = maps.collection_items("dispositions", filter="kind = 'improvement_order' AND S_INTERSECTS(geometry, BBOX(139, 35, 140, 36))")
times = maps.collection_items("dispositions", datetime_="2024-03-11/2024-09-11", sortby=("issued_on", "desc"), limit=3, offset=2)
found = maps.collection_items("organizations", q="町内")
single = maps.collection_item("dispositions", times["features"][0]["id"])
queryables = list(maps.collection_queryables("permits")["properties"])
print(json.dumps({
    "openapi": maps.api()["openapi"], "conforms": len(maps.conformance()["conformsTo"]), "counts": counts, "box": box,
    "text": text["numberMatched"], "times": [times["numberMatched"], times["numberReturned"], [one["properties"]["issued_on"] for one in times["features"]]],
    "found": found["numberMatched"], "single": single["id"] == times["features"][0]["id"], "queryables": queryables,
}))
"""


def test_owslib_counts_and_filters_as_sql_does(maps: Maps) -> None:
    told = run_program(_READ_OWSLIB, maps.root)
    assert told["openapi"] == "3.0.3" and told["conforms"] > 20 and told["single"]
    assert told["counts"] == {
        "organizations": maps.count("organization"), "dispositions": maps.count("disposition"),
        "permits": maps.count("permit"), "municipalities": 4,
    }  # fmt: skip
    assert told["box"] == maps.count("disposition", "ST_Intersects(geometry, ST_MakeEnvelope(139.7, 35.6, 139.8, 35.7, 4326))")
    where = "category = 'improvement_order' AND ST_Intersects(geometry, ST_MakeEnvelope(139, 35, 140, 36, 4326))"
    assert told["text"] == maps.count("disposition", where) > 0
    matched, returned, days = told["times"]
    assert (matched, returned) == (maps.count("disposition", "issued_on BETWEEN '2024-03-11' AND '2024-09-11'"), 3)
    assert days == sorted(days, reverse=True)
    assert told["found"] == TOWNS
    assert "permit_status" in told["queryables"]
