"""Legal references as written: `第16条第1項第2号（同法第9条第6号）` -> a tree, whatever the widths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scrapers.grounds.laws import NAME, THE_ACT, LawName, base_law, identify_law


@dataclass(slots=True, eq=False)
class Reference:
    """One place in a law, with those cited in the bracket behind it (`via`); the offsets take the bracket in.

    `tail` is how the text goes on after it and those cited in one breath with it: `に規定する…`.
    """

    law: LawName
    article: str
    paragraph: str | None
    item: str | None
    subitem: str | None
    start: int
    end: int
    tail: str = ""
    via: list["Reference"] = field(default_factory=list)


_NUMBER = r"第?\s*[0-9]+\s*"
_TOKEN = re.compile(
    r"(?P<range>から(?=\s*第?\s*[0-9]+\s*号\s*まで))"
    r"|(?P<join>及び|並びに|又は|若しくは|かつ|また|まで|[、,，・])|(?P<space>\s+)"
    r"|(?P<open>\()|(?P<close>\))"
    rf"|(?P<reference>(?:(?P<law>{NAME})\s*の?\s*(?={_NUMBER}条))?(?P<same>(?:同[条項]\s*)*)"
    rf"(?P<article>{_NUMBER}条(?:の[0-9]+)*)?\s*(?P<paragraph>{_NUMBER}項)?\s*"
    # `第1号技能実習生` is a stage of training, not an item of a law.
    rf"(?:(?P<item>{_NUMBER}号(?:の[0-9]+)*)(?!技能実習|団体監理|企業単独)"
    r"(?P<subitem>[イロハニホヘトチリヌ](?![ァ-ヶー]))?)?)"
)
_KINDS = ("range", "join", "space", "open", "close", "reference")
# Digits and brackets only, one character for one: offsets stay true and rare characters stay themselves.
_NARROW = str.maketrans("０１２３４５６７８９（）", "0123456789()")
_LAW_NUMBER = re.compile(r"\((?:明治|大正|昭和|平成|令和)[0-9元]+年法律[^()]*\)")
_STILL_CITED = re.compile(r"\s*(?:に規定|の規定|に定|に該当|に掲|\()")
_TAIL = 80


def narrow(text: str) -> str:
    """The text with ASCII digits and brackets, of the same length."""
    return text.translate(_NARROW)


class _Token(NamedTuple):
    kind: str
    match: re.Match[str]


def _list_tokens(plain: str) -> Iterator[_Token]:
    position = 0
    for match in _TOKEN.finditer(plain):
        if not match[0] or match[0].isspace():
            continue
        if plain[position : match.start()].strip():
            yield _Token("gap", match)
        yield _Token(next(kind for kind in _KINDS if match[kind]), match)
        position = match.end()


@dataclass(slots=True)
class Frame:
    """An open bracket: where its references go, which reference it explains, and what came last in it."""

    into: list[Reference]
    explains: Reference | None = None
    last: Reference | None = None
    adjacent: bool = False  # nothing but connectives and brackets since `last`

    @property
    def context(self) -> Reference | None:
        return self.explains if self.last is None else self.last


class Reading:
    """One pass over a text, which trusts its brackets; `roots` are the references outside of them."""

    def __init__(self, text: str) -> None:
        self.plain = _LAW_NUMBER.sub(lambda match: " " * len(match[0]), narrow(text))
        self.roots: list[Reference] = []
        self.frames = [Frame(self.roots)]
        self.same_law = THE_ACT  # what 同法 means here
        self.breath: list[Reference] = []  # outer references that wait for their tail
        self.previous = self.before_join = ""  # kinds of tokens
        self.range_from: int | None = None
        self.end = self.strays = 0  # strays: closing brackets that close nothing

    def read(self) -> "Reading":
        """Take the text in, token by token."""
        for token in _list_tokens(self.plain):
            self._take(token)
        self._give_tail()
        return self

    def is_closed(self) -> bool:
        """Whether every bracket that explains a reference was closed."""
        return all(frame.explains is None for frame in self.frames)

    def _take(self, token: _Token) -> None:
        if token.kind == "gap":
            self._give_tail()
            self.frames[-1].adjacent = False
        elif token.kind == "open":
            self._open()
        elif token.kind == "close":
            self._close(token.match.end())
        elif token.kind == "range":
            self.range_from = item_number(self.frames[-1].last)
        elif token.kind == "reference":
            self._refer(token.match)
        if token.kind != "gap":
            self.end = token.match.end()
        if token.kind != "join":
            self.before_join = token.kind
        self.previous = token.kind

    def _give_tail(self) -> None:
        if self.is_closed():
            for reference in self.breath:
                reference.tail = self.plain[self.end : self.end + _TAIL].lstrip()
            self.breath = []

    def _open(self) -> None:
        """A bracket right behind a reference explains it; any other is as if it were not there."""
        frame = self.frames[-1]
        last = frame.last if self.previous == "reference" else None
        self.frames.append(Frame(frame.into, frame.explains) if last is None else Frame(last.via, last))

    def _close(self, end: int) -> None:
        if len(self.frames) == 1:
            self.strays += bool(self.roots)
            return
        frame = self.frames.pop()
        if frame.explains is not None:
            frame.explains.end = end

    def mend(self, match: re.Match[str]) -> None:
        """Where the brackets cannot be trusted, change which are open before a reference is placed."""

    def _refer(self, match: re.Match[str]) -> None:
        if match["law"] and self.previous == "reference":
            self._open()  # `第2号同法第9条…`: the opening bracket is missing
        if self.previous == "join":
            self.mend(match)
        frame = self.frames[-1]
        reference = self._resolve(match, frame)
        if reference is None:
            frame.adjacent = False
            return
        self._fill_range(reference, frame)
        frame.into.append(reference)
        frame.last, frame.adjacent = reference, True
        if frame.into is self.roots:
            self.breath.append(reference)

    def _resolve(self, match: re.Match[str], frame: Frame) -> Reference | None:
        """The full place of a written one, which leaves out what its neighbour said; None if it has none."""
        context = frame.context
        if match["article"]:
            if match["law"]:
                law = identify_law(match["law"], self.same_law)
                self.same_law = base_law(law)
            else:
                law = context.law if context is not None and (frame.adjacent or frame.explains) else THE_ACT
            article = spell_number(match["article"]) or ""
            return _build(law, match, article, spell_number(match["paragraph"]))
        if context is None or not self._is_continued(match, frame):
            return None
        return _build(
            context.law, match, context.article, spell_number(match["paragraph"]) or context.paragraph
        )

    def _is_continued(self, match: re.Match[str], frame: Frame) -> bool:
        """Whether a place without its article carries on from the last one; a stray 第2号 does not."""
        if not match["paragraph"] and not match["item"]:
            return False
        return bool(
            frame.adjacent or frame.explains or match["same"] or _STILL_CITED.match(self.plain, match.end())
        )

    def _fill_range(self, reference: Reference, frame: Frame) -> None:
        """第1号から第3号まで cites the second item too."""
        first, self.range_from = self.range_from, None
        last = item_number(reference)
        if first is not None and last is not None:
            between = [replace(reference, item=str(item), via=[]) for item in range(first + 1, last)]
            frame.into.extend(between)
            self.breath.extend(between if frame.into is self.roots else [])


def _build(law: LawName, match: re.Match[str], article: str, paragraph: str | None) -> Reference:
    item, subitem = spell_number(match["item"]), match["subitem"]
    return Reference(law, article, paragraph, item, subitem, match.start(), match.end())


def spell_number(words: str | None) -> str | None:
    """`第13条の2` -> `13_2`, the way the e-Gov law database numbers an inserted article."""
    return "_".join(str(int(digits)) for digits in re.findall("[0-9]+", words)) if words else None


def item_number(reference: Reference | None) -> int | None:
    return None if reference is None or reference.item is None else int(reference.item.split("_")[0])
