"""One edition of the labour-law cases (労働基準関係法令違反に係る公表事案): cover, cases, doubts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.vocabulary import PREFECTURES
from japanese.dates import find_dates
from japanese.text import fold_width, squeeze
from scrapers.labour_cases.bureaus import BUREAUS, TITLE
from scrapers.labour_cases.names import measure_width
from scrapers.labour_cases.row import LabourRow, find_row_problems, find_row_warnings, read_row
from scrapers.labour_cases.table import Page, RawRow, Reading, collect_rows
from scrapers.tables import LayoutChanged


class NotThisDocument(LayoutChanged):
    """A readable PDF that is not the list of labour-law cases; a decoy is linked on the same page."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What one edition says. Its remarks name pages and counts, never a party.

    `published_on` (掲載日) and the period of announcements covered are None without a cover page.
    `updated_on` has each bureau present, with its own 最終更新日 or None. `problems`: a case may be hidden,
    doubled or under a wrong bureau, so the edition should not be published. `warnings`: every case is there,
    but something in it or around it is odd. `ignored`: what is no case and was not read.
    """

    title: str
    published_on: date | None
    period_from: date | None
    period_to: date | None
    rows: list[LabourRow]
    updated_on: dict[str, date | None]
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read_edition(pages: list[Page]) -> Edition:
    """The edition in the pages that the PDF reader made; raises NotThisDocument for any other document."""
    if not _has_title(pages):
        raise NotThisDocument([f"none of {len(pages)} pages carries the title {TITLE}"])
    reading = collect_rows(pages)
    if not reading.headers:
        raise NotThisDocument([f"none of {len(pages)} pages holds the table of cases"])
    widest = _measure_names(reading.rows)
    rows = [read_row(raw, widest) for raw in reading.rows]
    published_on, period = _read_cover(pages[0]["text"] or "")
    problems = [*reading.problems, *(problem for row in rows for problem in find_row_problems(row))]
    problems += _find_misplaced(reading, rows)
    warnings = [] if published_on else ["no cover page with a date of publication"]
    warnings += [*reading.warnings, *(warning for row in rows for warning in find_row_warnings(row))]
    warnings += _find_outside(rows, period)
    return Edition(
        TITLE, published_on, *period, rows, reading.updated_on, problems, warnings, reading.ignored
    )  # fmt: skip


def _has_title(pages: list[Page]) -> bool:
    """The title stands on the cover and above each bureau's first table; one edition came without a cover."""
    texts = [page["text"] or "" for page in pages[:1]]
    texts += [row["cells"][0] or "" for page in pages for table in page["tables"] for row in table[:2]]
    return any(TITLE in squeeze(fold_width(text)) for text in texts)


def _read_cover(text: str) -> tuple[date | None, tuple[date | None, date | None]]:
    """The date of publication and the period of announcements: （平成30年8月1日～令和元年7月31日公表分）."""
    published_on = None
    period: tuple[date | None, date | None] = (None, None)
    for line in map(squeeze, text.split("\n")):
        days = [found.day for found in find_dates(line)]
        if "掲載日" in line and len(days) == 1:
            published_on = days[0]
        elif "公表分" in line and len(days) == 2:
            period = (days[0], days[1])
    return published_on, period


def _measure_names(rows: list[RawRow]) -> float:
    wrapped = [line for row in rows for line in row.cells["name"].split("\n")[:-1]]
    return max(map(measure_width, wrapped), default=0)


def _find_misplaced(reading: Reading, rows: list[LabourRow]) -> list[str]:
    """Pages that name no bureau and hold no address in the prefecture of the bureau carried over to them."""
    problems = []
    for page in sorted(reading.pages_without_heading):
        found = [row for row in rows if row.page == page and row.bureau is not None]
        if found and not any(row.address.startswith(_prefecture_of(row.bureau)) for row in found):
            problems.append(f"page {page}: no labour bureau is named, and no address fits the one before")
    return problems


def _prefecture_of(bureau: str | None) -> str:
    return PREFECTURES[BUREAUS[bureau]][0] if bureau is not None else ""


def _find_outside(rows: list[LabourRow], period: tuple[date | None, date | None]) -> list[str]:
    first, last = period
    if first is None or last is None:
        return []
    outside = [row for row in rows if row.announced_on is not None and not first <= row.announced_on <= last]
    return [f"page {row.page}, row {row.row}: announced outside the period of the edition" for row in outside]


def count_rows(edition: Edition) -> Mapping[str, Any]:
    """Counts for the census: cases in all, by bureau, with a date, and by first kind of outcome."""
    return {
        "rows": len(edition.rows),
        "dated": sum(row.announced_on is not None for row in edition.rows),
        "bureaus": dict(Counter(row.bureau or "" for row in edition.rows)),
        "outcomes": dict(Counter(outcome.kind.value for row in edition.rows for outcome in row.outcomes)),
        "problems": len(edition.problems),
        "warnings": len(edition.warnings),
    }
