"""Compression: which coding a client takes, and packing answers whole or piece by piece."""

import gzip
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

import brotli

_OFFERED = (b"br", b"gzip")
_GZIP_LEVEL = 5
_BROTLI_QUALITY = 5
_GZIP_WINDOW = 31


class Packer(Protocol):
    """Packs a stream; every piece can be unpacked as soon as it has come."""

    def pack(self, piece: bytes, last: bool) -> bytes:
        """The packed bytes of a piece."""


@lru_cache(maxsize=256)
def choose_coding(accepted: bytes) -> str | None:
    """The offered coding that an Accept-Encoding header likes best; None where it likes none."""
    weights = dict(_read_weight(piece) for piece in accepted.lower().split(b",") if piece.strip())
    liked = [(weights.get(coding, weights.get(b"*", 0.0)), -at) for at, coding in enumerate(_OFFERED)]
    weight, at = max(liked)
    return _OFFERED[-at].decode() if weight > 0 else None


def _read_weight(piece: bytes) -> tuple[bytes, float]:
    name, *parameters = (part.strip() for part in piece.split(b";"))
    weight = next((value[2:] for value in parameters if value.startswith(b"q=")), b"1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def pack_whole(body: bytes, coding: str) -> bytes:
    """The packed answer, the same bytes every time."""
    if coding == "br":
        packed: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
        return packed
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


class _Gzip:
    def __init__(self) -> None:
        self._packer = zlib.compressobj(_GZIP_LEVEL, wbits=_GZIP_WINDOW)

    def pack(self, piece: bytes, last: bool) -> bytes:
        return self._packer.compress(piece) + self._packer.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)


class _Brotli:
    def __init__(self) -> None:
        self._packer = brotli.Compressor(quality=_BROTLI_QUALITY)

    def pack(self, piece: bytes, last: bool) -> bytes:
        packed: bytes = self._packer.process(piece) + (self._packer.finish() if last else self._packer.flush())
        return packed


PACKERS: Mapping[str, type[_Gzip] | type[_Brotli]] = {"br": _Brotli, "gzip": _Gzip}
"""Makes the packer of a stream, by coding."""
