"""What an operator may set, read once from the environment."""

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from api.limits import RECEIVE_SECONDS, Network, read_networks
from db.session import kanri_home

MEBIBYTE = 1024 * 1024
LOCAL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """`public_url` is the only address that links are built from; the Host header is never believed."""

    public_url: str = LOCAL
    cache_bytes: int = 64 * MEBIBYTE
    access_log: bool = True
    requests_per_second: int = 50
    requests_at_once: int = 500
    trusted_proxies: tuple[Network, ...] = ()
    shared_limits: bool = False
    metrics_port: int = 0
    metrics_address: str = "127.0.0.1"
    security_contact: str = ""
    receive_seconds: float = RECEIVE_SECONDS
    home: Path = field(default_factory=kanri_home)
    cursor_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)


class BadSetting(ValueError):
    """A variable of the environment that cannot be understood; the message names it."""


def read_settings(listening: str = LOCAL) -> Settings:
    """The settings of this process: KANRI_PUBLIC_URL, _CACHE_MIB, _ACCESS_LOG, _CURSOR_KEY, _REQUESTS_PER_SECOND
    (0 sets no limit), _REQUESTS_AT_ONCE, _TRUSTED_PROXIES, _SHARED_LIMITS, _METRICS_PORT (0: none) and _SECURITY_CONTACT.

    Where no public address is set, links lead to `listening`, where this process itself answers.
    """
    defaults = Settings(public_url=listening, cursor_key=b"")
    return Settings(
        public_url=_read_url("KANRI_PUBLIC_URL", defaults.public_url),
        cache_bytes=_read_number("KANRI_CACHE_MIB", defaults.cache_bytes // MEBIBYTE) * MEBIBYTE,
        access_log=_read_switch("KANRI_ACCESS_LOG", defaults.access_log),
        requests_per_second=_read_number("KANRI_REQUESTS_PER_SECOND", defaults.requests_per_second),
        requests_at_once=max(_read_number("KANRI_REQUESTS_AT_ONCE", defaults.requests_at_once), 1),
        trusted_proxies=_read_proxies("KANRI_TRUSTED_PROXIES"),
        shared_limits=_read_switch("KANRI_SHARED_LIMITS", defaults.shared_limits),
        metrics_port=_read_port("KANRI_METRICS_PORT"),
        security_contact=_read_contact("KANRI_SECURITY_CONTACT"),
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


def _read_port(name: str) -> int:
    port = _read_number(name, 0)
    if port > 65_535:
        raise BadSetting(f"{name} must be the number of a port")
    return port


def _read_switch(name: str, default: bool) -> bool:
    words = {"": default, "on": True, "off": False}
    text = os.environ.get(name, "")
    if text not in words:
        raise BadSetting(f"{name} must be on or off")
    return words[text]


def _read_proxies(name: str) -> tuple[Network, ...]:
    try:
        return read_networks(os.environ.get(name, "").split(","))
    except ValueError:
        raise BadSetting(f"{name} must be addresses or ranges such as 10.0.0.0/8, separated by commas") from None


def _read_contact(name: str) -> str:
    contact = os.environ.get(name, "")
    if contact != "" and not re.fullmatch(r"(mailto:|https://|tel:)[!-~]+", contact):
        raise BadSetting(f"{name} must be an address that begins with mailto:, https:// or tel:")
    return contact


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
