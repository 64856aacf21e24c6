"""What an operator may set, read once from the environment."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from db.session import kanri_home

MEBIBYTE = 1024 * 1024
LOCAL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """`public_url` is the only address that links are built from; the Host header is never believed."""

    public_url: str = LOCAL
    cache_bytes: int = 64 * MEBIBYTE
    access_log: bool = True
    cursor_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


class BadSetting(ValueError):
    """A variable of the environment that cannot be understood; the message names it."""


def read_settings(listening: str = LOCAL) -> Settings:
    """The settings of this process: KANRI_PUBLIC_URL, _CACHE_MIB, _ACCESS_LOG and _CURSOR_KEY.

    Where no public address is set, links lead to `listening`, where this process itself answers.
    """
    defaults = Settings(public_url=listening, cursor_key=b"")
    return Settings(
        public_url=_read_url("KANRI_PUBLIC_URL", defaults.public_url),
        cache_bytes=_read_number("KANRI_CACHE_MIB", defaults.cache_bytes // MEBIBYTE) * MEBIBYTE,
        access_log=_read_switch("KANRI_ACCESS_LOG", defaults.access_log),
        cursor_key=_read_cursor_key(),
    )


def _read_url(name: str, default: str) -> str:
    url = os.environ.get(name, "") or default
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise BadSetting(f"{name} must be an http or https address without a query, such as {default}")
    return url.rstrip("/")


def _read_number(name: str, default: int) -> int:
    text = os.environ.get(name, "")
    if text == "":
        return default
    if not (text.isascii() and text.isdecimal()):
        raise BadSetting(f"{name} must be a whole number")
    return int(text)


def _read_switch(name: str, default: bool) -> bool:
    words = {"": default, "on": True, "off": False}
    text = os.environ.get(name, "")
    if text not in words:
        raise BadSetting(f"{name} must be on or off")
    return words[text]


def _read_cursor_key() -> bytes:
    """The key that seals cursors: given where several processes serve one address, else kept in the home."""
    given = os.environ.get("KANRI_CURSOR_KEY", "")
    if given != "":
        return given.encode()
    kept = kanri_home() / "cursor.key"
    try:
        return kept.read_bytes() if kept.is_file() else _keep_key(kept)
    except OSError:  # a data folder that this process may not write: cursors then last as long as the process
        return secrets.token_bytes(32)


def _keep_key(path: Path) -> bytes:
    key = secrets.token_bytes(32)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
    return key
