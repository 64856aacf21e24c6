"""An address ready to be read: its key, and the way from the key back to the words as written."""

import re
from functools import cached_property

from japanese.addresses.fold import Key, clean_text, make_key

# What stands before an address and is no part of it: a postal code, a label, the country.
_LEAD = re.compile(
    r"^(?:(?:住所|所在地)[:： ]*)?(?:日本国?[ 、,]*)?(?:〒? ?[0-9]{3}-?[0-9]{4}(?![0-9])|〒)?[ 、,]*"
)
_NUMBERED_WORD = re.compile(r"[0-9]+[^\x00-\x7f]")


class AddressText:
    """One address as written (`words`, width normalised), without spaces (`compact`) and as a key (`key`)."""

    __slots__ = ("__dict__", "_folded", "compact", "key", "words")

    def __init__(self, text: str) -> None:
        self.words = _strip_lead(clean_text(text))
        self.compact = self.words.replace(" ", "")
        self._folded: Key = make_key(self.compact)
        self.key = self._folded.text

    def words_until(self, end: int) -> str:
        """The words up to a position in the key."""
        return self.words[: self._word_position(end)].rstrip()

    def words_from(self, start: int) -> str:
        """The words from a position in the key."""
        return self.words[self._word_position(start) :].strip(" 、,")

    def goes_on(self, end: int) -> bool:
        """Whether a word goes on at a position of the key: a name ending there may be part of a longer one.

        A kanji numeral may belong to a word (三ツ池); an Arabic number, a dash or a Latin letter does not.
        """
        if not self.key[end : end + 1].isdigit():
            return end < len(self.key) and not self.key[end].isascii()
        if self.compact[self._folded.source_position(end)].isascii():
            return False
        return _NUMBERED_WORD.match(self.key, end) is not None

    def source_position(self, position: int) -> int:
        """Position in `compact` of a position in the key."""
        return self._folded.source_position(position)

    def key_position(self, source: int) -> int:
        """Position in the key of a position in `compact` (of a piece: its beginning)."""
        return self._folded.key_position(source)

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


def _strip_lead(words: str) -> str:
    lead = _LEAD.match(words)
    return words if lead is None else words[lead.end() :]
