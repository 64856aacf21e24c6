"""Help lines: whom to call, and in which language; only what was verified at its source."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.editions import Edition
from api.formats import JSON
from api.parameters import read_query
from api.services import state_of
from api.v1.help import EMPTY_ANSWER
from api.v1.records import require_json
from db.help_lines import FRESH_DAYS, HelpLine, choose_lines, read_help_lines

_TOKYO = ZoneInfo("Asia/Tokyo")
_LONGEST_CACHE = 3600

_NOTE = {
    "en": f"A line is told only after its number was read on its source's own page, with the day; after {FRESH_DAYS} days it "
    "is stale and should be checked on that page before you rely on it. An empty list means that none has been "
    "verified, not that there is no help: see the page below.",
    "ja": f"番号を掲載元のページで確認できた窓口だけを、確認日とともに示します。{FRESH_DAYS}日を過ぎたもの（stale）は、"
    "利用の前に掲載元のページで確かめてください。一覧が空でも相談先がないという意味ではありません。"
    "次のページを見てください。",
    "links": EMPTY_ANSWER["links"],
}


async def list_help_lines(request: Request) -> Response:
    """The verified lines, fresh ones first.

    Whether one is stale depends on today's date in Japan and not on the edition: where crawls have stopped, no new
    edition comes, and the last one's day would keep an old number fresh for ever. So the answer says itself how long
    it may be kept (an hour, and never past midnight), and the edition's cache does not hold it.
    """
    require_json(request)
    read_query(request.scope["query_string"], {})
    now = datetime.now(_TOKYO)
    body = write_help_lines(choose_lines(read_help_lines(), now.date()), now.date(), state_of(request).current)
    age = min(_LONGEST_CACHE, seconds_to_midnight(now))
    return Response(orjson.dumps(body), media_type=JSON, headers={"cache-control": f"public, max-age={age}"})


def write_help_lines(lines: Sequence[HelpLine], today: date, edition: Edition) -> dict[str, Any]:
    """The answer on `today`."""
    return {
        "items": [_write_line(line, today) for line in lines],
        "total": len(lines),
        "next": None,
        "as_of": today.isoformat(),
        "note": _NOTE,
        "edition": edition.describe(),
    }


def seconds_to_midnight(now: datetime) -> int:
    """How many seconds of the day are left."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
    return int((midnight - now).total_seconds())


def _write_line(line: HelpLine, today: date) -> dict[str, Any]:
    return {
        "title": line.title,
        "title_ja": line.title_ja,
        "languages": list(line.languages),
        "number": line.number,
        "hours": line.hours,
        "source_url": line.source_url,
        "verified_on": line.verified_on.isoformat(),
        "stale": line.is_stale(today),
        "stale_from": line.stale_from.isoformat(),
    }
