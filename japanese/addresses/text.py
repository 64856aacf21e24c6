"""An address ready to be read: its key, and the way from a position in the key back to the words as written."""

import re
from functools import cached_property

from japanese.addresses.fold import Key, clean_text, make_key

# What stands before an address and is no part of it: a postal code, a label, the country.
_LEAD = re.compile(r"^(?:(?:住所|所在地)[:： ]*)?(?:日本国?[ 、,]*)?(?:〒? ?[0-9]{3}-?[0-9]{4}(?![0-9])|〒)?[ 、,]*")


class AddressText:
    """One address as written (`words`, width normalised), without spaces (`compact`) and as a key (`key`)."""

    __slots__ = ("__dict__", "_folded", "compact", "key", "words")

    def __init__(self, text: str) -> None:
        words = clean_text(text)
        self.words = words[_LEAD.match(words).end() :] if words[:1] in "〒住所日0123456789" and words else words  # type: ignore[union-attr]
        self.compact = self.words.replace(" ", "")
        self._folded: Key = make_key(self.compact)
        self.key = self._folded.text

    def words_until(self, end: int) -> str:
        """The words up to a position in the key."""
        return self.words[: self._word_position(end)].rstrip()

    def words_from(self, start: int) -> str:
        """The words from a position in the key."""
        return self.words[self._word_position(start) :].strip(" 、,")

    def has_mark_at(self, position: int) -> bool:
        """Whether 字, 大字 or 小字 stood in the words at a position of the key."""
        at = self._folded.source_position(position)
        return self.compact[max(at - 1, 0) : at + 2].find("字") >= 0

    def _word_position(self, position: int) -> int:
        """Position in `words` of a position in the key."""
        at = self._folded.source_position(position) if position < len(self.key) else len(self.compact)
        if len(self.words) == len(self.compact):
            return at
        return self._gaps[at]

    @cached_property
    def _gaps(self) -> list[int]:
        """Position in `compact` -> position in `words`."""
        return [*(at for at, sign in enumerate(self.words) if sign != " "), len(self.words)]
