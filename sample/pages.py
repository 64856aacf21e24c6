"""The index pages from which the files are found, in the form of their publishers."""

from html import escape

from sample import labour, registry, support
from sample.dispositions import WORKBOOKS
from sample.facts import NOTICE_EN, NOTICE_JA, facts_at

ISA_AS_OF = {"1": "令和8年3月27日現在", "2": "令和8年9月25日現在"}
KILOBYTES = {"fy2018": 17, "fy2019": 25, "fy2021": 113, "fy2024": 60, "fy2025": 54, "fy2026": 12}
REGISTRY_PAGE = "https://www.otit.go.jp/implementer/basic/search_supervisor/"
RELEASE_INDEX = "stf/seisakunitsuite/bunya/koyou_roudou/jinzaikaihatsu/global_cooperation/gyoseishobun.html"
LABOUR_LINKS = {
    "1": "労働基準関係法令違反に係る公表事案[PDF形式]",
    "2": "労働基準関係法令違反に係る公表事案［PDF形式：1.2MB］",
}
REGISTRY_LINKS = {
    "1": {"general": "一般監理事業(Excel)", "specific": "特定監理事業(Excel)"},
    "2": {"general": "一般監理事業（CSV：5KB）", "specific": "特定監理事業（CSV：3KB）"},
}
REGISTER_LINKS = {
    "ja": "登録支援機関登録簿(Excel : 1.2MB)",
    "en": "Registry of Registered Support Organizations(Excel : 1.1MB)",
}


def write_page(title: str, publisher: str, body: str) -> bytes:
    """A whole HTML page that says it is a sample before it says anything else."""
    return (
        '<!DOCTYPE html>\n<html lang="ja"><head><meta charset="UTF-8">'
        f"<title>{escape(title)} | {publisher}</title></head>\n<body>\n"
        f'<p class="sample">{NOTICE_JA}<br><span lang="en">{NOTICE_EN}</span></p>\n'
        f"<main>\n<h1>{escape(title)}</h1>\n{body}\n</main>\n</body></html>\n"
    ).encode()


def link(target: str, label: str) -> str:
    """One entry of a list of links."""
    return f'<li><a href="{target}">{escape(label)}</a></li>'


def disposition_index(snapshot: str) -> bytes:
    """The agency's page of dispositions: sections by party, headings by provision, links by label."""
    years = {row["workbook"] for row in facts_at("dispositions", snapshot)} & set(KILOBYTES)
    revocations = "\n".join(_workbook_link(key, KILOBYTES[key]) for key in KILOBYTES if key in years)
    registry_link = link(REGISTRY_PAGE, "監理団体一覧(外国人技能実習機構)")
    body = f"""<h2>監理団体の許可</h2>
<ul>{registry_link}</ul>
<h2>行政処分等</h2>
<p>{ISA_AS_OF[snapshot]}</p>
<h3>実習実施者</h3>
<h4>実習実施者に対する改善命令(第15条第1項)</h4><ul>
{_workbook_link("improvement_implementer", 14)}
</ul>
<h4>実習実施者に対する認定の取消し(第16条第1項)</h4><ul>
{revocations}
</ul>
<h3>監理団体</h3>
<h4>監理団体に対する改善命令(第36条第1項)</h4><ul>
{_workbook_link("improvement_supervising", 22)}
</ul>
<h4>監理団体に対する許可の取消し(第37条第1項)</h4><ul>
{_workbook_link("permit_revocation", 33)}
</ul>
<h4>監理団体に対する事業停止命令(第37条第3項)</h4><p>現在、該当する事例はありません。</p>
<h2>技能実習生の失踪者数等</h2><ul>{link("/isa/content/999004170.pdf", "失踪者数の推移(PDF : 32KB)")}</ul>"""
    return write_page("公表情報(監理団体一覧、行政処分等、失踪者数ほか)", "出入国在留管理庁", body)


def _workbook_link(key: str, kilobytes: int) -> str:
    book = WORKBOOKS[key]
    return link(f"/isa/content/{book.content_id}.xlsx", f"{book.label}(Excel : {kilobytes}KB)")


def register_index(snapshot: str) -> bytes:
    """The agency's page of registered support organizations; the order of the two languages is not stable."""
    languages = {"1": ("ja", "en"), "2": ("en", "ja")}[snapshot]
    links = "\n".join(
        link(f"/isa/content/{support.IDS[snapshot][language]}.xlsx", REGISTER_LINKS[language])
        for language in languages
    )
    body = f"<p>{support.AS_OF[snapshot]['ja']}</p>\n<ul>\n{links}\n</ul>"
    return write_page("登録支援機関登録簿", "出入国在留管理庁", body)


def registry_index(snapshot: str) -> bytes:
    """The organization's page of supervising organizations."""
    links = "".join(
        link(f"/{registry.PATHS[snapshot][key]}", REGISTRY_LINKS[snapshot][key]) for key in registry.CLASSES
    )
    codes = link("/upload/docs/999-shokushu.pdf", "移行対象職種・作業コード一覧(PDF)")
    body = f"<p>{registry.AS_OF[snapshot]}</p>\n<ul>{links}</ul>\n<h2>参考</h2>\n<ul>{codes}</ul>"
    return write_page("監理団体の検索", "外国人技能実習機構", body)


def labour_index(snapshot: str) -> bytes:
    """The ministry's page on long working hours: the circular first, the list of cases after it."""
    circular = link(f"/{labour.CIRCULAR_PATH}", "平成29年3月30日付け通達[PDF形式]")
    cases = link(f"/{labour.PATHS[snapshot]}", LABOUR_LINKS[snapshot])
    return write_page("長時間労働削減に向けた取組", "厚生労働省", f"<ul>{circular}{cases}</ul>")
