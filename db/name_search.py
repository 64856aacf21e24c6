"""Statements that find organizations by name, number or place: from hundreds of thousands to a few hundred.

They read the organizations' namings by their marks, and the organizations by their numbers. What is found is ranked by
`japanese.names`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from db.gram_pages import choose_stretch
from db.name_marks import mark_place, mark_probe, mark_runs, mark_whole, write_beginning
from db.statements import NAMED, STANDS, SUMMARY, Condition, Statement, StatementWriter, names_of, table_of
from db.triples import is_kept
from japanese.names import QueryKeys, query_keys
from japanese.names.probes import (
    RUN_LENGTHS,
    Probe,
    list_overlap_keys,
    list_query_keys,
    list_remote_probes,
    list_runs,
)

MOST_SURE = 300
"""Organizations of one number or one whole name: more cannot be told apart anyway."""

_MOST_NEAR = 4_000
_MOST_COMPLETED = 80
_MOST_OF_A_RUN, _MOST_SHARING = 1_000, 30
_SHORTEST_SOUND, _LONGEST_GRAM = 3, 2
_CONSONANTS = "bcdfghjkmpqrstvwxyz"
_KIND = "organization"
_NAMINGS = f"FROM {names_of(_KIND)} n WHERE {NAMED}"
_BOTH = f"FROM {names_of(_KIND)} n JOIN {table_of(_KIND)} v ON v.id = n.id WHERE {NAMED} AND {STANDS}"
# A natural person is no more found by a number than by a name.
_DOCUMENTS = f"SELECT v.id, {SUMMARY}, v.numbers FROM {table_of(_KIND)} v WHERE {STANDS} AND v.is_named"
_NAMED_DOCUMENTS = f"SELECT v.id, {SUMMARY}, v.numbers {_BOTH}"


def select_close(*, edition: int, query: QueryKeys, errors: int, conditions: Sequence[Condition] = ()) -> Statement:
    """Those of the number or the whole name (`sure`), and those of a near key: (id, keys, sure)."""
    writer = StatementWriter(edition)
    those = _write_source(writer, conditions)
    near = _mark_all(Probe(plane, key, errors) for plane, key in list_query_keys(query))
    whole = f"n.marks @> {writer.bind([mark_whole(query.loose_key)])}::text[]"
    numbered = [_write_source(writer, [*conditions, one]) for one in _list_number_conditions(query)]
    sure = [f"(SELECT n.id, n.keys, true AS sure {found} LIMIT {MOST_SURE})" for found in (f"{those} AND {whole}", *numbered)]
    return Statement(" UNION ALL ".join([*sure, _select_near(writer, those, near)]), writer.values)


def select_remote(*, edition: int, query: QueryKeys, conditions: Sequence[Condition] = ()) -> Statement:
    """Those that a mistyped or misheard query may mean: (id, keys, sure)."""
    writer = StatementWriter(edition)
    those = _write_source(writer, conditions)
    return Statement(_select_near(writer, those, _mark_all(list_remote_probes(query))), writer.values)


def select_sharing(*, edition: int, query: QueryKeys, conditions: Sequence[Condition] = ()) -> Statement:
    """Those that share most runs of letters with the query: (id)."""
    writer = StatementWriter(edition)
    those = _write_source(writer, conditions)
    parts = []
    for plane, key in list_overlap_keys(query).items():
        column = "grams" if plane == "name" else "marks"
        runs = sorted(list_runs(plane, key)) if plane == "name" else mark_runs(plane, key)
        parts.append(
            f"(SELECT found.id FROM unnest({writer.bind(runs)}::text[]) AS run CROSS JOIN LATERAL"
            f" (SELECT n.id {those} AND n.{column} @> ARRAY[run] LIMIT {_MOST_OF_A_RUN}) AS found"
            f" GROUP BY found.id ORDER BY count(*) DESC, found.id LIMIT {_MOST_SHARING})"
        )
    return Statement(" UNION ALL ".join(parts), writer.values)


def list_completed_grams(query: QueryKeys) -> list[str]:
    """The grams by which what was typed so far is completed; `select_completions` asks which of them are frequent."""
    return sorted({gram for one in (*_list_beginnings(query), *_list_contained(query)[0]) for gram in one.grams})


def select_completions(
    *, edition: int, query: QueryKeys, conditions: Sequence[Condition] = (), frequent: Mapping[str, int] | None = None
) -> Statement:
    """Those whose name or reading begins with what was typed so far, and those that contain it: (id, keys).

    `frequent` tells how many have each of the grams that are frequent; None where that says nothing, since more is asked for.
    """
    writer = StatementWriter(edition)
    those = _write_source(writer, conditions)
    grams, runs = _list_contained(query)
    short, totals = [*_list_beginnings(query), *grams], frequent or {}
    rare = [] if frequent is None else [one for one in short if not any(gram in frequent for gram in one.grams)]
    some = [
        f"SELECT n.id, n.keys {those} AND {writer.add(one)}{_add_stretch(writer, one, totals)}"
        for one in short if one not in rare
    ]
    # Of a frequent gram the first few are soon met, in the order of ids; to gather all by the index would take longer.
    parts = [f"({one} ORDER BY n.id LIMIT {_MOST_COMPLETED})" for one in some]
    # What is rare, as what has several runs is, the index leads to. Planned for the first few the table would be read
    # from its beginning; planned as if all were wanted, and read no further than wanted, it is not.
    parts += [
        f"(WITH found AS MATERIALIZED (SELECT n.id, n.keys {those} AND {writer.add(one)})"
        f" SELECT id, keys FROM found LIMIT {_MOST_COMPLETED})"
        for one in (*rare, *runs)
    ]
    return Statement(" UNION ALL ".join(parts), writer.values)


def select_by_conditions(*, edition: int, conditions: Sequence[Condition], limit: int) -> Statement:
    """Organizations that meet the conditions, whatever they are called, in order of their ids: (id, summary, numbers)."""
    writer = StatementWriter(edition)
    documents = _NAMED_DOCUMENTS if any(condition.of_names for condition in conditions) else _DOCUMENTS
    return Statement(f"{documents}{_add_all(writer, conditions)} ORDER BY v.id LIMIT {writer.bind(limit)}", writer.values)


def select_named(*, edition: int, ids: Iterable[str]) -> Statement:
    """The documents of these organizations: (id, summary, numbers)."""
    return Statement(f"{_DOCUMENTS} AND v.id = ANY($2::text[])", (edition, list(ids)))


@lru_cache(maxsize=1024)  # the next page, and what many look for, is not read anew
def contains_name(text: str) -> Condition:
    """The condition that a record's name contains the text, as it is written, read or registered in English."""
    query = query_keys(text)
    heard = _list_heard(query)
    short = [write_beginning(plane, key) for plane, key in heard if len(key) < _SHORTEST_SOUND]
    # The grams find candidates by index. One or two characters are a gram themselves: nothing more to check.
    short += [query.match_key] if len(query.match_key) <= _LONGEST_GRAM else []
    pieces = [Condition("n.grams && {}::text[]", (short,))] if short else []
    pieces += [_contains_characters(query.match_key)] if len(query.match_key) > _LONGEST_GRAM else []
    pieces += [_sounds(plane, key) for plane, key in heard if len(key) >= _SHORTEST_SOUND]
    sql = " OR ".join(f"({piece.sql})" for piece in pieces)
    grams = tuple(short) if len(pieces) == 1 else ()
    if not short and len(pieces) == 1 and is_kept(query.match_key):
        grams = (query.match_key,)
    return Condition(f"({sql})", tuple(value for piece in pieces for value in piece.values), grams, led=True, of_names=True)


