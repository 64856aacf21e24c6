"""The flat properties of features: where each is read, how it is explained, and which can be asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.contract import parts, records
from api.contract.words import Schema, moment, text, whole, word
from api.v1.shapes import listed_members
from db.features import AREA_OF

_REFERRED: Mapping[str, Schema] = {"Place": parts.PLACE, "Party": parts.PARTY}


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a feature, with the expression by which features can be found by it.

    `column` is a column of the feature's table, `sql` an expression where it is not that alone; without either it is
    shown and cannot be asked for. `reads_document` where to compare it is to read the document of every record.
    """

    name: str
    schema: Schema
    column: str | None = None
    sql: str | None = None
    role: str | None = None
    reads_document: bool = False

    @property
    def expression(self) -> str | None:
        """The expression on `v` by which it is compared; None where it cannot be."""
        return self.sql or (None if self.column is None else f"v.{self.column}")

    @property
    def is_list(self) -> bool:
        """Whether it is a list of words, told as one text with commas: what a table of attributes can hold."""
        return bool(self.schema["type"] == "array")

    @property
    def kind(self) -> str:
        """Of which kind its values are: text, date, moment, number or truth."""
        known = self.schema["type"]
        name = known if isinstance(known, str) else known[0]
        return _FORMATS.get(self.schema.get("format", ""), _KINDS[name])

    def describe(self) -> Schema:
        """Its JSON Schema, flat: without null, which every property may be."""
        told = {name: value for name, value in self.schema.items() if name in ("format", "minimum", "maximum", "description")}
        if not self.is_list and "enum" in self.schema:
            told["enum"] = [one for one in self.schema["enum"] if one is not None]
        role = {} if self.role is None else {"x-ogc-role": self.role}
        return {"type": _TYPES[self.kind], "title": self.name, **told, **role}


CASTS = {"text": "text", "date": "date", "moment": "timestamptz", "number": "float8", "truth": "bool"}
"""The database's type for each kind of value."""
_FORMATS = {"date": "date", "date-time": "moment"}
_KINDS = {"string": "text", "array": "text", "integer": "number", "number": "number", "boolean": "truth"}
_TYPES = {"text": "string", "date": "string", "moment": "string", "number": "number", "truth": "boolean"}


@dataclass(frozen=True, slots=True)
class _Properties:
    """The properties of one kind of record, explained as the contract explains its members."""

    kind: str
    properties: dict[str, Property] = field(default_factory=dict)

    def show(self, *names: str) -> "_Properties":
        """Members of the document that are shown and no more."""
        for name in names:
            self.add(name)
        return self

    def tell(self, *names: str, under: str = "") -> "_Properties":
        """Members of the document by which features can be found too, though no index helps."""
        for name in names:
            path = f"{under}.{name}" if under else name
            kind = self.add(name, path).properties[name].kind
            self.add(name, path, sql=f"({_extract(path)})::{CASTS[kind]}", reads_document=True)
        return self

    def add(self, name: str, path: str = "", **further: Any) -> "_Properties":
        """A member of the document, under its own name or at a path of it; `further` as Property has it."""
        schema = _resolve(listed_members(self.kind), (path or name).split("."))
        return self.put(Property(name, schema, **further))

    def put(self, one: Property) -> "_Properties":
        """A property that is no member of the document."""
        self.properties[one.name] = one
        return self

    def join(self, *names: str) -> "_Properties":
        """Columns that are lists."""
        for name in names:
            self.put(Property(name, _LISTS[name], sql=f"nullif(array_to_string(v.{name}, ','), '')"))
        return self

    def place(self) -> "_Properties":
        """Where it is, and its life."""
        self.add("prefecture_code", "place.prefecture_code", column="prefecture")
        self.add("municipality_code", "place.municipality_code", column="municipality")
        self.tell("prefecture", "municipality", "town", under="place")
        self.add("precision", "place.precision", column="precision").add("status", column="status")
        self.put(Property("area_code", AREA_CODE, sql=AREA_OF))
        self.add("first_seen_at", column="first_seen_at")
        self.put(Property("updated_at", _UPDATED, column="updated_at"))
        return self.tell("withdrawn_at").put(Property("record_url", _RECORD_URL))


def _extract(path: str) -> str:
    return f"v.summary::json #>> '{{{path.replace('.', ',')}}}'"


def _resolve(members: Mapping[str, Schema], steps: Sequence[str]) -> Schema:
    schema = members[steps[0]]
    for step in steps[1:]:
        reference = schema.get("$ref")
        found = schema if reference is None else _REFERRED[reference.rpartition("/")[2]]
        schema = found["properties"][step]
    return schema


