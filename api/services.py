"""What the endpoints work with, hung on the application once."""

from dataclasses import dataclass, field

from starlette.requests import Request

from api.areas import KeptAreas
from api.cache import STATE
from api.database import Database
from api.editions import EditionState
from api.gazetteer import SharedGazetteer
from api.problems import Problem
from api.settings import Settings
from api.workers import Gate


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the database and the gazetteer of this process."""

    settings: Settings
    database: Database
    gazetteer: SharedGazetteer
    gate: Gate = field(default_factory=Gate)
    areas: KeptAreas = field(default_factory=KeptAreas)


def services_of(request: Request) -> Services:
    """The services of the application that a request came to."""
    services: Services = request.app.state.services
    return services


def state_of(request: Request) -> EditionState:
    """The edition state that this request is answered from, however long the answer takes."""
    state: EditionState | None = request.scope[STATE]
    if state is None:
        raise Problem("database-unavailable")
    return state