def _contains_characters(key: str) -> Condition:
    if len(key) <= _LONGEST_GRAM:
        return Condition("n.grams @> {}::text[]", ([key],), (key,))
    pairs = sorted({key[at : at + _LONGEST_GRAM] for at in range(len(key) - 1)})
    return Condition("n.grams @> {}::text[] AND n.names LIKE {}", (pairs, f"%{_escape(key)}%"))


def _sounds(plane: str, key: str) -> Condition:
    letter = "r" if plane == "reading" else "e"
    return Condition(
        "n.marks @> {}::text[] AND EXISTS (SELECT FROM unnest(n.keys) AS k(key) WHERE k.key LIKE {})",
        (mark_runs(plane, key), f"{letter}:%{_escape(key)}%"),
    )


def _list_heard(query: QueryKeys) -> list[tuple[str, str]]:
    return [(plane, key) for plane, key in list_query_keys(query) if plane != "name" and key != ""]


def _list_beginnings(query: QueryKeys) -> list[Condition]:
    keys = {(plane, key[:2]) for plane, key in list_query_keys(query) if key != ""}
    told = [write_beginning(plane, key) for plane, key in sorted(keys) if len(key) < RUN_LENGTHS[plane] or plane == "name"]
    return [Condition("n.grams && {}::text[]", (told,), tuple(told))] if told else []


