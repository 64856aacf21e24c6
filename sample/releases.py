"""The ministry's press releases: one in older wording, one ahead of the agency's workbook."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from sample.facts import WIDE_DIGITS, Row, read_facts, squeeze, write_era
from sample.pages import link, write_page

TITLE = "技能実習法に基づく行政処分等を行いました"


@dataclass(frozen=True)
class Release:
    """One release: its page number, the day it names for its dispositions, and which wording it follows."""

    page: str
    date: datetime.date
    older_wording: bool = False


# The workbook dates the dispositions of release C one day later than the release does.
RELEASES = {
    "A": Release("99021300", datetime.date(2021, 7, 30)),
    "B": Release("99058300", datetime.date(2025, 6, 27), older_wording=True),
    "C": Release("99071200", datetime.date(2026, 3, 30)),
}


@dataclass(frozen=True)
class Section:
    """What a release says of one kind of disposition."""

    issuers: str
    notice: str
    heading: str
    article: str
    effect: str


MINISTRIES, AGENCY = "法務省と厚生労働省", "出入国在留管理庁と厚生労働省"
SECTIONS = {
    "permit_revocation": Section(
        MINISTRIES,
        "監理団体の許可の取消しを通知しました",
        "監理団体の許可の取消しを行った監理団体",
        "第37条第1項",
        "監理団体の許可を取り消すこと。",
    ),
    "improvement_supervising": Section(
        MINISTRIES, "改善命令を行いました", "改善命令を行った監理団体", "第36条第1項", "改善命令を行うこと。"
    ),
    "plan_revocation": Section(
        AGENCY,
        "技能実習計画の認定の取消しを通知しました",
        "技能実習計画の認定の取消しを行った実習実施者",
        "第16条第1項",
        "技能実習計画の認定を取り消すこと。",
    ),
}
OFFICES = (("協同組合", "代表理事"), ("福祉法人", "理事長"), ("合同会社", "代表社員"), ("会社", "代表取締役"))


def release_pages() -> dict[str, bytes]:
    """The releases by their path on the host; they are the same in both snapshots."""
    return {f"stf/newpage_{release.page}.html": _page(key, release) for key, release in RELEASES.items()}


def release_index() -> bytes:
    """The ministry's list of releases, oldest first."""
    links = "".join(
        link(f"/stf/newpage_{release.page}.html", f"{write_era(release.date)} {TITLE}")
        for release in RELEASES.values()
    )
    return write_page("技能実習制度 行政処分等", "厚生労働省", f"<ul>{links}</ul>")


def announced(key: str) -> dict[str, list[Row]]:
    """The parties of one release by kind, from the rows of the workbooks that carry them sooner or later."""
    rows = [row for row in read_facts("dispositions") if row["release"] == key]
    kinds = ["plan_revocation" if row["workbook"].startswith("fy") else row["workbook"] for row in rows]
    return {
        kind: [row for row, of in zip(rows, kinds, strict=True) if of == kind]
        for kind in SECTIONS
        if kind in kinds
    }


def _page(key: str, release: Release) -> bytes:
    parties, date = announced(key), write_era(release.date)
    details = _older_details if release.older_wording else _details
    lines = [
        date,
        "照会先 人材開発統括官付 技能実習業務指導室",
        *_notices(parties, date),
        "記",
        *details(parties, date),
    ]
    return write_page(TITLE, "厚生労働省", "\n".join(f"<p>{escape(line)}</p>" for line in lines))


def _notices(parties: dict[str, list[Row]], date: str) -> list[str]:
    """The opening sentences. The issuers are named again only where they change."""
    lines, before = [], ""
    for kind, rows in parties.items():
        section = SECTIONS[kind]
        day = f"{date}付けで" if not before else "同日付けで"
        issuers = "" if section.issuers == before else f"{section.issuers}は、"
        names = "、".join(squeeze(row["name"]) for row in rows)
        lines.append(f"　{issuers}{day}、{names}に対し、{section.notice}。")
        before = section.issuers
    return lines


def _details(parties: dict[str, list[Row]], date: str) -> list[str]:
    lines, annex = [], count(1)
    for number, (kind, rows) in enumerate(parties.items(), 1):
        lines.append(f"{number}　{SECTIONS[kind].heading}".translate(WIDE_DIGITS))
        lines += [f"　（{place}）{_party(row)}　別紙{next(annex)}" for place, row in enumerate(rows, 1)]
        provisions = "、".join(_provisions(kind, rows))
        lines.append(f"　処分内容：技能実習法{provisions}の規定に基づき、{date}をもって処分を行うこと。")
    return lines


def _older_details(parties: dict[str, list[Row]], date: str) -> list[str]:
    """The wording with a separate paragraph of contents and parenthesized numbers in one character."""
    lines, numbers = ["＜監理団体に対する許可の取消し等の内容（詳細は別紙１及び別紙２）＞"], count(1)
    for kind, rows in parties.items():
        section, listed, contents = SECTIONS[kind], next(numbers), next(numbers)
        marks = [chr(0x2474 + place) for place in range(len(rows))]
        lines.append(f"{listed}　{section.heading}".translate(WIDE_DIGITS))
        lines += [f"　{mark}　{_party(row)}" for mark, row in zip(marks, rows, strict=True)]
        lines.append(f"{contents}　処分等内容".translate(WIDE_DIGITS))
        for mark, row in zip(marks, rows, strict=True):
            provisions = "及び".join(_short_provisions(kind, row))
            lines.append(f"　[{listed}{mark}に対する処分等内容]")
            lines.append(f"　技能実習法{provisions}の規定に基づき、{date}をもって{section.effect}")
    return lines


def _party(row: Row) -> str:
    """`NAME（OFFICE REPRESENTATIVE）`, or the bare name where the party is a person."""
    name, representative = squeeze(row["name"]), " ".join(row["representative"].split())
    if squeeze(representative) == name:
        return row["name"]
    office = next(title for form, title in OFFICES if form in name)
    return f"{name}（{office} {representative}）"


def grounds(row: Row) -> list[str]:
    """The grounds that a row's reason cites, as `titp:16-1-3`."""
    return next(
        reason["grounds"].split() for reason in read_facts("reasons") if reason["key"] == row["reason"]
    )


def _provisions(kind: str, rows: Sequence[Row]) -> list[str]:
    """`第16条第1項第3号` for every item that any of the rows cites."""
    items = sorted({item for row in rows for item in _items(row)})
    article = SECTIONS[kind].article
    return [f"{article}第{item}号" for item in items] or [article]


def _short_provisions(kind: str, row: Row) -> list[str]:
    """As above for one row, the article named once: `第37条第1項第1号`, `第4号`."""
    full = _provisions(kind, [row])
    return [full[0], *(text.removeprefix(SECTIONS[kind].article) for text in full[1:])]


def _items(row: Row) -> list[str]:
    return [code.split("-")[2] for code in grounds(row) if code.count("-") == 2]
