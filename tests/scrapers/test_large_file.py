"""A file so large that processes beside take its steps: every row arrives, in order, with its ordinal and its rejection."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.site import write_site
from db.identifiers import make_statement_id
from db.session import CHECKOUT
from scrapers.beside import _DONE_HERE
from scrapers.gathering import _MOST
from scrapers.registries.names import name_key

ROWS = (_DONE_HERE + 4) * _MOST
FIRST_ROW, ODD_ROW = 3, ROWS - 700
"""As a spreadsheet counts them: below the day and the headings; and one that is read beside."""


def test_a_large_file_comes_whole(tmp_path: Path) -> None:
    site = write_site(tmp_path / "2026-04-01", ROWS, renewed=False)
    listed = site / "www.otit.go.jp/data/general.csv"
    lines = listed.read_text(encoding="utf-8-sig").splitlines()
    lines[ODD_ROW - 1] += "謎"  # the last column says neither yes nor no
    lines.append(lines[FIRST_ROW - 1])  # alike in every field, in another batch
    listed.write_text("\n".join(lines), encoding="utf-8-sig")
    records, told = rehearse(site, tmp_path)

    rows = [record for record in records if record["facts"]["class"] == "general"]
    assert [int(row["locator"]["rows"]) for row in rows] == [
        number for number in range(FIRST_ROW, len(lines) + 1) if number != ODD_ROW
    ]
    assert len({record["id"] for record in records}) == len(records) == ROWS  # one rejected, one more alike
    name, day = rows[0]["organization"]["name_text"], rows[0]["facts"]["first_permitted_on"]
    ids = [make_statement_id("otit_registry", "permit", (name_key(name), day, *ordinal)) for ordinal in ((), ("2",))]
    assert [rows[0]["id"], rows[-1]["id"]] == ids
    assert [line for line in told if line.startswith("problem")] == [
        f"problem: https://www.otit.go.jp/data/general.csv !I{ODD_ROW}: care: neither a mark nor a blank",
        "problem: 1 rows could not be read; at most 0 may be",
    ]


def rehearse(site: Path, folder: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """What `scrapy rehearse` prints: the records, and the lines below them."""
    command = [sys.executable, "-m", "scrapy", "rehearse", "otit_registry", "--from", str(site), "--all"]
    environment = os.environ | {"KANRI_HOME": str(folder / "home")}
    done = subprocess.run(command, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    records = list(read_records(done.stdout))
    return records, done.stdout[done.stdout.rindex("\n}\n") :].splitlines()


def read_records(text: str) -> Iterator[dict[str, Any]]:
    """The objects with which a text begins."""
    decoder, at = json.JSONDecoder(), 0
    while text.startswith("{", at):
        record, end = decoder.raw_decode(text, at)
        yield record
        at = end + 1
