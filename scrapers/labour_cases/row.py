"""One labour-law case: what was printed, column by column, and what it means."""

from dataclasses import dataclass
from datetime import date

from db.vocabulary import OutcomeKind
from japanese.dates import UnreadableDate, find_dates, parse_date
from japanese.text import squeeze
from scrapers.labour_cases.laws import read_laws
from scrapers.labour_cases.names import find_site, join_lines
from scrapers.labour_cases.outcomes import Outcome, read_outcomes
from scrapers.labour_cases.table import RawRow


@dataclass(frozen=True, slots=True)
class LabourRow:
    """A case (公表事案) of one edition.

    `verbatim` keeps the six cells as printed, line breaks included: name, address, announced_on, law,
    summary, other. `name` is the joined name, its `site` (工場, 営業所…) still in it. `row` counts the page's
    cases from 1.
    """

    bureau: str | None
    page: int
    row: int
    verbatim: dict[str, str]
    name: str
    site: str | None
    address: str
    announced_on: date | None
    laws: list[str]
    summary: str
    outcomes: list[Outcome]

    @property
    def locator(self) -> dict[str, int]:
        """Where the case stands in the document."""
        return {"page": self.page, "row": self.row}

    @property
    def organization(self) -> str:
        """The name without its site."""
        return self.name.removesuffix(self.site).rstrip() if self.site else self.name


def read_row(raw: RawRow, widest_name: float) -> LabourRow:
    """Clean one case; `widest_name` is the edition's longest wrapped line of a name, in full widths."""
    cells = raw.cells
    return LabourRow(
        bureau=raw.bureau,
        page=raw.page,
        row=raw.row,
        verbatim=dict(cells),
        name=join_lines(cells["name"]),
        site=find_site(cells["name"], widest_name),
        address=squeeze(cells["address"]),
        announced_on=read_day(cells["announced_on"]),
        laws=read_laws(cells["law"]),
        summary=join_lines(cells["summary"]),
        outcomes=read_outcomes(cells["other"]),
    )


def read_day(text: str) -> date | None:
    """The day of a date cell (`H29.9. 9`, `Ｒ６.３.21`, `44578`); None where it says no single day."""
    try:
        return parse_date(squeeze(text))
    except UnreadableDate:
        return None


def find_row_problems(row: LabourRow) -> list[str]:
    """Signs that this is not one whole case: no bureau, or two cases with no rule between them."""
    referrals = sum(outcome.kind is OutcomeKind.REFERRED_TO_PROSECUTORS for outcome in row.outcomes)
    signs = {
        "no labour bureau": row.bureau is None,
        "two dates of announcement and two referrals": count_days(row) > 1 and referrals > 1,
    }
    return _tell(row, signs)


def find_row_warnings(row: LabourRow) -> list[str]:
    """What a case lacks, or says in a way that was not understood; the case stands nevertheless."""
    written = bool(squeeze(row.verbatim["announced_on"]))
    signs = {
        "no name": not row.name,
        "no address": not row.address,
        "no date of announcement": not written,
        "an unreadable date of announcement": written and row.announced_on is None,
        "no law article": not row.laws,
        "no outcome": not row.outcomes,
    }
    return _tell(row, signs)


def count_days(row: LabourRow) -> int:
    """How many dates stand in the cell that should hold one."""
    return len(find_dates(squeeze(row.verbatim["announced_on"])))


def _tell(row: LabourRow, signs: dict[str, bool]) -> list[str]:
    return [f"page {row.page}, row {row.row}: {sign}" for sign, shown in signs.items() if shown]