def _list_contained(query: QueryKeys) -> tuple[list[Condition], list[Condition]]:
    """What names that contain the query meet: those told by one gram, and those told by several runs."""
    keys = dict.fromkeys(key for key in (query.match_key, query.core_key) if key != "")
    short = [_contains_characters(key) for key in keys if len(key) <= _LONGEST_GRAM]
    long = [_contains_characters(key) for key in keys if len(key) > _LONGEST_GRAM]
    # Of a syllable that is not finished the first letter says little: kouyous is on its way to kouyousu.
    heard = {(plane, key.rstrip(_CONSONANTS) if plane == "reading" else key) for plane, key in _list_heard(query)}
    return short, long + [_sounds(plane, key) for plane, key in sorted(heard) if len(key) >= _SHORTEST_SOUND]


def _list_number_conditions(query: QueryKeys) -> list[Condition]:
    if query.number is None:
        return []
    kind, digits = query.number
    if kind == "corporate":
        return [Condition("v.corporate_number = {}", (digits,))]
    return [Condition("v.numbers && {}::text[]", (_write_numbers(kind, digits),))]


def _write_numbers(kind: str, digits: str) -> list[str]:
    """A number as the registers write it; with every prefix that may be missing."""
    if len(digits) == 8:
        return [f"{digits[:2]}登-{digits[2:]}"]
    return [f"{prefix}{digits}" for prefix in ("許", "認", "変認") if kind in ("", prefix.removeprefix("変"))]


def _select_near(writer: StatementWriter, those: str, marks: Sequence[str]) -> str:
    # A planner that sees several hundred marks adds up their shares and reads the whole table; it need not see them.
    bound = f"(SELECT {writer.bind(list(marks))}::text[])"
    return f"(SELECT n.id, n.keys, false AS sure {those} AND n.marks && {bound} LIMIT {_MOST_NEAR})"


def _mark_all(probes: Iterable[Probe]) -> list[str]:
    return sorted({mark for probe in probes for mark in mark_probe(probe)})


def is_in_place(name: str) -> Condition:
    """The condition that an organization is in a prefecture or municipality of this name."""
    return Condition("n.marks @> {}::text[]", ([mark_place(name)],), of_names=True)


def _add_stretch(writer: StatementWriter, short: Condition, totals: Mapping[str, int]) -> str:
    total = max((totals.get(gram, 0) for gram in short.grams), default=0)
    stretch = choose_stretch(total, _MOST_COMPLETED, None)
    return "" if stretch is None else f" AND {writer.add(stretch.condition)}"


def _write_source(writer: StatementWriter, conditions: Sequence[Condition]) -> str:
    """What follows SELECT for the namings of organizations that meet the conditions; these are looked at only if asked of."""
    source = _NAMINGS if all(condition.of_names for condition in conditions) else _BOTH
    return f"{source}{_add_all(writer, conditions)}"


def _add_all(writer: StatementWriter, conditions: Sequence[Condition]) -> str:
    return "".join(f" AND {writer.add(condition)}" for condition in conditions)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