AREA_CODE = text(
    "Code of the municipality or prefecture where no finer place is known: then there is no point, which would be a false one.",
    "市区町村または都道府県のコード。それより細かい場所が分からないときに示し、点は置きません。",
    empty=True,
)
_UPDATED = moment("When this database's account of it last changed.", "本データベースの記載が最後に変わった時刻。")
_RECORD_URL = text("The record with its evidence.", "根拠を含む記録のアドレス。", format="uri")
_HAS_DISPOSITIONS: Schema = {
    "type": "boolean",
    "description": "Whether any disposition against it is on record. false does not mean that it never had one.\n\n"
    "行政処分の記録があるかどうか。false は処分が一度もないことを意味しません。",
}
_LISTS: Mapping[str, Schema] = {
    "grounds": records.DISPOSITION["grounds"],
    "violations": records.DISPOSITION["violations"],
    "authorities": records.DISPOSITION["authorities"],
    "roles": records.ORGANIZATION["roles"],
    "regimes": records.ORGANIZATION["regimes"],
    "countries": records.PERMIT["countries"],
    "occupations": records.PERMIT["occupations"],
}

# Natural persons have no names to be found by: theirs are empty, and compare with nothing.
_OWN_NAME = f"CASE WHEN v.is_named THEN {_extract('name')} END"
_PARTY_NAME = f"CASE WHEN v.is_named THEN {_extract('organization.name')} END"

_ORGANIZATION = (
    _Properties("organization")
    .add("name", sql=_OWN_NAME, reads_document=True)
    .tell("name_kana", "name_en")
    .add("legal_form", column="category")
    .tell("grade")
    .add("corporate_number", column="corporate_number")
    .join("roles", "regimes")
    .show("address", "telephone")
    .tell("disposition_count", "last_disposition_on")
    .join("grounds", "violations", "authorities", "countries", "occupations")
    .put(Property("has_dispositions", _HAS_DISPOSITIONS, column="has_dispositions"))
    .place()
)

_DISPOSITION = (
    _Properties("disposition")
    .add("kind", column="category")
    .add("regime", sql="v.regimes[1]")
    .add("role", sql="v.roles[1]")
    .tell("provision")
    .add("organization_id", "organization.id", column="organization_id")
    .add("organization_name", "organization.name", sql=_PARTY_NAME, reads_document=True)
    .tell("grade", under="organization")
    .add("issued_on", column="issued_on", role="primary-instant")
    .tell("announced_on")
    .join("grounds", "violations", "authorities")
    .show("reason")
    .tell("permit_number", "plan_count")
    .place()
)

_PERMIT = (
    _Properties("permit")
    .add("number", sql="v.numbers[1]")
    .tell("class")
    .add("permit_status", column="category")
    .add("regime", sql="v.regimes[1]")
    .add("role", sql="v.roles[1]")
    .add("organization_id", "organization.id", column="organization_id")
    .add("organization_name", "organization.name", sql=_PARTY_NAME, reads_document=True)
    .tell("grade", under="organization")
    .add("first_permitted_on", column="issued_on", role="primary-instant")
    .tell("expires_on", "revoked_on")
    .join("countries", "occupations")
    .tell("care", "listed_as_of")
    .place()
)

_RENAMED = {"code": "id", "prefecture_code": "prefecture"}
_MUNICIPALITY = tuple(
    Property(name, schema, column=_RENAMED.get(name, name))
    for name, schema in {
        "code": text("Code of five digits (JIS X 0402).", "市区町村コード（5桁）。"),
        "name": text("Name of the municipality.", "市区町村名。", empty=True),
        "prefecture_code": parts.PLACE["properties"]["prefecture_code"],
        "organizations": whole("How many organizations there are.", "団体の数。"),
        "dispositions": whole("How many dispositions.", "行政処分の数。"),
        "permits": whole("How many permits and registrations.", "許可・登録の数。"),
        "labour_cases": whole(
            "How many published labour-law cases; never to be added to dispositions.",
            "労働基準関係法令違反に係る公表事案の数。行政処分とは別に数えます。",
        ),
        "drawn_from": word(
            ("boundary", "gazetteer", "records"),
            "What the geometry is: the outline, the gazetteer's point, or the middle of the records there.",
            "図形の由来。境界、住所辞書の代表点、または記録の中心。",
            empty=True,
        ),
    }.items()
)

ID = Property("id", text("Permanent identifier.", "永続的な識別子。"), column="id", role="id")

PROPERTIES: Mapping[str, Mapping[str, Property]] = {
    "organization": _ORGANIZATION.properties,
    "disposition": _DISPOSITION.properties,
    "permit": _PERMIT.properties,
    "municipality": {one.name: one for one in _MUNICIPALITY},
}
"""By kind of feature."""


def list_queryables(kind: str) -> dict[str, Property]:
    """The properties by which features of a kind can be filtered, by name."""
    return {one.name: one for one in (ID, *PROPERTIES[kind].values()) if one.expression is not None}


def list_sortables(kind: str) -> dict[str, Property]:
    """The properties by which they can be sorted: those with an ordered column of their own."""
    return {name: one for name, one in list_queryables(kind).items() if one.column is not None and one.kind != "truth"}
