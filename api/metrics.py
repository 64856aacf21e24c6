"""Figures for Prometheus on a port of their own: method, route template, status; never a query, an address or a name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from api.access_log import Visit
from api.cache import AnswerCache

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)


class Metrics:
    """Counts visits; what the process knows by itself is read when somebody asks."""

    def __init__(self, cache: AnswerCache, edition: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "kanri_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._bytes = Counter("kanri_response_bytes", "Bytes of bodies sent.", ("route",), registry=self.registry)
        self._seconds = Histogram(
            "kanri_request_seconds", "Time to answer.", ("route",), buckets=_SECONDS, registry=self.registry
        )
        self._show("kanri_cache_hits", "Answers given from memory.", lambda: cache.hits)
        self._show("kanri_cache_misses", "Answers that were not in memory.", lambda: cache.misses)
        self._show("kanri_cache_bytes", "Memory that kept answers take.", lambda: cache.size)
        self._show("kanri_edition", "Number of the edition that is public.", edition)

    def _show(self, name: str, text: str, read: Callable[[], int]) -> None:
        Gauge(name, text, registry=self.registry).set_function(read)

    def note(self, visit: Visit) -> None:
        """Count one answered request."""
        self._requests.labels(visit.method, visit.route, str(visit.status)).inc()
        self._bytes.labels(visit.route).inc(visit.size)
        self._seconds.labels(visit.route).observe(visit.seconds)

    @contextmanager
    def serve(self, address: str, port: int) -> Iterator[None]:
        """Answer `GET /metrics` on that port until the block ends."""
        server, thread = start_http_server(port, address, self.registry)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
