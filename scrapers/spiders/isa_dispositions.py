"""ISA's disposition workbooks (行政処分等), found through the index page of 公表情報."""

from collections.abc import Iterable
from typing import Any

from scrapy.http import TextResponse

from db.vocabulary import Authority, DispositionKind, Regime, Role
from scrapers.disposition_books import read_book, write_key
from scrapers.items import Document, Party, Statement, StatementKind
from scrapers.pages import SectionLink, list_section_links
from scrapers.promises import Promises
from scrapers.source import Card, Link, SourceSpider
from scrapers.tables import LayoutChanged, Record

_SECTIONS: dict[str, dict[str, Any]] = {
    "15-1": {"kind": DispositionKind.IMPROVEMENT_ORDER, "role": Role.IMPLEMENTER},
    "16-1": {"kind": DispositionKind.PLAN_REVOCATION, "role": Role.IMPLEMENTER},
    "36-1": {"kind": DispositionKind.IMPROVEMENT_ORDER, "role": Role.SUPERVISING_ORGANIZATION},
    "37-1": {"kind": DispositionKind.PERMIT_REVOCATION, "role": Role.SUPERVISING_ORGANIZATION},
    "37-3": {"kind": DispositionKind.BUSINESS_SUSPENSION, "role": Role.SUPERVISING_ORGANIZATION},
}
_MUST_BE_THERE = ("15-1", "16-1", "36-1", "37-1")
_DECIDED_BY = {
    Role.IMPLEMENTER: [Authority.ISA, Authority.MHLW],
    Role.SUPERVISING_ORGANIZATION: [Authority.MHLW, Authority.MOJ],
}
_NUMBERED = ("16-1", "37-1")
"""Provisions whose workbooks must have a column of numbers."""


class IsaDispositions(SourceSpider):
    """Dispositions under the Act: the backbone, cumulative since 2018."""

    name = "isa_dispositions"
    rank = 0
    card = Card(
        title="Dispositions under the Technical Intern Training Act",
        title_ja="技能実習法に基づく行政処分等",
        publisher="Immigration Services Agency of Japan",
        publisher_ja="出入国在留管理庁",
        start_url="https://www.moj.go.jp/isa/applications/titp/nyuukokukanri07_00138.html",
        hosts=("www.moj.go.jp",),
        licence="PDL 1.0",
        attribution="出入国在留管理庁「公表情報（監理団体一覧、行政処分等、失踪者数ほか）」",
        facts=(
            "2026-04: all-years workbooks for arts. 15(1), 36(1), 37(1); one workbook a fiscal year for art. 16(1)",
            "2026-04: no workbook for art. 37(3) has existed",
            "2022-10 to 2026-04: nothing was ever deleted; the running year's workbook is overwritten in place",
            "2026-04: dates are serials, real dates and era text; numbers run down merged blocks",
        ),
        promises=Promises(
            min_records=1,
            min_fill={"issued_on": 1.0, "citations": 1.0, "authorities": 1.0},
            max_withdrawn_share=0.05,
        ),
    )

    def find_links(self, page: TextResponse) -> Iterable[Link]:
        """Every workbook under a section that names a known provision."""
        links = list_section_links(page)
        found = {link.provision for link in links}
        missing = [name for name in _MUST_BE_THERE if name not in found]
        if missing:
            raise LayoutChanged([f"no workbook is linked under art. {name.replace('-', '(')})" for name in missing])
        return [made for link in links if (made := self._make_link(link)) is not None]

    def _make_link(self, link: SectionLink) -> Link | None:
        if link.provision not in _SECTIONS or link.regime != Regime.TITP:
            self.warn(f"unknown section 「{link.section}」 with the file 「{link.label}」: not read")
            return None
        if link.fiscal_year is None and link.provision == "16-1":
            self.warn(f"unknown label 「{link.label}」 under art. 16(1): read, since its table tells what it is")
        return Link(link.url, link.label, {"provision": link.provision})

    def read(self, body: bytes, link: Link) -> list[Record]:
        """The parties of one workbook, each with its numbers, wherever they stand."""
        reading = read_book(body, numbered=link.context["provision"] in _NUMBERED)
        self.warn(*(f"{link.label}: {warning}" for warning in reading.warnings))
        return reading.parties

    def item(self, row: Record, document: Document, link: Link) -> Statement:
        """A party and what was decided against it."""
        provision = link.context["provision"]
        section = _SECTIONS[provision]
        numbers = [entry.text for entry in row.many.get("numbers", ())]
        party = Party(row.text("organization"), row.text("representatives"), row.text("address"))
        verbatim: dict[str, Any] = {
            "kind": str(section["kind"]),
            "role": str(section["role"]),
            "regime": str(Regime.TITP),
            "provision": f"{Regime.TITP}:{provision}",
            "authorities": [str(name) for name in _DECIDED_BY[section["role"]]],
            "organization": party.name,
            "representatives": party.representatives,
            "address": party.address,
            "reason": row.text("reason"),
            "issued_on": row.value("issued_on"),
            "permit_number": numbers[0] if numbers and provision == "37-1" else None,
            "plan_numbers": [] if provision == "37-1" else numbers,
        }
        return Statement(
            source=self.name,
            kind=StatementKind.DISPOSITION,
            document=document,
            locator=row.locator,
            key=write_key(verbatim, party, numbers),
            party=party,
            verbatim=verbatim,
        )
