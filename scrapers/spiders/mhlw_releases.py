"""MHLW's press releases of dispositions: they confirm ISA's rows, or run ahead of them."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from scrapy.http import TextResponse
from scrapy.selector import Selector

from db.vocabulary import Grade, Regime
from japanese.text import squeeze
from scrapers.items import Document, Party, Statement, StatementKind
from scrapers.pages import list_blocks, list_lines, tidy
from scrapers.parties import grade_party
from scrapers.promises import Promises
from scrapers.releases import ReleasedParty, read_release
from scrapers.source import Card, Link, SourceSpider
from scrapers.tables import LayoutChanged

_LABELS = ("技能実習法に基づく行政処分", "監理団体の許可の取消", "監理団体の許可を取り消", "技能実習計画の認定の取消")


class MhlwReleases(SourceSpider):
    """Press releases on dispositions under the Act, found from an index page by their labels."""

    name = "mhlw_releases"
    card = Card(
        title="Press releases on dispositions under the Technical Intern Training Act",
        title_ja="技能実習法に基づく行政処分等（報道発表）",
        publisher="Ministry of Health, Labour and Welfare",
        publisher_ja="厚生労働省",
        start_url=(
            "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/koyou_roudou/jinzaikaihatsu/global_cooperation/"
            "gyoseishobun.html"
        ),
        hosts=("www.mhlw.go.jp",),
        licence="PDL 1.0",
        attribution="厚生労働省「技能実習法に基づく行政処分等」",
        facts=(
            "2018-2024: names on seven releases equal ISA's rows of those days, name for name",
            "2021-10: one release's day differs from ISA's by one day",
            "2021-2023: permits are decided by 法務省 and 厚生労働省, plans by 出入国在留管理庁 and 厚生労働省",
        ),
        promises=Promises(min_records=1, min_fill={"issued_on": 1.0, "authorities": 1.0}, max_age_days=120),
    )

    def find_links(self, page: TextResponse) -> Iterable[Link]:
        """Every release on the index page, by its label."""
        links = []
        for text, href in (anchor for block in list_blocks(page) for anchor in block.anchors):
            label, url = tidy(text), page.urljoin(href)
            if any(word in label for word in _LABELS) and urlsplit(url).hostname in self.card.hosts:
                links.append(Link(url, label))
            elif "処分" in label:
                self.warn(f"unknown label 「{label}」: not read")
        if not links:
            raise LayoutChanged(["no press release is linked"])
        return links

    def read(self, body: bytes, link: Link) -> list[ReleasedParty]:
        """The parties of one release."""
        return read_release(list_lines(Selector(text=body.decode("utf-8", errors="replace"), type="html")))

    def item(self, row: ReleasedParty, document: Document, link: Link) -> Statement:
        """A party as the release names it; a release gives no address, no number and no reason of its own."""
        # A natural person is printed without a representative beside the name.
        representative = row.representative or row.name
        day = row.issued_on.isoformat()
        person = grade_party(row.name, representative) is Grade.SOLE_PROPRIETOR
        told = f"{row.section}({row.number})" if person else squeeze(row.name)
        return Statement(
            source=self.name,
            kind=StatementKind.DISPOSITION,
            document=document,
            locator=row.locator,
            key=(urlsplit(link.url).path, row.provision, day, told),
            party=Party(row.name, representative),
            verbatim={
                "kind": str(row.kind),
                "role": str(row.role),
                "regime": str(Regime.TITP),
                "provision": f"{Regime.TITP}:{row.provision}",
                "authorities": [str(name) for name in row.authorities],
                "organization": row.name,
                "representatives": row.representative,
                "address": "",
                "reason": None,
                "issued_on": day,
                "issued_on_text": row.issued_on_text,
                "announced_on": (row.announced_on or row.issued_on).isoformat(),
                "permit_number": None,
                "plan_numbers": [],
            },
        )
