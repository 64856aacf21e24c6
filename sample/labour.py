"""The two editions of the labour-law cases, and the circular that a careless reader takes for them."""

from collections.abc import Sequence
from itertools import groupby

from sample.facts import NOTICE_EN, NOTICE_JA, Row, facts_at
from sample.labour_pdf import TITLE, Page, Paper, make_labour_pdf, make_text_pdf

PATHS = {"1": "content/999150620.pdf", "2": "content/999483075.pdf"}
CIRCULAR_PATH = "content/999043767.pdf"
COLUMNS = ("name", "address", "published_text", "laws", "summary", "outcome")
ROWS_ON_A_PAGE = 4
TRUNCATED_BUREAU = "群馬労働局"
# The first edition has a cover; the second, like one real edition, has none.
COVERS: dict[str, tuple[str, ...]] = {
    "1": (
        "厚生労働省労働基準局監督課",
        "掲載日：令和８年３月31日",
        TITLE,
        "（令和７年３月１日～令和８年２月28日公表分）",
        f"（※）{NOTICE_JA}",
    ),
    "2": (),
}
CIRCULAR = (
    "基発0000第１号",
    "平成29年３月30日",
    "都道府県労働局長 殿",
    "厚生労働省労働基準局長",
    "労働基準関係法令違反に係る公表事案のホームページ掲載について",
    f"（※）{NOTICE_JA}",
)


def labour_files(snapshot: str) -> dict[str, bytes]:
    """The edition of one snapshot and the circular, by their path on the host."""
    paper = Paper(_pages(facts_at("labour_cases", snapshot)), COVERS[snapshot])
    return {
        PATHS[snapshot]: make_labour_pdf(paper, f"{TITLE} ({NOTICE_EN})"),
        CIRCULAR_PATH: make_text_pdf(CIRCULAR, NOTICE_EN),
    }


def _pages(rows: Sequence[Row]) -> list[Page]:
    pages = []
    for bureau, cases in groupby(rows, key=lambda row: row["bureau"]):
        printed = [[case[column] for column in COLUMNS] for case in cases]
        parts = [printed[at : at + ROWS_ON_A_PAGE] for at in range(0, len(printed), ROWS_ON_A_PAGE)]
        pages += [_page(bureau, part, first=part is parts[0]) for part in parts]
    return pages


def _page(bureau: str, rows: Sequence[Sequence[str]], first: bool) -> Page:
    """A bureau's first page carries the title and its name; a later one only the column headers."""
    if not first:
        return Page(rows)
    if bureau == TRUNCATED_BUREAU:
        return Page(rows, f"{bureau} 最終更", title_row=TITLE)
    return Page(rows, f"{TITLE}\n{bureau}")
