"""Messages that are not quite HTTP, of every sort that attackers and broken programs send: `write_messages(seed, count)`."""

import random
from collections.abc import Callable, Iterator

Chance = random.Random

INNER = b"GET /v1/sources HTTP/1.1\r\nHost: x\r\n\r\n"
"""What is smuggled: its answer could not be mistaken."""

_HEAD = b"GET /v1/dispositions?limit=1 HTTP/1.1\r\nHost: x\r\n"
_POST = b"POST /v1/dispositions HTTP/1.1\r\nHost: x\r\n"
_DATES = [b"Mon, 01 Jan 99999 00:00:00 GMT", b"Mon, 01 Jan 0001 00:00:00 +9999", b"Thu, 01 Jan 1970 00:00:00 -99999999999",
          b"Mon, 31 Feb 2026 25:61:61 GMT", b"\xff" * 40, b"0", b"-1"]  # fmt: skip


def _noise(chance: Chance, least: int = 1, most: int = 200) -> bytes:
    return chance.randbytes(chance.randint(least, most))


def write_noise(chance: Chance) -> bytes:
    """Bytes of any sort, such as another protocol's beginning."""
    beginnings = [b"", b"\x16\x03\x01\x02\x00\x01\x00", b"\x05\x01\x00", b"SSH-2.0-x\r\n", b"\x00" * 20, b"\r\n" * 5, b"*1\r\n$4\r\nPING\r\n",
                  "\ufeffGET / HTTP/1.1\r\n\r\n".encode("utf-16"), b"EHLO x\r\n", b"\x80\x2e\x01\x03"]  # fmt: skip
    return chance.choice(beginnings) + _noise(chance)


def write_request_line(chance: Chance) -> bytes:
    """A request line that is none, before headers that are right."""
    path = b"/v1/dispositions"
    return chance.choice([
        b"GET", b"GET ", b"GET " + path, b"GET  " + path + b" HTTP/1.1", b"GET\t" + path + b"\tHTTP/1.1", path + b" HTTP/1.1",
        b"GET " + path + b" HTTP/%d.%d" % (chance.randint(0, 99), chance.randint(0, 99)), b"GET " + path + b" http/1.1",
        b"GET " + path + b" HTTP/1.1 extra", b" GET " + path + b" HTTP/1.1", b"GET " + path + b" HTTP/1.1\x00", b"GET " + path + b" ICY/1.0",
        b"GET http://evil.example/v1 HTTP/1.1", b"GET evil.example:80 HTTP/1.1", b"GET //evil.example/ HTTP/1.1", b"GET * HTTP/1.1",
        b"GET /#fragment HTTP/1.1", b"GET ?q=1 HTTP/1.1", b"GET \\ HTTP/1.1", b"GET /\x7f HTTP/1.1", b"GET " + path + b" HTTP/1.\xc2\xb9",
        b"GET " + b"/a" * chance.randint(1, 9000) + b" HTTP/1.1", b"A" * chance.randint(1, 9000) + b" / HTTP/1.1",
    ]) + b"\r\nHost: x\r\n\r\n"  # fmt: skip


def write_method(chance: Chance) -> bytes:
    """A method that is not allowed, or is none."""
    names = [b"POST", b"PUT", b"DELETE", b"PATCH", b"TRACE", b"CONNECT", b"PROPFIND", b"SEARCH", b"M-SEARCH", b"PRI", b"get", b"Get", b"GE T",
             b"G\x00T", "ＧＥＴ".encode(), b"", b"{}", b"SOURCE", b"QUERY"]  # fmt: skip
    return chance.choice(names) + b" /v1/dispositions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def write_headers(chance: Chance) -> bytes:
    """Headers too many, too long, or written wrongly."""
    return _HEAD + chance.choice([
        b"X: y\r\n" * chance.randint(100, 4000), b"X: " + b"y" * chance.randint(9_000, 60_000) + b"\r\n", b"Host: y\r\nHost: z\r\n", b"No colon\r\n",
        b"Space : y\r\n", b": empty\r\n", b"X: y\r\n folded\r\n", b"X: \x00\r\n", b"X\x00: y\r\n", b"X: \r\r\n", b"X: y\n", "Ｘ: 値\r\n".encode(),
        b"X: " + _noise(chance) + b"\r\n", b"Connection: close, close, keep-alive, upgrade\r\n", b"Expect: 100-continue\r\nContent-Length: 9\r\n",
        b"Expect: nonsense\r\n", b"X-Forwarded-For: " + b"1," * 2000 + b"\r\n", b"Cookie: " + b"a=b;" * 2000 + b"\r\n",
    ]) + b"\r\n"  # fmt: skip


def write_negotiation(chance: Chance) -> bytes:
    """Headers that the service reads, with values that it cannot want."""
    name = chance.choice([b"Accept", b"Accept-Encoding", b"Accept-Language", b"If-None-Match", b"If-Modified-Since", b"Range", b"If-Range"])
    weights = [b"nan", b"inf", b"-inf", b"1e999", b"-1", b"0x1", b"", b"1;q=0", "０".encode(), b"9" * 400]
    values = [b"*", b"*/*", b",", b",,,", b";", b";;q=", b"\xff\xfe", b"a/b;q=" + chance.choice(weights), b'"' * 300, b"W/" * 500, b"W/W/\"x\"",
              b"*/*;q=" + chance.choice(weights) + b",application/json;q=" + chance.choice(weights), b"gzip;q=" + chance.choice(weights),
              b"application/json," * chance.randint(1, 800), b"bytes=0-,-1,9999999999999999999-", chance.choice(_DATES), _noise(chance)]  # fmt: skip
    return _HEAD + name + b": " + chance.choice(values) + b"\r\n\r\n"


