"""Which edition is public, and how fresh its sources are: what every answer depends on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson

from api.problems import Problem

KEPT_DAYS = 7
"""How long a superseded edition can still be paged through."""


@lru_cache(maxsize=4096)
def write_moment(moment: datetime) -> str:
    """A moment as the API tells it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Edition:
    """One publication. Number 0 stands for a database that has published nothing yet."""

    number: int
    published_at: datetime | None
    observed_on: date | None
    sample: bool
    totals: dict[str, int]

    @property
    def stamp(self) -> int:
        """The moment of publication in microseconds: with the number it names the edition in any database."""
        return 0 if self.published_at is None else round(self.published_at.timestamp() * 1_000_000)

    def describe(self) -> dict[str, Any]:
        """The `edition` member of every answer."""
        return {
            "number": self.number,
            "published_at": None if self.published_at is None else write_moment(self.published_at),
            "observed_on": None if self.observed_on is None else self.observed_on.isoformat(),
            "sample": self.sample,
        }


_EPOCH = datetime.fromtimestamp(0, UTC)
NOTHING_YET = Edition(0, None, None, False, {})


@dataclass(frozen=True, slots=True)
class Source:
    """A source: what /v1/sources says of it, as JSON text, and when it was last read well."""

    name: str
    status: str
    last_good_at: datetime | None
    is_searched: bool = True
    """Whether records come from it; reference data only identify and place them."""

    def describe(self) -> dict[str, str | None]:
        """The source as lists name it: what was searched, and as of when."""
        seen = None if self.last_good_at is None else write_moment(self.last_good_at)
        return {"source": self.name, "last_good_at": seen}


@dataclass(frozen=True, slots=True)
class EditionState:
    """All editions, oldest first, and all sources, as of one moment. Two states of one token answer alike."""

    editions: tuple[Edition, ...]
    sources: tuple[Source, ...]
    modified: datetime
    token: str
    _stamps: dict[object, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def searched(self) -> list[dict[str, str | None]]:
        """What was searched for any answer, and as of when."""
        return [source.describe() for source in self.sources if source.is_searched]

    @property
    def current(self) -> Edition:
        """The edition that is public now."""
        return self.editions[-1] if self.editions else NOTHING_YET

    def at_day(self, day: date | None) -> Edition:
        """The last edition that was observed on `day` or earlier; the one that is public now where no day is given."""
        if day is None:
            return self.current
        standing = [one for one in self.editions if one.observed_on is not None and one.observed_on <= day]
        if standing:
            return standing[-1]
        first = self.editions[0].observed_on if self.editions else None
        told = f"The first edition was observed on {first}." if first else "Nothing has been published yet."
        raise Problem("before-first-edition", told, parameter="as_of")

    def find(self, number: int, stamp: int) -> Edition:
        """The edition of a cursor, while it can still be paged through."""
        for at, edition in enumerate(self.editions):
            if edition.number == number and edition.stamp == stamp:
                follower = self.editions[at + 1] if at + 1 < len(self.editions) else None
                if follower is None or _is_recent(follower, self.current):
                    return edition
        raise Problem("cursor-expired", parameter="cursor")

    def last_seen(self, edition: Edition, sources: str, gone_at: datetime | None) -> bytes:
        """The member last_seen_at as JSON: the record's own where it is gone, else its sources' freshness.

        `sources` is PostgreSQL's text of the row's array. A past edition saw nothing after its publication.
        """
        if gone_at is not None:
            return _member(gone_at)
        key = (edition.number, sources)
        stamp = self._stamps.get(key)
        if stamp is None:
            stamp = self._stamps[key] = _member(self._freshest(edition, sources))
        return stamp

    def _freshest(self, edition: Edition, sources: str) -> datetime | None:
        names = set(sources.strip("{}").split(","))
        moments = [source.last_good_at for source in self.sources if source.name in names]
        seen = [moment for moment in moments if moment is not None]
        if not seen:
            return None
        if edition is not self.current and edition.published_at is not None:
            return min(max(seen), edition.published_at)
        return max(seen)


def make_state(
    editions: Sequence[Edition], sources: Sequence[Source], salt: str, previous: EditionState | None
) -> EditionState:
    """The state that these editions and sources make; `salt` stands for the code and its settings."""
    current = editions[-1] if editions else NOTHING_YET
    stamped = [[source.name, source.status, str(source.last_good_at)] for source in sources]
    described = orjson.dumps([salt, current.number, current.stamp, stamped])
    token = hashlib.blake2b(described, digest_size=9).hexdigest()
    moments = [source.last_good_at for source in sources] + [current.published_at]
    modified = max((moment for moment in moments if moment is not None), default=_EPOCH)
    if previous is not None and previous.token != token and modified <= previous.modified:
        # A later state is never told as old as the one before it: If-Modified-Since relies on that.
        modified = max(datetime.now(UTC), previous.modified + timedelta(seconds=1))
    return EditionState(tuple(editions), tuple(sources), modified.replace(microsecond=0), token)


def _is_recent(follower: Edition, current: Edition) -> bool:
    if follower.published_at is None or current.published_at is None:
        return False
    return current.published_at - follower.published_at <= timedelta(days=KEPT_DAYS)


def _member(moment: datetime | None) -> bytes:
    return b',"last_seen_at":' + (b"null" if moment is None else f'"{write_moment(moment)}"'.encode())
