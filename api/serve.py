"""Serving the application from this process."""

import logging
from contextlib import suppress

import uvicorn

from api.main import create_app

_GRACE_SECONDS = 5


def serve(host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve until Ctrl-C or SIGTERM, then finish what was begun and stop."""
    configure_logging()
    config = uvicorn.Config(
        create_app(),
        host=host,
        port=port,
        # Its access log would write query strings; ours does not.
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="on",
        ws="none",
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()


def configure_logging() -> None:
    """Logs go to standard error: the access log as bare lines, everything else with its origin."""
    access = logging.getLogger("kanri.access")
    if not access.handlers:
        access.addHandler(logging.StreamHandler())
        access.propagate = False
    access.setLevel(logging.INFO)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
