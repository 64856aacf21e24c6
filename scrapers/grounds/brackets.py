"""References read again where the publisher left a bracket open, or closed one too many."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from scrapers.grounds.references import Frame, Reading, Reference, item_number, spell_number


@dataclass(frozen=True, slots=True)
class OuterList:
    """What may stand outside the brackets: the last item of an article, the items that the prose tells of.

    Items are cited in rising order: that tells one which goes on with the outer list from one inside.
    """

    last_items: dict[str, int]
    is_told: Callable[[str, int], bool] = lambda article, item: False


def read_references(text: str, outer: OuterList, *, mend: bool = True) -> list[Reference]:
    """Every reference outside brackets, in order, with those of its bracket below it.

    Where a bracket is open or closes nothing, `mend` reads as a person would; without it, as printed.
    """
    trusting = Reading(text).read()
    if not mend or (trusting.is_closed() and not trusting.strays):
        return trusting.roots
    return _Mending(text, outer, reopens=trusting.strays > 0).read().roots


class _Mending(Reading):
    def __init__(self, text: str, outer: OuterList, *, reopens: bool) -> None:
        super().__init__(text)
        self.outer, self.reopens = outer, reopens

    def mend(self, match: re.Match[str]) -> None:
        last = self.frames[0].last
        if last is None:
            return
        if len(self.frames) == 1:
            if self.reopens and last.via and self.before_join == "close" and not self._fits(match, last):
                self.frames.append(Frame(last.via, last, last.via[-1], adjacent=True))
        elif self.frames[-1].explains is not None:
            self._close_forgotten(match, last)

    def _close_forgotten(self, match: re.Match[str], last: Reference) -> None:
        if self._fits(match, last) and (match["article"] or self._goes_on_outside(match, last)):
            del self.frames[1:]
        while not match["article"] and self.before_join == "close" and _lists_no_items(self.frames[-1]):
            self.frames.pop()

    def _fits(self, match: re.Match[str], last: Reference) -> bool:
        """Whether a reference can go on with the outer list: its article, or a later item that exists."""
        if match["article"]:
            return spell_number(match["article"]) == last.article
        number, reached = _first_number(match["item"]), item_number(last)
        if number is None or reached is None or match["paragraph"]:
            return False
        return reached < number <= self.outer.last_items.get(last.article, 0)

    def _goes_on_outside(self, match: re.Match[str], last: Reference) -> bool:
        number, inside = _first_number(match["item"]), item_number(self.frames[-1].last)
        if number is None or inside is None or self.before_join == "close":
            return True
        return number <= inside or self.outer.is_told(last.article, number)


def _lists_no_items(frame: Frame) -> bool:
    return frame.explains is not None and frame.last is not None and frame.last.item is None


def _first_number(words: str | None) -> int | None:
    spelled = spell_number(words)
    return None if spelled is None else int(spelled.split("_")[0])
