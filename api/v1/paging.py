"""One page of a list and its total: known beforehand, kept for short searches, or counted with the page."""

from collections.abc import Sequence

from api.database import Database, Row
from api.editions import EditionState
from api.services import Services
from api.v1.questions import Question
from api.v1.shapes import Shape
from db.gram_pages import choose_stretch
from db.pages import is_dense, select_page
from db.statements import Condition, Statement


async def read_page(
    question: Question, shape: Shape, state: EditionState, services: Services
) -> tuple[Sequence[Row], int | None]:
    """The rows of a page and one more, which tells that another page follows, and the total where it is wanted."""
    conditions, database = question.conditions(), services.database
    total, least = _known_total(question, state), 0
    grams = conditions[0].grams if len(conditions) == 1 else ()
    if grams:
        frequent = await services.frequent.read(database, question.edition)
        totals = [frequent.get((question.collection.kind, gram)) for gram in grams]
        least = max(one or 0 for one in totals)
        total = totals[0] if total is None and len(grams) == 1 else total
    counts = question.wants_total and total is None
    rows = None if counts else await _read_stretch(question, shape, conditions, least, database)
    if rows is None:
        dense = not grams and is_dense(total, question.edition.totals.get(question.collection.kind, 0))
        rows = await database.fetch(_select(question, shape, conditions, counts, dense))
        total = int(rows[0]["total"]) if counts and rows else total
    return rows, (total or 0) if question.wants_total else None


def _known_total(question: Question, state: EditionState) -> int | None:
    # The first page counts and its cursor carries the number on; an edition was counted when it was made.
    if question.cursor is not None and question.cursor.total is not None:
        return question.cursor.total
    if question.is_unfiltered and question.edition is state.current:
        return question.edition.totals.get(question.collection.kind, 0)
    return None


async def _read_stretch(
    question: Question, shape: Shape, conditions: Sequence[Condition], least: int, database: Database
) -> Sequence[Row] | None:
    """The page from as many ids as will hold it if at least so many are found; None where all must be read."""
    after = question.position
    if not question.order.by_id:
        return None
    stretch = choose_stretch(least, question.limit + 1, None if after is None else after.id)
    if stretch is None:
        return None
    rows = await database.fetch(_select(question, shape, [*conditions, stretch.condition], counts=False, gather=True))
    return rows if len(rows) > question.limit or stretch.is_last else None


def _select(
    question: Question, shape: Shape, conditions: Sequence[Condition], counts: bool, dense: bool = False, gather: bool = False
) -> Statement:
    return select_page(
        kind=question.collection.kind,
        edition=question.edition.number,
        conditions=conditions,
        order=question.order,
        after=question.position,
        limit=question.limit + 1,
        count=counts,
        dense=dense,
        gather=gather,
        detail=shape.needs_detail,
        organization=shape.with_organization,
    )
