"""Every source has a fictional recording in the sample site, and an expectation that a person has read."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scrapers.crawl import list_sources
from tests.cli import ROOT, SAMPLES

PAGES = ROOT / "tests" / "pages"
RECORDING = max(SAMPLES.iterdir())
LONGEST_SPIDER = 140


def crawl_recording(source: str, folder: Path) -> list[dict[str, Any]]:
    """What the spider makes of the sample site, without a database, as a spider author runs it."""
    out = folder / "out.jsonl"
    command = [sys.executable, "-m", "scrapy", "crawl", source, "-O", str(out)]
    settings = ["-s", f"KANRI_REPLAY={RECORDING}", "-s", "DOWNLOAD_DELAY=0"]
    environment = os.environ | {"KANRI_HOME": str(folder / "home")}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run([*command, *settings], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in out.read_text().splitlines()]
    for item in items:
        del item["document"]["retrieved_at"]
    return sorted(items, key=lambda item: item["id"])


@pytest.mark.parametrize("source", list_sources())
def test_source_reads_its_recording_as_expected(source: str, tmp_path: Path) -> None:
    found = crawl_recording(source, tmp_path)
    assert found, f"{source} reads nothing from sample/sites/{RECORDING.name}: `scrapy rehearse {source}` says why"
    expectation = PAGES / f"{source}.expected.json"
    if not expectation.exists():
        expectation.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        pytest.fail(f"{expectation.relative_to(ROOT)} was missing and is now written: read it, then run again")
    assert found == json.loads(expectation.read_text())


@pytest.mark.parametrize(("source", "spider"), list_sources().items())
def test_source_keeps_the_rules_of_the_house(source: str, spider: Any) -> None:
    path = Path(sys.modules[spider.__module__].__file__ or "")
    assert path.stem == source == "".join(f"_{c.lower()}" if c.isupper() else c for c in spider.__name__).lstrip("_")
    assert len(path.read_text().splitlines()) <= LONGEST_SPIDER
    card = spider.card
    assert card.start_url.startswith("https://")
    assert card.start_url.split("/")[2] in card.hosts
    assert card.title and card.title_ja and card.publisher and card.licence and card.attribution
    assert all(fact[:4].isdigit() and ": " in fact for fact in card.facts), "every observed fact begins with its date"
    assert card.facts
    assert card.promises.min_records >= 1
