"""Which vocabularies there are, what codes each has, and where in the records they stand."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from db.vocabulary import (
    COUNTRIES,
    PREFECTURES,
    Authority,
    ChangeCause,
    ChangeKind,
    DispositionKind,
    Grade,
    OutcomeKind,
    PermitClass,
    PermitStatus,
    Precision,
    RecordStatus,
    Regime,
    Role,
    Violation,
)

GROUNDS = (
    "titp:16-1", *(f"titp:16-1-{item}" for item in range(1, 8)),
    "titp:37-1", *(f"titp:37-1-{item}" for item in range(1, 6)),
    "titp:37-2", "titp:37-3", "titp:36-1", "titp:15-1",
    "titp:46", "titp:47-1", "titp:47-2", "titp:48-1", "titp:48-2", "titp:49-2",
)  # fmt: skip
"""The provisions on which dispositions rest, and those that protect trainees. Reasons may cite others besides."""


class Vocabulary(NamedTuple):
    """A closed list of codes; `members` are the members of answers that hold them, by their usual names."""

    name: str
    title: str
    title_ja: str
    codes: tuple[str, ...]
    members: tuple[str, ...]


def _list(name: str, title: str, title_ja: str, codes: Iterable[object], *members: str) -> Vocabulary:
    return Vocabulary(name, title, title_ja, tuple(str(code) for code in codes), members or (name,))


_VOCABULARIES = (
    _list("kind", "Kinds of disposition", "行政処分の種類", DispositionKind),
    _list("ground", "Legal grounds", "根拠条項", GROUNDS, "grounds", "possible_grounds", "citations[].code", "provision"),
    _list("violation", "What was done", "違反の内容", Violation, "violations", "violation_clauses[].code"),
    _list("authority", "Authorities", "行政機関", Authority, "authorities"),
    _list("role", "Capacities of organizations", "団体の立場", Role, "role", "roles"),
    _list("regime", "Programs", "制度", Regime, "regime", "regimes"),
    _list("grade", "Who a party is", "当事者の区分", Grade),
    _list("permit_class", "Classes of permit", "許可の区分", PermitClass, "class"),
    _list("permit_status", "What the sources prove of a permit", "許可の状態", PermitStatus),
    _list("status", "Whether a source still shows a record", "掲載の状態", RecordStatus),
    _list("outcome", "What became of a labour-law case", "公表事案のその後", OutcomeKind, "outcomes[].kind"),
    _list("precision", "How fine a place is", "位置の細かさ", Precision, "place.precision"),
    _list("change", "What became of a record", "変化の種類", ChangeKind),
    _list("cause", "Who moved a record", "変化の原因", ChangeCause),
    _list("prefecture", "Prefectures", "都道府県", PREFECTURES, "place.prefecture_code", "prefecture"),
    _list("country", "Countries that people come from", "送出国", COUNTRIES, "countries"),
)

VOCABULARIES: Mapping[str, Vocabulary] = {vocabulary.name: vocabulary for vocabulary in _VOCABULARIES}
