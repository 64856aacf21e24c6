"""Every operation of the contract: its address, what answers it, and how it is explained."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from api.announce import Endpoint, announce
from api.deprecation import Deprecation
from api.formats import ATOM, CSV, EXPORTS, GEOJSON, JSON, NDJSON
from api.health import answer_healthz, answer_readyz
from api.parameters import Parameter
from api.v1.atom import ATOM_PARAMETERS, feed_changes
from api.v1.changes import CHANGE_PARAMETERS, list_changes
from api.v1.collections import COLLECTIONS, Collection, record_parameters
from api.v1.exports import export_records
from api.v1.geocode import GEOCODE_PARAMETERS, geocode_address
from api.v1.help_lines import list_help_lines
from api.v1.indicators import INDICATOR_PARAMETERS, list_indicators
from api.v1.match import MATCH_PARAMETERS, match_organizations
from api.v1.municipalities import MAP_PARAMETERS, map_municipalities
from api.v1.reconcile.service import FORM, SERVICE_PARAMETERS, answer_posted, answer_service
from api.v1.reconcile.suggest import (
    FLYOUT_PARAMETERS,
    PROPOSE_PARAMETERS,
    SUGGEST_PARAMETERS,
    propose_properties,
    show_flyout,
    show_preview,
    suggest,
)
from api.v1.records import get_record, list_records
from api.v1.search import SEARCH_PARAMETERS, search_organizations
from api.v1.sources import list_sources
from api.v1.statistics import count_dispositions, export_counts, statistics_parameters
from api.v1.vocabularies import VOCABULARY_PARAMETERS, get_vocabulary, list_vocabularies
from db.words import VOCABULARIES


@dataclass(frozen=True, slots=True)
class Operation:
    """A way to ask one address. `problems` are the statuses of failures particular to it, beside the common ones."""

    path: str
    endpoint: Endpoint
    id: str
    tag: str
    schema: str
    summary: str
    summary_ja: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    id_pattern: str | None = None
    name_pattern: str | None = None
    kept: bool = True
    problems: tuple[int, ...] = ()
    form: str = JSON
    other_forms: Mapping[str, str] = field(default_factory=dict)
    """Further media types that Accept may ask for, with their schemas."""
    method: str = "GET"
    bodies: Mapping[str, str] = field(default_factory=dict)
    """The media types in which a POST may be sent, with their schemas."""
    deprecated: Deprecation | None = None

    def answer(self) -> Endpoint:
        """What answers it; where it or a parameter is on its way out, the answers say so."""
        leaving = {one.name: one.deprecated for one in self.parameters.values() if one.deprecated is not None}
        return announce(self.endpoint, self.deprecated, leaving) if self.deprecated or leaving else self.endpoint


_RECONCILE = "/v1/reconcile"


def _describe_suggestions(kind: str, kind_ja: str) -> Iterator[Operation]:
    yield Operation(
        f"{_RECONCILE}/suggest/{kind}", suggest(kind), f"suggest{kind.capitalize()}", "reconcile", "Suggestions",
        f"Reconciliation: suggest {kind}", f"突合：{kind_ja}の候補", SUGGEST_PARAMETERS,
    )  # fmt: skip
    yield Operation(
        f"{_RECONCILE}/flyout/{kind}", show_flyout(kind), f"show{kind.capitalize()}", "reconcile", "Flyout",
        f"Reconciliation: show {kind}", f"突合：{kind_ja}の説明", FLYOUT_PARAMETERS, problems=(404, 422),
    )  # fmt: skip


TAGS: Mapping[str, tuple[str, str]] = {
    "organizations": ("Supervising organizations, implementers and others.", "監理団体、実習実施者などの団体。"),
    "dispositions": (
        "Dispositions under the Act, with their grounds and evidence.",
        "技能実習法にもとづく行政処分とその根拠。",
    ),
    "permits": ("Permits and registrations.", "許可と登録。"),
    "labour-cases": (
        "Published labour-law cases; never counted with dispositions.",
        "労働基準関係法令違反に係る公表事案。行政処分とは別に扱います。",
    ),
    "search": (
        "Finding organizations however they are written; natural persons are never found.",
        "表記がどうであっても団体を探します。個人は見つかりません。",
    ),
    "reconcile": (
        "The W3C Reconciliation API 0.2, for OpenRefine.",
        "W3C Reconciliation API 0.2（OpenRefine用）。",
    ),
    "geocode": ("Where an address is, no finer than it is known.", "住所の位置。分かる範囲より細かくは答えません。"),
    "changes": ("What changed, and whether the source or our reading did.", "何が変わったか。公表元と読み取りの変更を区別します。"),
    "indicators": ("Oversight in numbers; a rate is not prevalence.", "監督の数値。割合は違反の広がりを示しません。"),
    "help-lines": ("Whom to call; only what was verified.", "相談電話。確認済みのものだけ。"),
    "statistics": ("Counts of what was published.", "公表されたものの件数。"),
    "vocabularies": (
        "What the codes mean, in ten languages and plain words.",
        "コードの意味。10言語のやさしい文で。",
    ),
    "sources": ("Where everything comes from, and how fresh it is.", "出典とその新しさ。"),
    "service": ("The state of the service.", "サービスの状態。"),
}


_FORM_NAMES = {CSV: "CSV", GEOJSON: "GeoJSON", NDJSON: "NDJSON"}


def _export_schemas(name: str) -> Mapping[str, str]:
    return {GEOJSON: f"{name}Features", CSV: "Table", NDJSON: "Lines"}


def _describe_collection(collection: Collection) -> Iterator[Operation]:
    name, title, title_ja = collection.schema, collection.title.lower(), collection.title_ja
    singular = collection.kind.replace("_", " ")
    camel = "".join(word.capitalize() for word in collection.path.split("-"))
    yield Operation(
        f"/v1/{collection.path}", list_records(collection), f"list{camel}", collection.path, f"{name}List",
        f"List {title}", f"{title_ja}の一覧", collection.parameters(), problems=(410, 422), other_forms=_export_schemas(name),
    )  # fmt: skip
    for suffix, form in EXPORTS.items():
        yield Operation(
            f"/v1/{collection.path}.{suffix}", export_records(collection, form, suffix),
            f"export{camel}{suffix.capitalize()}", collection.path, _export_schemas(name)[form],
            f"All {title} as {_FORM_NAMES[form]}", f"{title_ja}の全件（{_FORM_NAMES[form]}）",
            collection.parameters(form), problems=(422,), form=form,
        )  # fmt: skip
    yield Operation(
        f"/v1/{collection.path}/{{id}}", get_record(collection), f"get{name}", collection.path, f"{name}Record",
        f"One {singular} in full", f"{title_ja}（1件、全項目）", record_parameters(collection.kind),
        id_pattern=f"^{collection.id_pattern}$", problems=(308, 404, 422),
    )  # fmt: skip


def list_methods(operations: Iterable[Operation]) -> Mapping[str, str]:
    """The methods of each address of these that takes others than reading ones, as Allow names them."""
    asked: dict[str, set[str]] = {}
    for one in operations:
        asked.setdefault(one.path, set()).add(one.method)
    return {
        path: ", ".join([*("GET", "HEAD") * ("GET" in methods), "POST", "OPTIONS"])
        for path, methods in asked.items()
        if "POST" in methods
    }


OPERATIONS: tuple[Operation, ...] = (
    *(operation for collection in COLLECTIONS.values() for operation in _describe_collection(collection)),
    Operation(
        "/v1/search", search_organizations, "searchOrganizations", "search", "SearchAnswer",
        "Search organizations as you type", "入力途中でも使える団体の検索", SEARCH_PARAMETERS,
        problems=(422,),
    ),
    Operation(
        "/v1/match", match_organizations, "matchOrganizations", "search", "MatchAnswer",
        "Match names with organizations, many at a time", "名称と団体の一括照合", MATCH_PARAMETERS,
        method="POST", bodies={JSON: "MatchRequest"}, kept=False, problems=(413, 415, 422),
    ),
    Operation(
        _RECONCILE, answer_service, "getReconciliation", "reconcile", "Reconciliation",
        "Reconciliation: the manifest, or queries in the address", "突合：サービスの説明、または問い合わせ", SERVICE_PARAMETERS,
        problems=(422,),
    ),
    Operation(
        _RECONCILE, answer_posted, "postReconciliation", "reconcile", "Reconciliation",
        "Reconciliation: queries or an extension as a form", "突合：フォームによる問い合わせ", method="POST",
        bodies={FORM: "ReconciliationForm"}, kept=False, problems=(413, 415, 422),
    ),
    *_describe_suggestions("entity", "団体"),
    *_describe_suggestions("property", "項目"),
    *_describe_suggestions("type", "種類"),
    Operation(
        f"{_RECONCILE}/properties", propose_properties, "proposeProperties", "reconcile", "ProposedProperties",
        "Reconciliation: properties to extend with", "突合：追加できる項目", PROPOSE_PARAMETERS,
    ),
    Operation(
        f"{_RECONCILE}/preview", show_preview, "previewOrganization", "reconcile", "Page",
        "Reconciliation: a small page about an organization", "突合：団体の小さな説明ページ", FLYOUT_PARAMETERS,
        problems=(404, 422), form="text/html",
    ),
    Operation(
        "/v1/geocode", geocode_address, "geocodeAddress", "geocode", "GeocodeAnswer",
        "Place an address", "住所の位置", GEOCODE_PARAMETERS, kept=False,
        problems=(422,),
    ),
    Operation(
        "/v1/changes", list_changes, "listChanges", "changes", "ChangeList",
        "The change feed", "変更履歴", CHANGE_PARAMETERS, problems=(410, 422),
    ),
    Operation(
        "/v1/changes.atom", feed_changes, "feedChanges", "changes", "Feed",
        "The newest changes as an Atom feed for people", "新しい変更のAtomフィード", ATOM_PARAMETERS, form=ATOM,
    ),
    Operation(
        "/v1/indicators", list_indicators, "listIndicators", "indicators", "IndicatorList",
        "Figures and counts of oversight per year and place", "年と地域ごとの監督の数値",
        INDICATOR_PARAMETERS, problems=(410, 422),
    ),
    Operation(
        "/v1/help-lines", list_help_lines, "listHelpLines", "help-lines", "HelpLineList",
        "Verified help lines", "確認済みの相談電話", kept=False,
    ),
    Operation(
        "/v1/statistics/dispositions", count_dispositions, "countDispositions", "statistics", "Statistics",
        "Dispositions counted by year, place, kind and more", "年、地域、種類などごとの行政処分の件数",
        statistics_parameters(), problems=(422,), other_forms={CSV: "Table", NDJSON: "Lines"},
    ),
    *(
        Operation(
            f"/v1/statistics/dispositions.{suffix}", export_counts(form), f"exportDispositionCounts{suffix.capitalize()}",
            "statistics", schema, f"The same counts as {_FORM_NAMES[form]}", f"同じ集計（{_FORM_NAMES[form]}）",
            statistics_parameters(form), problems=(422,), form=form,
        )
        for suffix, form, schema in (("csv", CSV, "Table"), ("ndjson", NDJSON, "Lines"))
    ),
    Operation(
        "/v1/statistics/municipalities.geojson", map_municipalities, "mapMunicipalities", "statistics", "MunicipalityTotals",
        "Dispositions by municipality as a map, with permits in force", "市区町村ごとの行政処分の件数と有効な許可の数（地図）",
        MAP_PARAMETERS, problems=(422,), form=GEOJSON,
    ),
    Operation(
        "/v1/vocabularies", list_vocabularies, "listVocabularies", "vocabularies", "VocabularyList",
        "Every vocabulary, and the languages it is told in", "すべての語彙とその言語", VOCABULARY_PARAMETERS,
    ),
    Operation(
        "/v1/vocabularies/{name}", get_vocabulary, "getVocabulary", "vocabularies", "Vocabulary",
        "One vocabulary: codes with legal term, citation and a plain sentence in ten languages",
        "語彙（コードごとに法律用語、根拠規定、10言語のやさしい文）", VOCABULARY_PARAMETERS, problems=(404,),
        name_pattern=f"^({'|'.join(VOCABULARIES)})$",
    ),
    Operation(
        "/v1/sources", list_sources, "listSources", "sources", "SourceList",
        "Every source with its freshness", "すべての出典とその新しさ",
    ),
    Operation(
        "/healthz", answer_healthz, "getHealth", "service", "Health",
        "Whether the process lives", "プロセスが動いているか", kept=False,
    ),
    Operation(
        "/readyz", answer_readyz, "getReadiness", "service", "Readiness",
        "Whether the database answers and speaks this schema", "データベースが応答し、スキーマが合うか", kept=False,
    ),
)  # fmt: skip
