"""The provisions that a published reason stands on: article, paragraph, item, and the chain behind each."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any

from db.vocabulary import Regime
from japanese.text import squeeze
from scrapers.grounds.brackets import OuterList, read_references
from scrapers.grounds.laws import Law, LawName
from scrapers.grounds.references import Reference

_ESD_IN_FORCE = date(2027, 4, 1)
_SUBITEMS = "イロハニホヘトチリヌ"

# Provision -> its last item. These are cited by item; a reason that names no item of them is unreadable.
_LAST_ITEM: dict[tuple[Regime, str], int] = {
    (Regime.TITP, "16-1"): 7,
    (Regime.TITP, "37-1"): 5,
}
# (article, item) -> the words of the law that a reason repeats when it stands on the item.
_WORDS_OF_ITEM = {
    ("16", 7): "不正又は著しく不当な行為",
    ("37", 5): "不正又は著しく不当な行為",
}
# Article cited ahead of the provision (`第9条第6号に当たるものとして、…第16条第1項第2号`) -> its item.
_BASIS: dict[str, dict[str, str]] = {
    "16-1": {"9": "2", "10": "3", "13": "4", "14": "5", "15": "6"},
    "37-1": {"25": "1", "39": "1", "26": "2", "10": "2"},
}
# `第16条第1項第3号の規定により実習認定を取り消された`: what happened before, not the ground.
_HISTORY = re.compile(r"(?:の規定)?に(?:より|基づき)[^、。]{0,40}取り?消(?:され|しを受け)")
_IS_BASIS = ("の基準", "に当たる", "に該当")


class UnreadableReason(ValueError):
    """A reason that does not cite the provision of its kind of disposition; its text is not echoed."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision cited by a reason; `via` are those cited for it in brackets, each with its own.

    `text` is the citation as written, its bracket included and white space not; `law_name` is for other laws.
    """

    regime: Regime
    law: Law
    article: str
    paragraph: str | None
    item: str | None
    subitem: str | None = None
    law_name: str | None = None
    text: str = ""
    via: tuple["Citation", ...] = ()

    @property
    def law_version(self) -> str:
        """Which text the numbers belong to: the regime, since one law number carries both."""
        return self.regime.value

    @property
    def key(self) -> tuple[str, str, str, str | None, str | None]:
        """(regime, law, article, paragraph, item): what makes two citations the same."""
        return (self.regime.value, self.law.value, self.article, self.paragraph, self.item)

    @property
    def code(self) -> str:
        """`titp:37-1-4`; a part of the regulation or order says so: `titp:enforcement_regulation:12-1-8`."""
        letter = None if self.subitem is None else "abcdefghij"[_SUBITEMS.index(self.subitem)]
        numbers = "-".join(filter(None, (self.article, self.paragraph, self.item, letter)))
        if self.law is Law.OTHER:
            return f"{self.law_name}:{numbers}"
        law = [] if self.law is Law.ACT else [self.law.value]
        return ":".join([self.regime.value, *law, numbers])

    def as_json(self) -> dict[str, Any]:
        """The citation as the API tells it; a sub-item (イ, ロ) stands in the code only."""
        return {
            "regime": self.regime.value,
            "law": self.law.value,
            "article": self.article,
            "paragraph": self.paragraph,
            "item": self.item,
            "code": self.code,
            "via": [citation.as_json() for citation in self.via],
        }

    def walk(self) -> list["Citation"]:
        """This citation and all below it."""
        return [self, *(below for citation in self.via for below in citation.walk())]


def read_citations(
    reason: str,
    provision: str,
    regime: Regime = Regime.TITP,
    issued_on: date | None = None,
    *,
    mend: bool = True,
) -> list[Citation]:
    """What a reason cites of a provision (`16-1`, `37-1`, `36-1`, `15-1`), each with its chain, in order.

    `regime` is what 法 means where the reason does not name the Act. Raises UnreadableReason where the
    provision is not cited, or an item that it lacks, or the Act of 2027-04-01 before that day. Brackets that
    the publisher left open are read as a person would, or with `mend=False` as printed.
    """
    reason = squeeze(reason)
    outer = read_references(reason, _describe_outer_list(reason, regime), mend=mend)
    cited = [reference for reference in outer if _is_primary(reference, provision, regime)]
    if not cited:
        raise UnreadableReason(f"no citation of {provision} in a reason of {len(reason)} characters")
    for reference in cited:
        reference.law = LawName(Law.ACT, reference.law.regime)
    _attach_bases(outer, cited, reason, provision)
    citations = _merge([_cite(reference, reason, regime) for reference in cited])
    for citation in citations:
        _check(citation, provision, issued_on)
    return citations


def _describe_outer_list(reason: str, regime: Regime) -> OuterList:
    last_items = {key.split("-")[0]: last for (known, key), last in _LAST_ITEM.items() if known is regime}
    told = {place for place, words in _WORDS_OF_ITEM.items() if words in reason}
    return OuterList(last_items, lambda article, item: (article, item) in told)


def _is_primary(reference: Reference, provision: str, regime: Regime) -> bool:
    """Whether a reference names the provision, as the ground and not as what once befell somebody else."""
    if f"{reference.article}-{reference.paragraph or 1}" != provision or _HISTORY.match(reference.tail):
        return False
    if reference.law.law is not Law.ACT and not (reference.law.name == "同法" and "事由" in reference.tail):
        return False
    return reference.item is not None or (reference.law.regime or regime, provision) not in _LAST_ITEM


def _attach_bases(outer: list[Reference], cited: list[Reference], reason: str, provision: str) -> None:
    """Put what is cited ahead of the provision, as the condition met, below the item that it is for."""
    waiting: list[Reference] = []
    for at, reference in enumerate(outer):
        if reference not in cited:
            waiting += [reference] if reference.tail.startswith(_IS_BASIS) else []
            continue
        group = list(takewhile(cited.__contains__, outer[at:]))
        for basis in waiting:
            target = _choose_target(basis, group, provision)
            if target is not None and "。" not in reason[basis.end : reference.start]:
                target.via.insert(0, basis)
        waiting = []


def _choose_target(basis: Reference, group: list[Reference], provision: str) -> Reference | None:
    item = _BASIS.get(provision, {}).get(basis.article)
    return next((reference for reference in group if reference.item == item), None)


def _cite(reference: Reference, reason: str, regime: Regime) -> Citation:
    return Citation(
        regime=reference.law.regime or regime,
        law=reference.law.law,
        article=reference.article,
        paragraph=reference.paragraph,
        item=reference.item,
        subitem=reference.subitem,
        law_name=reference.law.name,
        text=reason[reference.start : reference.end],
        via=tuple(_cite(below, reason, regime) for below in reference.via),
    )


def _merge(citations: list[Citation]) -> list[Citation]:
    """One citation for each item, in the order of the text, with all that is cited for it."""
    merged: dict[tuple[str | None, ...], Citation] = {}
    for citation in citations:
        known = merged.setdefault(citation.key, citation)
        new = tuple(below for below in citation.via if below not in known.via)
        merged[citation.key] = replace(known, via=known.via + new)
    return list(merged.values())


def _check(citation: Citation, provision: str, issued_on: date | None) -> None:
    last = _LAST_ITEM.get((citation.regime, provision))
    if last is not None and citation.item is not None and not 1 <= int(citation.item.split("_")[0]) <= last:
        raise UnreadableReason(f"{provision} has no item {citation.item}")
    if citation.regime is Regime.ESD and issued_on is not None and issued_on < _ESD_IN_FORCE:
        raise UnreadableReason(f"{citation.code} was not in force on {issued_on}")
