"""Fetching the gazetteer's files from their publishers: slowly, only what changed, going on after a break."""

import hashlib
import http.client
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from scrapers.gazetteer.forms import (
    GEOLONIA_HOST,
    INDEX_PATH,
    MUNICIPALITIES_PATH,
    POSITIONS_PATH,
    REGISTRY_HOST,
    TOWNS_FOLDER,
    read_index,
)
from scrapers.settings import DOWNLOAD_DELAY, USER_AGENT

ALLOWED_HOSTS = (REGISTRY_HOST, GEOLONIA_HOST)
_LARGEST_BODY = 64 * 1024 * 1024
_TIMEOUT = 30
_TRIES = 3
_REDIRECTS = 3
# A file fetched this recently is not asked for again: a load that was broken off goes on where it stopped.
_FRESH_SECONDS = 12 * 3600


class DownloadError(Exception):
    """A publisher's file could not be fetched; the message names its address and the reason."""


class _MissingError(DownloadError):
    """The publisher says that there is no such file."""


@dataclass
class Publishers:
    """How to reach the publishers; `via` is an origin that serves a recorded copy of them as /HOST/PATH."""

    via: str | None = None
    delay_seconds: float = DOWNLOAD_DELAY
    fresh_seconds: float = _FRESH_SECONDS
    user_agent: str = USER_AGENT
    hosts: tuple[str, ...] = ALLOWED_HOSTS
    named: str = "the gazetteer's publishers"
    requests: int = 0
    _connections: dict[tuple[str, str], http.client.HTTPConnection] = field(default_factory=dict)

    def fetch(self, host: str, path: str, target: Path) -> bool:
        """Bring `path` of `host` to `target` if it changed; False if the publisher has no such file."""
        card = _read_card(target)
        if (
            target.is_file()
            and card.get("retrieved")
            and time.time() - card["retrieved"] < self.fresh_seconds
        ):
            return True
        headers = {"User-Agent": self.user_agent, "Accept-Encoding": "identity"}
        if target.is_file():
            headers |= {name: card[key] for name, key in _CONDITIONS if card.get(key)}
        try:
            status, answer, body = self._request(host, path, headers)
        except _MissingError:
            return False
        if status == 200:
            _write_whole(target, body)
            card = {
                "etag": answer.get("ETag"),
                "modified": answer.get("Last-Modified"),
                "sha256": hashlib.sha256(body).hexdigest(),
            }
        _write_whole(
            _card_path(target), json.dumps({**card, "retrieved": time.time(), "at": _now()}).encode()
        )
        return True

    def close(self) -> None:
        """Give up the connections that were kept open."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    def _request(
        self, host: str, path: str, headers: dict[str, str]
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Status (200 or 304), headers and body, after waiting, retries and allowed redirects."""
        address = f"https://{host}/{quote(path)}"
        for _ in range(_REDIRECTS + 1):
            status, answer, body = self._try_often(address, headers)
            if status in (200, 304):
                return status, answer, body
            if status in (404, 410):
                raise _MissingError(f"{address}: {status}")
            if status not in (301, 302, 303, 307, 308) or not answer.get("Location"):
                raise DownloadError(f"{address}: status {status}")
            address = urljoin(address, answer["Location"])
        raise DownloadError(f"{address}: redirected too often")

    def _try_often(self, address: str, headers: dict[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
        reason = ""
        for attempt in range(_TRIES):
            self._wait(attempt)
            try:
                status, answer, body = self._ask(address, headers)
            except (OSError, http.client.HTTPException) as error:
                reason = f"{type(error).__name__}: {error}"
                self.close()
                continue
            if status != 429 and status < 500:
                return status, answer, body
            reason = f"status {status}"
        raise DownloadError(f"{address}: {reason} ({_TRIES} tries)")

    def _wait(self, attempt: int) -> None:
        """Be polite to a live host; a recorded site on this machine needs no patience."""
        time.sleep(self.delay_seconds * (1 if attempt == 0 else 10**attempt) if self.via is None else 0)

    def _ask(self, address: str, headers: dict[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
        parts = urlsplit(address)
        if parts.hostname not in self.hosts or parts.scheme != "https":
            raise DownloadError(f"{address} is not an address of {self.named}")
        connection, target = self._connect(parts.hostname, parts.path)
        self.requests += 1
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        body = response.read(_LARGEST_BODY + 1)
        if len(body) > _LARGEST_BODY:
            raise DownloadError(f"{address}: more than {_LARGEST_BODY} bytes")
        if response.will_close:
            self.close()
        return response.status, response.headers, body

    def _connect(self, host: str, path: str) -> tuple[http.client.HTTPConnection, str]:
        """A connection kept open, and the path to ask for on it."""
        if self.via is not None:
            via = urlsplit(self.via)
            key, target = ("http", via.netloc), f"/{host}{path}"
        else:
            key, target = ("https", host), path
        if key not in self._connections:
            kind = http.client.HTTPConnection if key[0] == "http" else http.client.HTTPSConnection
            self._connections[key] = kind(key[1], timeout=_TIMEOUT)
        return self._connections[key], target


_CONDITIONS = (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))


def download_files(
    folder: Path, publishers: Publishers, report: Callable[[str, int, int | None], None]
) -> None:
    """Bring every file to folder/HOST/PATH; town files that the publisher lacks are left out."""
    for host, path in (
        (REGISTRY_HOST, MUNICIPALITIES_PATH),
        (REGISTRY_HOST, POSITIONS_PATH),
        (GEOLONIA_HOST, INDEX_PATH),
    ):
        if not publishers.fetch(host, path, folder / host / path):
            raise DownloadError(f"https://{host}/{path}: the publisher has no such file")
    cities = list(read_index(folder / GEOLONIA_HOST / INDEX_PATH))
    for done, (prefecture, city) in enumerate(cities, start=1):
        path = f"{TOWNS_FOLDER}/{prefecture}/{city}.json"
        publishers.fetch(GEOLONIA_HOST, path, folder / GEOLONIA_HOST / path)
        report("download", done, len(cities))


def _card_path(target: Path) -> Path:
    return target.with_name(f".{target.name}.card")


def _read_card(target: Path) -> dict[str, Any]:
    """What was noted when the file was fetched; nothing if that is unreadable, so it is fetched anew."""
    try:
        card = json.loads(_card_path(target).read_bytes())
    except (OSError, ValueError):
        return {}
    return card if isinstance(card, dict) else {}


def _write_whole(target: Path, body: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.write_bytes(body)
    part.replace(target)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
