"""MHLW's published labour-law cases (労働基準関係法令違反に係る公表事案): a PDF, overwritten every month."""

from collections.abc import Iterable
from typing import NamedTuple

from scrapy.http import TextResponse

from db.vocabulary import Grade
from scrapers.items import Document, Party, Statement, StatementKind
from scrapers.labour_cases import LabourRow, choose_labour_pdf, grade_labour_party, number_keys, read_edition
from scrapers.promises import Promises
from scrapers.readers.child import read_in_child
from scrapers.source import Card, Link, SourceSpider
from scrapers.tables import LayoutChanged


class KeyedRow(NamedTuple):
    """A case with the key that it keeps from edition to edition."""

    key: tuple[str, ...]
    row: LabourRow

    @property
    def locator(self) -> dict[str, int]:
        """Where the case stands in the document."""
        return self.row.locator


class MhlwLabourCases(SourceSpider):
    """Cases that labour bureaus announced within about a year: never dispositions under the Act."""

    name = "mhlw_labour_cases"
    rank = 3
    card = Card(
        title="Published cases of violations of labour standards laws",
        title_ja="労働基準関係法令違反に係る公表事案",
        publisher="Ministry of Health, Labour and Welfare",
        publisher_ja="厚生労働省",
        start_url="https://www.mhlw.go.jp/kinkyu/151106.html",
        hosts=("www.mhlw.go.jp",),
        licence="PDL 1.0",
        attribution="厚生労働省「労働基準関係法令違反に係る公表事案」",
        facts=(
            "2017-05 to 2026-03: the PDF's address changes at irregular intervals and is overwritten in between",
            "2025-12: another PDF stands first on the page (a circular of 2017); only the label and title tell",
            "2018-06 to 2025-03: 406 to 467 rows on 58 to 77 pages, six columns, one block a labour bureau",
            "2017-03 circular: a case is withdrawn about a year after it was announced",
        ),
        # Every month some thirty cases pass their year, and after a gap in crawling nearly all have.
        promises=Promises(min_records=1, min_fill={"bureau": 1.0, "laws": 0.9}, max_withdrawn_share=1.0),
    )

    def find_links(self, page: TextResponse) -> Iterable[Link]:
        """The one PDF whose label is the list's title."""
        return [Link(choose_labour_pdf(page.text, page.url), self.card.title_ja)]

    def read(self, body: bytes, link: Link) -> list[KeyedRow]:
        """The cases of one edition, all of them."""
        edition = read_edition(read_in_child("pdf", body)["pages"])
        if edition.problems:
            raise LayoutChanged(edition.problems)
        self.warn(*(f"{link.label}: {warning}" for warning in edition.warnings))
        return [KeyedRow(key, row) for key, row in zip(number_keys(edition.rows), edition.rows, strict=True)]

    def item(self, row: KeyedRow, document: Document, link: Link) -> Statement:
        """One case; a name that may be a natural person's is graded as one."""
        case = row.row
        grade = grade_labour_party(case.name)
        return Statement(
            source=self.name,
            kind=StatementKind.LABOUR_CASE,
            document=document,
            locator=case.locator,
            key=row.key,
            party=Party(
                case.organization, address=case.address, declared=grade if grade is Grade.SOLE_PROPRIETOR else None
            ),
            verbatim={"row": case},
        )
