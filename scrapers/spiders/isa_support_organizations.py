"""ISA's register of support organizations (登録支援機関登録簿): the Japanese workbook, with names from the English one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from scrapy.http import TextResponse

from japanese.numbers import UnreadableNumber, parse_support_registration
from scrapers.cleaning.support import read_registration_number
from scrapers.items import Document, Party, Statement, StatementKind
from scrapers.joint import JointSpider, ReadFile
from scrapers.pages import list_blocks
from scrapers.promises import Promises
from scrapers.registries.corporate_numbers import read_corporate_number
from scrapers.registries.formats import read_sheets
from scrapers.registries.links import Anchor, Format, list_anchors
from scrapers.registries.names import mend_address
from scrapers.registries.rows import RegisterRow
from scrapers.registries.support import read_english_names, read_register
from scrapers.registries.telephones import read_telephones
from scrapers.source import Card, Link
from scrapers.tables import LayoutChanged

_REGISTER = re.compile(r"登録支援機関登録簿|(?:regist(?:ry|er)|list)of(?:the)?registeredsupportorgani[sz]ations", re.IGNORECASE)
_ENGLISH = re.compile("英語|英文|english", re.IGNORECASE)
_LANGUAGE = re.compile("日本語|和文|japanese|英語|英文|english|版", re.IGNORECASE)
_FORMAT = re.compile(r"excel|エクセル|xlsx|形式|[0-9.,]+[km]b|[\W\d_]", re.IGNORECASE)


class IsaSupportOrganizations(JointSpider):
    """Registered support organizations: a second role of many supervising organizations, and English names."""

    name = "isa_support_organizations"
    card = Card(
        title="Registry of registered support organizations",
        title_ja="登録支援機関登録簿",
        publisher="Immigration Services Agency of Japan",
        publisher_ja="出入国在留管理庁",
        start_url="https://www.moj.go.jp/isa/applications/ssw/nyuukokukanri07_00205.html",
        hosts=("www.moj.go.jp",),
        licence="PDL 1.0",
        attribution="出入国在留管理庁「登録支援機関登録簿」",
        facts=(
            "2026-04: one workbook in Japanese, one in English; each edition has new content ids (third party)",
            "2026-04: further offices stand in rows below, marked ①②; telephones are numbers without their 0 (third party)",
            "2026-07: 11,494 registrations (third party); among them natural persons",
        ),
        promises=Promises(
            min_records=1,
            max_records=40_000,
            min_fill={"number": 1.0, "first_permitted_on": 1.0, "languages": 0.5},
            max_withdrawn_share=0.2,
        ),
    )

    def find_links(self, page: TextResponse) -> Iterable[Link]:
        """The Japanese and the English workbook, by their labels, in whatever order they stand."""
        anchors = list_anchors(list_blocks(page), page.urljoin)
        found = [anchor for anchor in anchors if anchor.format is Format.WORKBOOK and _names_register(anchor)]
        others = [anchor for anchor in anchors if anchor.format is Format.WORKBOOK and anchor not in found]
        self.warn(*(f"unknown label 「{anchor.label}」: not read" for anchor in others))
        by_language = {
            "ja": [anchor for anchor in found if not _is_english(anchor)],
            "en": [anchor for anchor in found if _is_english(anchor)],
        }
        problems = [
            f"{len({anchor.url for anchor in offered})} workbooks of the register are linked in language {language}"
            for language, offered in by_language.items()
            if len({anchor.url for anchor in offered}) != 1
        ]
        if problems:
            raise LayoutChanged(problems)
        return [
            Link(offered[0].url, offered[0].label, {"language": language, "as_of": offered[0].as_of})
            for language, offered in by_language.items()
        ]

    def read(self, body: bytes, link: Link) -> list[Any]:
        """The registrations of the Japanese workbook; of the English one, pairs of number and name."""
        sheets = read_sheets(body)
        if link.context["language"] == "en":
            return list(read_english_names(sheets).items())
        return list(read_register(sheets, link.context["as_of"]).rows)

    def combine(self, files: Sequence[ReadFile]) -> Iterable[tuple[RegisterRow, ReadFile]]:
        """Each Japanese row with its English name."""
        japanese, english = files
        names = dict(english.rows)
        rows = [_add_name(row, names) for row in japanese.rows]
        unnamed = sum("name_en" not in row.values for row in rows)
        unused = len(names) - (len(rows) - unnamed)
        if unnamed or unused:
            self.warn(f"{unnamed} registrations have no English name, {unused} English names no registration")
        return [(row, japanese) for row in rows]

    def item(self, row: RegisterRow, document: Document, link: Link) -> Statement:
        """A registration; its number is its key."""
        return Statement(
            source=self.name,
            kind=StatementKind.SUPPORT_REGISTRATION,
            document=document,
            locator=row.locator,
            key=(read_registration_number(row.text("number")),),
            party=Party(
                name=row.text("name"),
                representatives=row.text("representatives"),
                address=mend_address(row.text("address")),
                telephone=next(iter(read_telephones(row.values.get("telephone"))), ""),
                corporate_number=read_corporate_number(row),
            ),
            verbatim={"name_en": None, **row.values, "offices": [dict(office) for office in row.offices]},
        )


def _names_register(anchor: Anchor) -> bool:
    """Whether the label names the register, or says no more than a format and the words around it do."""
    bare = not _LANGUAGE.sub("", _FORMAT.sub("", anchor.label))
    return any(_REGISTER.search(words) for words in (anchor.label, *(anchor.around if bare else ())))


def _is_english(anchor: Anchor) -> bool:
    """By the nearest words that say more than a format."""
    told = next((words for text in (anchor.label, *anchor.around) if (words := _FORMAT.sub("", text))), "")
    return told != "" and (told.isascii() or _ENGLISH.search(told) is not None)


def _add_name(row: RegisterRow, names: dict[str, str]) -> RegisterRow:
    try:
        name = names.get(parse_support_registration(row.text("number")))
    except UnreadableNumber:
        return row  # it is rejected, and told so, when its statement is made
    return row if name is None else replace(row, values={**row.values, "name_en": name})
