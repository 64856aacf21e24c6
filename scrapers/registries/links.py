"""Which links of a page lead to a register: told by their words, whatever dress the format comes in."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from db.vocabulary import PermitClass
from japanese.dates import parse_as_of
from scrapers.pages import Block, tidy
from scrapers.tables import LayoutChanged


class Format(IntEnum):
    """The formats of a list, the most telling first: a workbook types its cells, a PDF has no cells at all."""

    WORKBOOK = 1
    DELIMITED = 2
    PDF = 3
    UNTOLD = 4


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link with the words around it: `around` is its block up to it, the text above, and the heading above."""

    url: str
    label: str
    around: tuple[str, str, str]
    format: Format
    as_of: date | None


@dataclass(slots=True)
class Choice:
    """The list of each class that is read, and the labels that could be lists but were not understood."""

    lists: dict[PermitClass, Anchor] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


_EXTENSIONS = (
    (re.compile(r"\.(?:xlsx|xlsm)(?:$|[?#])", re.IGNORECASE), Format.WORKBOOK),
    (re.compile(r"\.(?:csv|tsv|txt)(?:$|[?#])", re.IGNORECASE), Format.DELIMITED),
    (re.compile(r"\.pdf(?:$|[?#])", re.IGNORECASE), Format.PDF),
)
_WORDS = (
    (re.compile("Excel|エクセル|xlsx", re.IGNORECASE), Format.WORKBOOK),
    (re.compile("CSV", re.IGNORECASE), Format.DELIMITED),
    (re.compile("PDF", re.IGNORECASE), Format.PDF),
)
_NO_FILES = re.compile(r"#|mailto:|tel:|javascript:", re.IGNORECASE)
_PAGES = re.compile(r"(?:\.html?|\.php|/)(?:$|[?#])", re.IGNORECASE)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))

_CLASSES = {PermitClass.GENERAL: "一般監理", PermitClass.SPECIFIC: "特定監理"}
_CLASS = re.compile(r"(一般|特定)監理(?:事業)?")
_OF_CLASS = {"一般": PermitClass.GENERAL, "特定": PermitClass.SPECIFIC}
# Words that leave a label a list of today's permits; whatever else it says makes it something else.
_FILLERS = re.compile(
    r"監理団体|監理事業|許可|団体|事業者|一覧表?|名簿|リスト|データ|ダウンロード|こちら|検索|最新版?|現在|時点|更新|掲載|公表|を行う|に係る"
    r"|区分|形式|ファイル|版|エクセル|excel|xlsx?|csv|pdf|[0-9.,]+(?:kb|mb|バイト|ページ|頁|件|団体|機関)|新規|の|は|を|別"
    r"|(?:令和|平成)?[0-9元]+年[0-9]+月[0-9]+日|[\W_]",
    re.IGNORECASE,
)
# A list with one of these words is not the list of permits in force, however much it looks like it.
_NOT_TODAY = re.compile("過去|旧|廃止|取消|取り消|休止|以前|前回|アーカイブ|申請|様式|記載例|手引|要領|育成就労|監理支援")
# Papers beside the lists that are known and not read.
_KNOWN_PAPERS = re.compile("職種|コード|作業一覧|様式|手引|要領|リーフレット")


def list_anchors(blocks: Iterable[Block], urljoin: Callable[[str], str]) -> list[Anchor]:
    """Every link of a page that may lead to a file, with the words that tell what it is."""
    blocks = list(blocks)
    days = [day for block in blocks if (day := parse_as_of(block.text)) is not None]
    anchors: list[Anchor] = []
    above, heading = "", ""
    for block in blocks:
        text = tidy(block.text)
        position = 0
        for label, href in block.anchors:
            start = max(block.text.find(label, position), position)
            position = start + len(label)
            told = _tell_format(href, tidy(label), tidy(block.text[position:]))
            if told is not None:
                day = parse_as_of(block.text) or (days[0] if days else None)
                around = (tidy(block.text[:start]), above, heading)
                anchors.append(Anchor(urljoin(href), tidy(label), around, told, day))
        if block.tag in _HEADINGS:
            above, heading = "", text
        elif not block.anchors:
            above = text
    return anchors


def choose_permit_lists(anchors: Sequence[Anchor]) -> Choice:
    """One list for each class, of the most telling format offered; raises LayoutChanged where a class has none, or two.

    A label that names a class among words that are not understood is taken only where no plain one does: its
    table tells whether it is the list.
    """
    choice = Choice()
    told = [(anchor, *_read_class(anchor)) for anchor in anchors]
    problems = []
    for permit_class, words in _CLASSES.items():
        plain = [anchor for anchor, of, is_plain in told if of is permit_class and is_plain]
        offered = plain or [anchor for anchor, of, _ in told if of is permit_class]
        best = _take_best(offered)
        if len(best) != 1:
            problems.append(_describe_choice(words, len(best)))
        else:
            choice.lists[permit_class] = best[0]
    if problems:
        raise LayoutChanged(problems)
    choice.unknown = [
        anchor.label for anchor, of, is_plain in told
        if not (is_plain or anchor in choice.lists.values()) and (of or _is_unknown(anchor))
    ]  # fmt: skip
    return choice


def _take_best(offered: Sequence[Anchor]) -> list[Anchor]:
    best = min((anchor.format for anchor in offered), default=None)
    return list({anchor.url: anchor for anchor in offered if anchor.format is best}.values())


def _describe_choice(words: str, found: int) -> str:
    if found == 0:
        return f"no list of {words}事業 is linked"
    return f"{found} lists of {words}事業 are linked in one format: which is the list cannot be told"


def _tell_format(href: str, label: str, after: str) -> Format | None:
    """The format by the address's ending, else by the words in or just behind the label; None for a page."""
    if _NO_FILES.match(href):
        return None
    behind = re.match(r"[(（\[【<](.{1,12}?)[)）\]】>:：]", after)
    words = label + (behind[1] if behind else "")
    told = [told for pattern, told in _EXTENSIONS if pattern.search(href)]
    told += [told for pattern, told in _WORDS if pattern.search(words)]
    return next(iter(told), None if _PAGES.search(href) else Format.UNTOLD)


def _read_class(anchor: Anchor) -> tuple[PermitClass | None, bool]:
    """Of which class a link is the list, and whether its words say so plainly."""
    if _NOT_TODAY.search(anchor.label):
        return None, False
    found = {_OF_CLASS[word] for word in _CLASS.findall(anchor.label)}
    rest = _FILLERS.sub("", _CLASS.sub("", anchor.label))
    if len(found) == 1:
        return found.pop(), not rest
    if found or rest:
        return None, False
    # The label is a mere format (Excel); the nearest words that name a class do so for it.
    named = next((words for text in anchor.around if (words := _CLASS.findall(text))), [])
    return (_OF_CLASS[named[-1]], True) if named else (None, False)


def _is_unknown(anchor: Anchor) -> bool:
    return anchor.format is not Format.UNTOLD and _KNOWN_PAPERS.search(anchor.label) is None