def write_chunks(chance: Chance) -> bytes:
    """Chunks that lie about their size, or never end."""
    return _POST + b"Transfer-Encoding: chunked\r\n\r\n" + chance.choice([
        b"zz\r\nhello\r\n0\r\n\r\n", b"-5\r\nhello\r\n0\r\n\r\n", b"F" * 17 + b"\r\nhello\r\n0\r\n\r\n", b"F" * 4000 + b"\r\n", b"5\r\nhel", b"3\r\nhello\r\n0\r\n\r\n",
        b"5;" + b"x=y;" * 5000 + b"\r\nhello\r\n0\r\n\r\n", b"0x5\r\nhello\r\n0\r\n\r\n", b"5\nhello\n0\n\n", b" 5\r\nhello\r\n0\r\n\r\n", b"5 \r\nhello\r\n0\r\n\r\n",
        b"0\r\nX: y\r\n" * 3000, b"0\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", b"\r\n", b"1\r\nx\r\n" * 4000, _noise(chance), b"5\r\nhello0\r\n\r\n",
    ])  # fmt: skip


def write_smuggling(chance: Chance) -> bytes:
    """A request whose end is told in two ways, with another hidden in its body."""
    length = b"Content-Length: %d\r\n" % (len(INNER) + chance.randint(-3, 9))
    return _POST + chance.choice([
        length + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", length + b"Transfer-Encoding: xchunked\r\n\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        b"Transfer-Encoding : chunked\r\n" + length + b"\r\n0\r\n\r\n", b"Transfer-Encoding:\x0bchunked\r\n" + length + b"\r\n0\r\n\r\n",
        b"Content-Length: 0\r\n" + length + b"\r\n", b"Content-Length: 5, %d\r\n\r\n" % len(INNER), length + b"X: y\rTransfer-Encoding: chunked\r\n\r\n",
        b"Content-Length: +%d\r\n\r\n" % len(INNER), b"Content-Length: 0x%x\r\n\r\n" % len(INNER), b"Content-Length: %d\x00\r\n\r\n" % len(INNER),
        b"Content-Length:\r\n\r\n", b"Content_Length: %d\r\nTransfer_Encoding: chunked\r\n" % len(INNER) + length + b"\r\n",
    ]) + INNER  # fmt: skip


def write_length(chance: Chance) -> bytes:
    """A length that is absurd, or a body shorter than its length."""
    lengths = [b"9" * 30, b"-1", b"1e3", b"18446744073709551616", b"4294967297", b"99999999999", b"\xd9\xa3", b"", b" ", b"5 5", b"00000000000000000005"]
    return chance.choice([_HEAD, _POST]) + b"Content-Length: " + chance.choice(lengths) + b"\r\n\r\n" + _noise(chance)


def write_upgrade(chance: Chance) -> bytes:
    """Another protocol's greeting."""
    frames = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00" + _noise(chance)
    wishes = [b"h2c\r\nHTTP2-Settings: AAMAAABk", b"websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13", b"TLS/1.0", b"\xff" * 9]
    return chance.choice([frames, _HEAD + b"Connection: Upgrade\r\nUpgrade: " + chance.choice(wishes) + b"\r\n\r\n" + frames])


def write_pipeline(chance: Chance) -> bytes:
    """Many requests at once, with something wrong in the middle."""
    return INNER * chance.randint(1, 40) + chance.choice([write_request_line, write_chunks, write_noise])(chance) + INNER * 3


def write_path(chance: Chance) -> bytes:
    """A path that tries to be another one."""
    pieces = [b"%00", b"%2e%2e/", b"../", b"%c0%ae%c0%ae/", b"//", b"\\", b";x", b"%25%32%65", b"%", b"%zz", b"%ff", b"\xff", b"%0d%0aX:%20y", b"~", b"{id}", b"etc/passwd"]
    path = b"".join(chance.choice(pieces) for _ in range(chance.randint(1, 8)))
    return b"GET /" + chance.choice([b"", b"v1/", b"v1/dispositions/", b"problems/", b"docs/"]) + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def write_half(chance: Chance) -> bytes:
    """A right request that ends too early."""
    whole = chance.choice([_HEAD + b"\r\n", _POST + b"Content-Length: 50\r\n\r\n" + b"x" * 50, _POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"])
    return whole[: chance.randrange(len(whole))]


def write_mangled(chance: Chance) -> bytes:
    """A right request with some bytes changed, lost or doubled."""
    raw = bytearray(chance.choice([_HEAD + b"Accept: application/json\r\n\r\n", _POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"]))
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
    return bytes(raw)


SORTS: tuple[Callable[[Chance], bytes], ...] = (
    write_noise, write_request_line, write_method, write_headers, write_negotiation, write_chunks, write_smuggling, write_length,
    write_upgrade, write_pipeline, write_path, write_half, write_mangled,
)  # fmt: skip


def write_messages(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """So many messages with the name of their sort, all sorts in turn."""
    chance = random.Random(seed)
    for at in range(count):
        sort = SORTS[at % len(SORTS)]
        yield sort.__name__, sort(chance)
