"""Real answers as examples: recorded from the fictional register, kept beside the contract, replayed by a test."""

from functools import lru_cache
from typing import Any

import orjson

from db.session import CHECKOUT

EXAMPLES = CHECKOUT / "openapi" / "examples.json"


@lru_cache(maxsize=1)
def read_examples() -> dict[str, Any]:
    """The recorded answers by operation id: {path, body}."""
    found: dict[str, Any] = orjson.loads(EXAMPLES.read_bytes()) if EXAMPLES.is_file() else {}
    return found
