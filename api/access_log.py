"""The access log: method, route template, status, time, bytes. Never a query, an address, an id or a name."""

import asyncio
import logging
import time
from typing import NamedTuple

logger = logging.getLogger("kanri.access")

_FLUSH_SECONDS = 0.5


class Visit(NamedTuple):
    """One answered request; `route` is the template, so that no identifier is written."""

    at: float
    method: str
    route: str
    status: int
    seconds: float
    size: int

    def write(self) -> str:
        """The line of the log."""
        day = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(self.at))
        return f"{day} {self.method} {self.route} {self.status} {self.seconds * 1000:.1f}ms {self.size}B"


def name_route(endpoint: object) -> str:
    """The template of the addresses that an endpoint answers; a dash where nothing answers."""
    template: str = getattr(endpoint, "template", "-")
    return template


class AccessLog:
    """Gathers visits and writes them twice a second: one by one would cost more than a cached answer."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self._visits: list[Visit] = []

    def note(self, visit: Visit) -> None:
        """Note one visit."""
        if not self.enabled:
            return
        if not self._visits:
            asyncio.get_running_loop().call_later(_FLUSH_SECONDS, self.flush)
        self._visits.append(visit)

    def flush(self) -> None:
        """Write what was noted."""
        visits, self._visits = self._visits, []
        if visits:
            logger.info("\n".join(visit.write() for visit in visits))
