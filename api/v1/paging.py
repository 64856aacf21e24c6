"""One page of a list and its total: known beforehand, kept for short searches, or counted with the page."""

from collections.abc import Sequence

from api.database import Database, Row
from api.editions import EditionState
from api.v1.questions import Question
from api.v1.shapes import Shape
from db.gram_pages import choose_stretch, select_gram_total
from db.queries import Condition, Statement, select_page


async def read_page(
    question: Question, shape: Shape, state: EditionState, database: Database
) -> tuple[Sequence[Row], int | None]:
    """The rows of a page and one more, which tells that another page follows, and the total where it is wanted."""
    conditions = question.conditions()
    total = _known_total(question, state)
    gram = conditions[0].gram if len(conditions) == 1 else None
    if gram is not None and total is None:
        total = await _find_gram_total(question, gram, database)
    rows = None
    if gram is not None and total is not None:
        rows = await _read_stretch(question, shape, conditions, total, database)
    if rows is None:
        counts = question.wants_total and total is None
        rows = await database.fetch(_select(question, shape, conditions, counts))
        total = int(rows[0]["total"]) if counts and rows else total
    return rows, (total or 0) if question.wants_total else None


def _known_total(question: Question, state: EditionState) -> int | None:
    # The first page counts and its cursor carries the number on; an edition was counted when it was made.
    if question.cursor is not None and question.cursor.total is not None:
        return question.cursor.total
    if question.is_unfiltered and question.edition is state.current:
        return question.edition.totals.get(question.collection.kind, 0)
    return None


async def _find_gram_total(question: Question, gram: str, database: Database) -> int | None:
    row = await database.fetch_row(
        select_gram_total(kind=question.collection.kind, edition=question.edition.number, gram=gram)
    )
    return None if row is None else int(row["count"])


async def _read_stretch(
    question: Question, shape: Shape, conditions: Sequence[Condition], total: int, database: Database
) -> Sequence[Row] | None:
    """The page from as many ids as will hold it; None where all must be read."""
    after = question.position
    if not question.order.by_id:
        return None
    stretch = choose_stretch(total, question.limit + 1, None if after is None else after.id)
    if stretch is None:
        return None
    rows = await database.fetch(_select(question, shape, [*conditions, stretch.condition], counts=False))
    return rows if len(rows) > question.limit or stretch.is_last else None


def _select(question: Question, shape: Shape, conditions: Sequence[Condition], counts: bool) -> Statement:
    return select_page(
        kind=question.collection.kind,
        edition=question.edition.number,
        conditions=conditions,
        order=question.order,
        after=question.position,
        limit=question.limit + 1,
        count=counts,
        detail=shape.needs_detail,
        organization=shape.with_organization,
    )
