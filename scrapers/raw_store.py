"""The publishers' bytes, kept by their sha256 with request, response headers and time. Restricted.

Layout under `KANRI_HOME/raw`: `objects/ab/abcdef…` the bytes, `runs/NNNNNN.jsonl` one line per answer.
Everything in the register can be rebuilt from this folder alone.
"""

import contextlib
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

_BELIEVED = ".believed"
"""Beside a run's log: an empty file once its run was published."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, as kept: times in UTC ISO 8601, headers as sent and received."""

    url: str
    method: str
    request_headers: dict[str, list[str]]
    status: int
    response_headers: dict[str, list[str]]
    retrieved_at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RunHeader:
    """The first line of a run's file: what was crawled, and as of when."""

    source: str
    observed_at: str
    observed_on: str
    sample: bool


class RawStore:
    """Bytes by content under one folder that only its owner may enter."""

    def __init__(self, home: Path) -> None:
        self.root = home / "raw"
        for folder in (self.root, self.root / "objects", self.root / "runs"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def secret(self) -> bytes:
        """The key of this home's digests of personal names: made once, never published."""
        path = self.root / "secret"
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=self.root) as file:
                file.write(secrets.token_bytes(32))
                file.flush()
                # Linking fails where another process was first, and never shows half a key.
                with contextlib.suppress(FileExistsError):
                    os.link(file.name, path)
        return path.read_bytes()

    def save_object(self, body: bytes) -> str:
        """Keep the bytes and answer their sha256; bytes already kept are left alone."""
        digest = hashlib.sha256(body).hexdigest()
        path = self._object_path(digest)
        if not path.exists():
            path.parent.mkdir(exist_ok=True, mode=0o700)
            with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(body)
            # Renaming last means that a killed crawl never leaves half an object under a whole one's name.
            Path(file.name).rename(path)
        return digest

    def read_object(self, digest: str) -> bytes:
        """The bytes of that sha256; raises FileNotFoundError where they were never kept."""
        return self._object_path(digest).read_bytes()

    def _object_path(self, digest: str) -> Path:
        return self.root / "objects" / digest[:2] / digest

    def open_run(self, header: RunHeader) -> "RunLog":
        """A new run's log, numbered after the last."""
        while True:
            number = max((int(path.stem) for path in (self.root / "runs").glob("*.jsonl")), default=0) + 1
            path = self.root / "runs" / f"{number:06}.jsonl"
            try:
                path.touch(mode=0o600, exist_ok=False)
            except FileExistsError:
                continue
            return RunLog(path, header)

    def believed_exchanges(self, source: str) -> dict[str, Exchange]:
        """For each address the good answer of the source's last run that was believed.

        What was disbelieved is fetched anew: a server that calls half a file unchanged would never let it heal.
        """
        for path in sorted((self.root / "runs").glob("*.jsonl"), reverse=True):
            if path.with_suffix(_BELIEVED).exists():
                header, exchanges = _read_run(path)
                if header.source == source:
                    return {item.url: item for item in exchanges if item.status == 200}
        return {}

    def runs(self) -> Iterator[tuple[RunHeader, list[Exchange]]]:
        """Every run that was kept, oldest first."""
        for path in sorted((self.root / "runs").glob("*.jsonl")):
            # A crawl that was killed at once leaves a file without a line.
            if path.stat().st_size:
                yield _read_run(path)


def _read_run(path: Path) -> tuple[RunHeader, list[Exchange]]:
    lines = [json.loads(line) for line in path.read_text().splitlines() if line.endswith("}")]
    return RunHeader(**lines[0]), [Exchange(**line) for line in lines[1:]]


class RunLog:
    """The exchanges of one run, appended as they happen."""

    def __init__(self, path: Path, header: RunHeader) -> None:
        self.path = path
        self._append(asdict(header))

    def add(self, exchange: Exchange) -> None:
        """Append one exchange."""
        self._append(asdict(exchange))

    def believe(self) -> None:
        """Mark the run as one that was published."""
        self.path.with_suffix(_BELIEVED).touch(mode=0o600)

    def _append(self, value: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(value, ensure_ascii=False) + "\n")


def observed_date(header: RunHeader) -> date:
    """The day this run speaks of."""
    return date.fromisoformat(header.observed_on)
