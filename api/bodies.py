"""Receiving the body of a request: bounded in bytes and in time, of a known type, and never logged."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from api.parameters import BadValue
from api.problems import Problem

_CLOSE = {"Connection": "close"}
"""What is left of a refused body is not waited for."""

_PLAIN_NAME = re.compile(r"[A-Za-z0-9_]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object in a body: how its value is read."""

    read: Callable[[Any], Any]
    is_needed: bool = False


async def read_body(request: Request, types: tuple[str, ...], largest: int, seconds: float) -> bytes:
    """The body, of at most `largest` bytes and one of these media types, received within `seconds`."""
    check_type(request, types)
    declared = request.headers.get("content-length", "0")
    if declared.isdecimal() and int(declared) > largest:
        raise _too_large(largest)
    received = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for piece in request.stream():
                received += piece
                if len(received) > largest:
                    raise _too_large(largest)
    except TimeoutError:
        raise Problem("request-timeout", headers=_CLOSE) from None
    except ClientDisconnect:
        raise Problem("malformed-request", headers=_CLOSE) from None
    return bytes(received)


def check_type(request: Request, types: tuple[str, ...]) -> str:
    """The media type that the body is said to have; a Problem where it is none of these."""
    told = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if told not in types:
        raise Problem("unsupported-media-type", f"The body must be {' or '.join(types)}.", headers=_CLOSE)
    return told


def parse_json(body: bytes, pointer: str = "") -> Any:
    """The JSON in a body."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        raise refuse(pointer, "is not JSON in UTF-8") from None


def read_object(value: Any, known: Mapping[str, Member], pointer: str) -> dict[str, Any]:
    """The members of an object by name; a Problem names the one that is wrong by its JSON pointer."""
    if not isinstance(value, dict):
        raise refuse(pointer, "must be an object")
    for name in value:
        if name not in known:
            shown = f"{pointer}/{name}" if _PLAIN_NAME.fullmatch(name) else pointer
            raise refuse(shown, f"has a member that is not known; known are {', '.join(known)}")
    missing = [name for name, member in known.items() if member.is_needed and name not in value]
    if missing:
        raise refuse(pointer, f"needs {missing[0]}")
    return {name: _read(value[name], known[name], f"{pointer}/{name}") for name in known if value.get(name) is not None}


def _read(value: Any, member: Member, pointer: str) -> Any:
    try:
        return member.read(value)
    except BadValue as expected:
        raise refuse(pointer, str(expected)) from None


def read_text(longest: int) -> Callable[[Any], str]:
    """A reader of texts that are not blank."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not 0 < len(value.strip()) <= len(value) <= longest:
            raise BadValue(f"must be a text of 1 to {longest} characters")
        return value

    return read


def read_whole(lowest: int, highest: int) -> Callable[[Any], int]:
    """A reader of whole numbers within bounds."""

    def read(value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # 5.0 is a whole number, says JSON Schema
        if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            raise BadValue(f"must be a whole number from {lowest} to {highest}")
        return value

    return read


def refuse(pointer: str, expected: str) -> Problem:
    """The problem of a body: where it is wrong, and what is expected there."""
    return Problem("invalid-body", f"The value at {pointer or 'the top'} {expected}.", pointer=pointer)


def _too_large(largest: int) -> Problem:
    return Problem("content-too-large", f"The body may have {largest:,} bytes.", headers=_CLOSE)
