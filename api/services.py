"""What the endpoints work with, hung on the application once."""

from dataclasses import dataclass, field

from starlette.requests import Request

from api.cache import STATE
from api.database import Database
from api.editions import EditionState
from api.gazetteer import SharedGazetteer
from api.kept import GramTotals, Kept, gather_areas, gather_totals
from api.problems import Problem
from api.settings import Settings
from api.workers import Gate
from db.area_totals import Area, select_areas
from db.gram_pages import select_frequent_grams


@dataclass(frozen=True, slots=True)
class Services:
    """The settings, the database and the gazetteer of this process."""

    settings: Settings
    database: Database
    gazetteer: SharedGazetteer
    gate: Gate = field(default_factory=Gate)
    areas: Kept[tuple[Area, ...]] = field(default_factory=lambda: Kept(select_areas, gather_areas))
    frequent: Kept[GramTotals] = field(default_factory=lambda: Kept(select_frequent_grams, gather_totals))


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
