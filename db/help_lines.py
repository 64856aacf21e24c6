"""Help lines (母国語相談などの相談電話): only what a source's own page said on a day, written down by hand."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

HELP_LINES = Path(__file__).resolve().parent / "help_lines.csv"

FRESH_DAYS = 90
"""After so many days a number is stale: numbers and hours change, and a wrong one fails somebody in need."""

_NUMBER = re.compile(r"0\d{1,4}-\d{1,4}-\d{3,4}|0(120|570|800)-\d{2,3}-?\d{3,4}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_OFFICIAL = (".go.jp", ".lg.jp")


class UnverifiedLine(ValueError):
    """A line that claims to be verified and lacks what proves it; the message says what."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A line as its source's page gave it on `verified_on`. `languages` are ISO 639 codes."""

    title: str
    title_ja: str
    languages: tuple[str, ...]
    number: str
    hours: str
    source_url: str
    verified_on: date

    @property
    def stale_from(self) -> date:
        """The first day on which it is stale."""
        return self.verified_on + timedelta(days=FRESH_DAYS + 1)

    def is_stale(self, today: date) -> bool:
        """Whether it was verified too long ago."""
        return today >= self.stale_from


def read_help_lines(path: Path = HELP_LINES) -> tuple[HelpLine, ...]:
    """The verified lines of a reviewed file, unverified ones left out; raises UnverifiedLine."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    return tuple(_make_line(number, line) for number, line in enumerate(lines, 2) if line["verified_on"] != "")


def choose_lines(lines: Sequence[HelpLine], today: date) -> list[HelpLine]:
    """The lines that may be told on `today`, fresh ones first; one verified tomorrow is not."""
    told = [line for line in lines if line.verified_on <= today]
    return sorted(told, key=lambda line: (line.is_stale(today), line.title, line.number))


def _make_line(number: int, line: Mapping[str, str]) -> HelpLine:
    wrong = [what for what, good in _check(line).items() if not good]
    if wrong:
        raise UnverifiedLine(f"help_lines.csv line {number}: " + "; ".join(wrong))
    return HelpLine(
        line["title"], line["title_ja"], tuple(line["languages"].split()), line["number"], line["hours"],
        line["source_url"], date.fromisoformat(line["verified_on"]),
    )  # fmt: skip


def _check(line: Mapping[str, str]) -> dict[str, bool]:
    page = urlsplit(line["source_url"])
    languages = line["languages"].split()
    return {
        "it was not read on its source's own page (mark V)": line["mark"] == "V",
        "its source is no https page of an official host": page.scheme == "https"
        and (page.hostname or "").endswith(_OFFICIAL),
        "its number is not one of Japan's": _NUMBER.fullmatch(line["number"]) is not None,
        "its languages are not named": bool(languages) and all(_LANGUAGE.fullmatch(one) for one in languages),
        "its title or hours are missing": bool(line["title"] and line["title_ja"] and line["hours"]),
    }
