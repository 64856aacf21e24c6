"""OTIT's registry of supervising organizations (監理団体一覧), in whatever format and under whatever path it is offered."""

from collections.abc import Iterable, Sequence
from typing import Any

from scrapy.http import TextResponse

from db.vocabulary import Grade, Regime, Role
from scrapers.items import Document, Party, Statement, StatementKind
from scrapers.joint import JointSpider, ReadFile
from scrapers.pages import list_blocks
from scrapers.promises import Promises
from scrapers.registries.corporate_numbers import read_corporate_number
from scrapers.registries.formats import read_sheets
from scrapers.registries.keys import Key, find_twins, write_permit_key
from scrapers.registries.links import choose_permit_lists, list_anchors
from scrapers.registries.names import mend_address, split_status
from scrapers.registries.permits import read_permits
from scrapers.registries.rows import RegisterRow
from scrapers.registries.telephones import read_telephones
from scrapers.source import Card, Link
from scrapers.tables import LayoutChanged


class OtitRegistry(JointSpider):
    """Permits in force: the list holds nobody else, so its history exists only in what was kept of it."""

    name = "otit_registry"
    card = Card(
        title="Registry of supervising organizations",
        title_ja="監理団体一覧（一般監理事業・特定監理事業）",
        publisher="Organization for Technical Intern Training",
        publisher_ja="外国人技能実習機構",
        start_url="https://www.otit.go.jp/implementer/basic/search_supervisor/",
        hosts=("www.otit.go.jp",),
        licence="the terms of otit.go.jp have not been seen",
        attribution="外国人技能実習機構「監理団体の検索」",
        facts=(
            "2026-07: two lists, 一般監理事業 and 特定監理事業, as PDF; earlier the same month as Excel or CSV (third party)",
            "2026-07: 3,733 permits, 2,241 general and 1,492 specific (third party)",
            "2026-07: no permit number, no corporate number; the status stands in the name (third party)",
            "2022 to 2026: the site was rebuilt, every path changed; nothing but the start page is fixed here",
            "2026-07: 許可年月日 is the first permit; 期限 lies 12, 8 or 3 years later and moves on with each renewal",
            "2017-11: only a legal person may hold a permit (art. 25(1)(i) of the Act): no party is a natural person",
        ),
        promises=Promises(
            min_records=1,
            max_records=10_000,
            min_fill={"first_permitted_on": 1.0, "expires_on": 1.0, "class": 1.0, "countries": 0.8, "occupations": 0.8},
            max_withdrawn_share=0.2,
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.twins: frozenset[Key] = frozenset()

    def find_links(self, page: TextResponse) -> Iterable[Link]:
        """The list of either class, by its words; of several formats the most telling."""
        choice = choose_permit_lists(list_anchors(list_blocks(page), page.urljoin))
        self.warn(*(f"unknown label 「{label}」: not read" for label in choice.unknown))
        if len({anchor.url for anchor in choice.lists.values()}) < len(choice.lists):
            raise LayoutChanged(["both classes are linked to one file"])
        return [
            Link(anchor.url, anchor.label, {"class": str(permit_class), "as_of": anchor.as_of})
            for permit_class, anchor in choice.lists.items()
        ]

    def read(self, body: bytes, link: Link) -> list[RegisterRow]:
        """The permits of one list."""
        page = read_permits(read_sheets(body), link.context["as_of"])
        self.warn(*(f"{link.label}: {warning}" for warning in page.warnings))
        return list(page.rows)

    def combine(self, files: Sequence[ReadFile]) -> Iterable[tuple[RegisterRow, ReadFile]]:
        """All rows; which of them share name and day is known only from both lists."""
        self.twins = find_twins(row for file in files for row in file.rows)
        return super().combine(files)

    def item(self, row: RegisterRow, document: Document, link: Link) -> Statement:
        """A permit in force on the list's day."""
        name, status = split_status(row.text("name"))
        prefecture, address = row.text("prefecture"), mend_address(row.text("address"))
        return Statement(
            source=self.name,
            kind=StatementKind.PERMIT,
            document=document,
            locator=row.locator,
            key=write_permit_key(row, self.twins),
            party=Party(
                name=name,
                representatives=row.text("representatives"),
                address=address if address.startswith(prefecture) else prefecture + address,
                telephone=next(iter(read_telephones(row.values.get("telephone"))), ""),
                declared=Grade.LEGAL_PERSON,
                corporate_number=read_corporate_number(row),
            ),
            verbatim={
                **row.values,
                "regime": str(Regime.TITP),
                "role": str(Role.SUPERVISING_ORGANIZATION),
                "class_of_list": link.context["class"],
                "status_text": None if status is None else status.text,
            },
        )
