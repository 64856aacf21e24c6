"""By what records are counted: for the facets of a list and for statistics."""

from collections.abc import Mapping, Sequence

from api import values
from api.parameters import Parameter
from db.statements import Dimension

DIMENSIONS: Mapping[str, Dimension] = {
    "kind": Dimension("kind", "v.category"),
    "permit_status": Dimension("permit_status", "v.category"),
    "year": Dimension("year", "to_char(v.issued_on, 'FMYYYY')"),
    "prefecture": Dimension("prefecture", "v.prefecture"),
    "municipality": Dimension("municipality", "v.municipality"),
    "ground": Dimension("ground", "v.grounds", True),
    "violation": Dimension("violation", "v.violations", True),
    "authority": Dimension("authority", "v.authorities", True),
    "role": Dimension("role", "v.roles", True),
    "regime": Dimension("regime", "v.regimes", True),
    "status": Dimension("status", "v.status"),
}


def _count_dispositions(owner: str, *names: str, when: str = "TRUE") -> Mapping[str, Dimension]:
    """Dimensions of an organization's dispositions: each value that any of them has counts once."""
    standing = f"v.organization_id = o.{owner} AND v.edition_from <= $1 AND v.edition_to > $1"
    found = {}
    for name in names:
        one = DIMENSIONS[name]
        value, spread = ("s.value", f", unnest({one.sql}) AS s(value)") if one.is_list else (one.sql, "")
        values_of = f"ARRAY(SELECT DISTINCT {value} FROM published.version_disposition v{spread} WHERE {standing})"
        # Inside, `v` is the disposition and `o` the record that is counted.
        found[name] = Dimension(name, f"(SELECT CASE WHEN {when} THEN {values_of} END FROM (SELECT v.{owner}) AS o)", True)
    return found


def _count_directly(*names: str) -> Mapping[str, Dimension]:
    return {name: DIMENSIONS[name] for name in names}


_DONE = ("ground", "violation", "authority")

FACETS: Mapping[str, Mapping[str, Dimension]] = {
    "organization": {
        **_count_dispositions("id", "kind", "year", when="v.has_dispositions"),
        **_count_directly("prefecture", *_DONE, "role", "regime", "status"),
    },
    "disposition": _count_directly("kind", "prefecture", "year", *_DONE, "role", "regime", "status"),
    "permit": {
        **_count_dispositions("organization_id", "kind", "year", *_DONE),
        **_count_directly("permit_status", "prefecture", "role", "regime", "status"),
    },
    "labour_case": {
        **_count_dispositions("organization_id", "kind", "ground"),
        **_count_directly("prefecture", "year", "violation", "authority", "status"),
    },
}
"""By kind of record. What only a disposition has is counted by the dispositions against the organization."""

STATISTICS = ("year", "prefecture", "municipality", "kind", "ground", "violation", "authority", "role", "regime", "status")
"""What dispositions are counted by."""


def name_dimensions(name: str, known: Sequence[str], most: int, en: str, ja: str, default: str | None) -> Parameter:
    """A parameter that names dimensions."""
    read = values.several(values.one_of(known), most)

    def read_some(text: str) -> tuple[str, ...]:
        chosen = read(text)
        return tuple(one for one in known if one in chosen)

    schema = values.list_schema({"type": "string", "enum": list(known)}, most)
    if default is not None:
        schema["default"] = [default]
    return Parameter(name, read_some, schema, en, ja, known[0], listed=True)
