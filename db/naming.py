"""By what a record is found: the names of its party as they are told, and how they are written for search. Pure.

Names change far more rarely than documents do, so they have versions of their own, in the table `naming`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from db.name_marks import NameColumns, list_place_marks, write_name_columns
from japanese.names import name_keys

_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Naming:
    """The names of a record's party, each with its registered English name, and the registered reading of all.

    `place` is where an organization is, by code of the prefecture and name of the municipality: it is looked for there.
    """

    told: tuple[tuple[str, str], ...]
    kana: str = ""
    place: tuple[str | None, str | None] = (None, None)

    @property
    def digest(self) -> str:
        """By what a naming is known to be another: 32 hexadecimal digits, of everything that it is written from."""
        return blake2b(repr((self.told, self.kana, self.place)).encode(), digest_size=_DIGEST_BYTES).hexdigest()

    def write(self) -> NameColumns:
        """The columns of search."""
        columns = _write_columns(self.told, self.kana)
        return columns._replace(marks=columns.marks + list_place_marks(*self.place))


@lru_cache(maxsize=1024)  # an organization is found by the names of its permits, which came just before
def _write_columns(told: Sequence[tuple[str, str]], kana: str) -> NameColumns:
    return write_name_columns(name_keys(name, kana, english) for name, english in told)
