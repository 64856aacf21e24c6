"""Serving the application from this process."""

import logging
from contextlib import suppress
from dataclasses import replace

import uvicorn
from fastapi import FastAPI

from api.limits import RECEIVE_SECONDS
from api.main import create_app
from api.protocol import STALL_SECONDS, make_protocol
from api.settings import read_settings

_GRACE_SECONDS = 5


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until Ctrl-C or SIGTERM, then finish what was begun and stop."""
    configure_logging()
    near = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    settings = replace(read_settings(listening=f"http://{near}:{port}"), metrics_address=host)
    config = configure_server(create_app(settings), settings.public_url, host=host, port=port)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()


def configure_server(
    app: FastAPI,
    public_url: str,
    *,
    host: str,
    port: int,
    receive_seconds: float = RECEIVE_SECONDS,
    stall_seconds: float = STALL_SECONDS,
) -> uvicorn.Config:
    """How uvicorn serves the application; a request must arrive within `receive_seconds`, and its answer be read on."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        # Its access log would write query strings; ours does not.
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="on",
        http=make_protocol(public_url, app.state.replies, receive_seconds, stall_seconds),
        ws="none",
    )


def configure_logging() -> None:
    """Logs go to standard error: the access log as bare lines, everything else with its origin."""
    access = logging.getLogger("kanri.access")
    if not access.handlers:
        access.addHandler(logging.StreamHandler())
        access.propagate = False
    access.setLevel(logging.INFO)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
