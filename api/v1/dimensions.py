"""By what records are counted: for the facets of a list and for statistics."""

from collections.abc import Mapping, Sequence

from api import values
from api.parameters import Parameter
from db.queries import Dimension

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

FACETS: Mapping[str, tuple[str, ...]] = {
    "organization": ("prefecture", "ground", "violation", "authority", "role", "regime", "status"),
    "disposition": ("kind", "prefecture", "year", "ground", "violation", "authority", "role", "regime", "status"),
    "permit": ("permit_status", "prefecture", "role", "regime", "status"),
    "labour_case": ("prefecture", "year", "violation", "authority", "status"),
}
"""By kind of record."""

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
