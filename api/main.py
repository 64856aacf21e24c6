"""The application: the published register over HTTP."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Lifespan

from api.access_log import AccessLog
from api.cache import AnswerCache, CachedAnswers
from api.database import Database
from api.dispatch import Dispatch, Endpoint
from api.edge import Edge
from api.gazetteer import SharedGazetteer
from api.limits import RateLimit
from api.metrics import Metrics
from api.ogc.routes import OGC
from api.operations import OPERATIONS, Operation, list_methods
from api.pages.endpoints import PAGES
from api.problems import BY_STATUS, Problem
from api.replies import Replies
from api.services import Services
from api.settings import Settings, read_settings
from api.shared_limits import SharedLimit
from api.watch import EditionWatch
from db.session import api_url, limits_url


class Application(FastAPI):
    """FastAPI for what it finds and answers; what every request passes through lies around it, as `wrap` puts it.

    Within its own layers it would cost each request three of them that do nothing here. No part of the contract is made
    by it: that is written from our own tables (see api.contract), and no path is guessed from another.
    """

    def __init__(self, wrap: Callable[[ASGIApp], ASGIApp], lifespan: Lifespan[FastAPI]) -> None:
        super().__init__(
            openapi_url=None,
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            lifespan=lifespan,
            exception_handlers={HTTPException: _raise_problem, Exception: _raise_on},
            # Look-ups leave no trace: whatever the machine's telemetry is set to, it would record addresses asked for.
            telemetry={"tracing": False, "metrics": False, "logs": False},
        )
        self._wrap = wrap

    def build_middleware_stack(self) -> ASGIApp:
        """Everything a request passes through."""
        return self._wrap(super().build_middleware_stack())


def create_app(
    settings: Settings | None = None,
    database_url: str | None = None,
    operations: Sequence[Operation] = OPERATIONS,
) -> FastAPI:
    """The application, by default as the environment sets it; it opens the database when it starts."""
    settings = settings or read_settings()
    database = Database(database_url or api_url())
    watch = EditionWatch(database, settings.public_url)
    access_log = AccessLog(settings.access_log)
    limit = _make_limit(settings, database_url or limits_url())
    cache = AnswerCache(settings.cache_bytes)
    routes = list(_list_routes(operations))
    gets = {path: endpoint for path, method, endpoint in routes if method == "GET"}
    metrics = Metrics(cache, watch.tell_number) if settings.metrics_port else None
    notes = [access_log.note] if metrics is None else [access_log.note, metrics.note]

    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        with nullcontext() if metrics is None else metrics.serve(settings.metrics_address, settings.metrics_port):
            await watch.start()
            yield
            await watch.stop()
        await limit.close()
        await database.close()
        access_log.flush()

    def wrap(inner: ASGIApp) -> ASGIApp:
        return Edge(
            CachedAnswers(Dispatch(inner, gets), watch, cache),
            public_url=settings.public_url,
            limit=limit,
            methods=list_methods(operations),
            notes=notes,
        )

    app = Application(wrap, live)
    app.state.services = Services(settings, database, SharedGazetteer(settings.home))
    app.state.watch = watch
    app.state.replies = Replies(cache, watch, limit, notes)
    for path, method, endpoint in routes:
        app.add_route(path, endpoint, methods=[method])
    return app


def _list_routes(operations: Sequence[Operation]) -> Iterator[tuple[str, str, Endpoint]]:
    # Plain routes: the framework's own reading of parameters would cost more than most answers,
    # and the tables read them already.
    pages = [(path, "GET", endpoint) for path, endpoint in {**PAGES, **OGC}.items()]
    for path, method, endpoint in [*((one.path, one.method, one.answer()) for one in operations), *pages]:
        endpoint.template = path  # type: ignore[attr-defined]
        yield path, method, endpoint


def _make_limit(settings: Settings, url: str) -> RateLimit:
    limit = RateLimit(settings.requests_per_second, settings.requests_at_once, settings.trusted_proxies)
    return SharedLimit(limit, url) if settings.shared_limits else limit


async def _raise_problem(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    raise Problem(BY_STATUS.get(status, "internal-error"))


async def _raise_on(request: Request, error: Exception) -> Response:
    # The edge tells every failure, and it lies outside.
    raise error
