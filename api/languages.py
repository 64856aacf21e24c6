"""In which language a client wants the labels of codes: by `lang`, else by Accept-Language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from starlette.requests import Request

from api.formats import join_header
from api.parameters import BadValue, Parameter
from db.words import FALLBACK, LANGUAGES

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}", re.ASCII)
_CODES = {alias: one.code for one in LANGUAGES.values() for alias in (one.code, *one.aliases)}


@dataclass(frozen=True, slots=True)
class Wish:
    """The language of the labels; `fallback` where none of those asked for is known."""

    language: str
    fallback: bool

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says of it."""
        return {"content-language": self.language}


def read_tag(text: str) -> str:
    """A language tag (BCP 47)."""
    if not _TAG.fullmatch(text):
        raise BadValue("must be a language tag such as vi, or zh-Hans")
    return text.lower()


LANG = Parameter(
    "lang",
    read_tag,
    {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}$"},
    f"Language of the labels of codes: {', '.join(LANGUAGES)}. It goes before Accept-Language. Of one that is not known "
    "here the labels are in English, and the answer says so.",
    f"コードの表示名の言語（{'、'.join(LANGUAGES)}）。Accept-Language より優先します。"
    "対応していない言語では英語になり、その旨を応答に示します。",
    "vi",
)


def find_language(tag: str) -> str | None:
    """The language of ours that a tag means: its first part decides, so zh-CN and zh-Hans are zh."""
    return _CODES.get(tag.partition("-")[0].lower())


@lru_cache(maxsize=512)
def read_accept_language(header: bytes) -> Wish | None:
    """What an Accept-Language header wishes; None where it wishes nothing particular."""
    ranges = [_read_range(piece) for piece in header.decode("latin-1").split(",")]
    asked = [tag for tag, weight in sorted(ranges, key=lambda one: -one[1]) if weight > 0 and _TAG.fullmatch(tag)]
    known = next((language for tag in asked if (language := find_language(tag)) is not None), None)
    if known is not None:
        return Wish(known, False)
    return Wish(FALLBACK, True) if asked else None


def _read_range(piece: str) -> tuple[str, float]:
    tag, *parameters = (part.strip() for part in piece.split(";"))
    weight = next((value[2:] for value in parameters if value.startswith("q=")), "1")
    try:
        return tag, float(weight)
    except ValueError:
        return tag, 0.0


def read_spoken_wish(given: Mapping[str, Any]) -> Wish | None:
    """What `lang` alone wishes: for tables and lines, which are not to change with a browser's languages."""
    if "lang" not in given:
        return None
    language = find_language(given["lang"])
    return Wish(FALLBACK, True) if language is None else Wish(language, False)


def read_wish(request: Request, given: Mapping[str, Any]) -> Wish | None:
    """What a request wishes; None where it asks for no language at all."""
    spoken = read_spoken_wish(given)
    if spoken is not None:
        return spoken
    return read_accept_language(join_header(request, b"accept-language"))
