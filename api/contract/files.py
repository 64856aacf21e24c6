"""The contract as it is committed."""

from pathlib import Path

import orjson

from api.contract.breaking import strip_words
from api.contract.document import write_contract
from api.contract.rendition import to_openapi_30
from db.session import CHECKOUT

FOLDER = CHECKOUT / "openapi"
RELEASED = FOLDER / "released.json"
"""The contract of the last release without its explanations."""

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE


def write_files() -> dict[Path, bytes]:
    """The content of each committed file by its path."""
    contract = write_contract()
    return {
        FOLDER / "v1.json": orjson.dumps(contract, option=_OPTIONS),
        FOLDER / "v1-3.0.json": orjson.dumps(to_openapi_30(contract), option=_OPTIONS),
    }


def write_released() -> dict[Path, bytes]:
    """The file that later contracts are compared with, as this contract would have it."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SORT_KEYS
    return {RELEASED: orjson.dumps(strip_words(write_contract()), option=options)}
