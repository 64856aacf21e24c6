"""The raw store as WARC, the archives' format, so that others can keep and replay what was seen."""

from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.raw_store import Exchange, RawStore


def export_warc(store: RawStore, path: Path) -> int:
    """Write every kept exchange as a request and a response record; answers how many. Restricted like the store."""
    written = 0
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for _, exchanges in store.runs():
            for exchange in exchanges:
                _write_exchange(writer, store, exchange)
                written += 1
    return written


def _write_exchange(writer: WARCWriter, store: RawStore, exchange: Exchange) -> None:
    moment = exchange.retrieved_at.replace("+00:00", "Z")
    response = writer.create_warc_record(
        exchange.url,
        "response",
        payload=BytesIO(store.read_object(exchange.sha256)),
        http_headers=StatusAndHeaders(str(exchange.status), _flatten(exchange.response_headers), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": moment},
    )
    path = "/" + exchange.url.partition("://")[2].partition("/")[2]
    request = writer.create_warc_record(
        exchange.url,
        "request",
        http_headers=StatusAndHeaders(
            f"{exchange.method} {path} HTTP/1.1", _flatten(exchange.request_headers), is_http_request=True
        ),
        warc_headers_dict={"WARC-Date": moment},
    )
    writer.write_request_response_pair(request, response)


def _flatten(headers: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in headers.items() for value in values]
