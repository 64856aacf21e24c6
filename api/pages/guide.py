"""The guide at /docs/guide: worked examples for the tools that people have. A test runs each of them."""

from dataclasses import dataclass
from html import escape

from api.pages.layout import write_page

SERVER = "{server}"
"""Stands in an example for the address of this service."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example: the tool that it is for, what it shows in both languages, and what to type."""

    id: str
    tool: str
    title: str
    en: str
    ja: str
    code: str


_INTRODUCTION = """<h1>Guide 使い方</h1>
<p>Everything here is read only, needs no key, and answers from one edition of the register at a time. Every answer names
that edition. Each example below runs as it stands.</p>
<p lang="ja">読み取り専用で、鍵は要りません。応答はその時点の版（edition）にもとづきます。下の例はそのまま動きます。</p>
<p><strong>An empty answer never means that all is well.</strong> It says which sources were searched, when, and whom to ask.
Open the official file behind a record (its <code>evidence</code>) before you rely on it.</p>
<p lang="ja"><strong>該当がないことは、問題がないことを意味しません。</strong>検索した出典と相談先を応答に示します。
利用する前に、記録の <code>evidence</code> にある公表資料を確かめてください。</p>
"""

EXAMPLES = (
    Example(
        "find", "curl", "Find an organization by a part of its name",
        "One character is enough; width and variant characters do not matter. Natural persons are never found by name.",
        "名称の一部（1文字から）で探します。全角半角や異体字は区別しません。個人は名前では見つかりません。",
        "curl -sG '{server}/v1/organizations' --data-urlencode 'q=協同' --data-urlencode 'limit=3'",
    ),
    Example(
        "search", "curl", "Find it as it sounds, or by its number",
        "What was heard or typed, in any romanization, kana or kanji, with a few errors; or a permit or corporate number. Best "
        "first: matched tells why, reading how the name is said. Compare with paper before you rely on it.",
        "聞いたまま、ローマ字・かな・漢字で、多少の誤りがあっても探せます。許可番号や法人番号でも探せます。"
        "matched に一致の理由、reading に読みが付きます。書類と見比べてください。",
        "curl -sG '{server}/v1/search' --data-urlencode 'q=kokusai' --data-urlencode 'limit=3'",
    ),
    Example(
        "match", "curl", "Match a list of names",
        "Up to 500 at a time, each with a place or a number if you have one. match is an id only where one organization is meant "
        "beyond doubt; otherwise compare the candidates. OpenRefine does the same at /v1/reconcile.",
        "一度に500件まで。所在地や番号も添えられます。match は疑いなく一つに決まるときだけ識別子になります。"
        "OpenRefine からは /v1/reconcile を使えます。",
        "curl -s '{server}/v1/match' -H 'content-type: application/json' "
        """-d '{"queries": [{"name": "Mihon Kokusai", "prefecture": "広島県", "limit": 3}]}'""",
    ),
    Example(
        "geocode", "curl", "Where an address is",
        "precision tells how finely the point is known: never finer than the address. What was not found is null, not guessed.",
        "precision は点がどこまで確かかを示します。住所より細かい点は示しません。",
        "curl -sG '{server}/v1/geocode' --data-urlencode 'address=東京都千代田区霞が関1-1-1'",
    ),
    Example(
        "filter", "curl", "Dispositions of one kind and place, with the counts beside them",
        "Filters combine. facet counts everything that meets them, not only this page.",
        "条件は組み合わせられます。facet は条件に合う全件を数えます。",
        "curl -s '{server}/v1/dispositions?kind=plan_revocation&issued_from=2020-01-01&facet=prefecture,year&limit=2'",
    ),
    Example(
        "language", "curl", "The same in your language",
        "labels gives the codes of the answer in Vietnamese; /v1/vocabularies explains each in ten languages.",
        "labels に応答のコードの表示名が付きます。/v1/vocabularies に10言語の説明があります。",
        "curl -s '{server}/v1/dispositions?limit=1&lang=vi'\ncurl -s '{server}/v1/vocabularies/violation?lang=vi'",
    ),
    Example(
        "export", "curl", "A whole list as a file",
        "csv, geojson and ndjson are streamed without limit. fields keeps the columns that you need.",
        "csv、geojson、ndjson は全件を出力します。fields で必要な列だけにできます。",
        "curl -s '{server}/v1/dispositions.csv?fields=issued_on,kind,grounds,place' --output dispositions.csv",
    ),
    Example(
        "pages", "python", "Read a list to its end",
        "Follow next as it is given. The pages stay on one edition, whatever is published meanwhile.",
        "next をそのまま開きます。途中で新しい版が出ても、同じ版のまま最後まで読めます。",
        """import json
import urllib.request

address = "{server}/v1/dispositions?limit=100&include=organization"
found = []
while address:
    with urllib.request.urlopen(address) as answer:
        page = json.load(answer)
    found += page["items"]
    address = page["next"]
print(len(found), "dispositions, edition", page["edition"]["number"])
print(len({one["organization_record"]["id"] for one in found}), "organizations")""",
    ),
    Example(
        "follow", "python", "Keep a copy up to date",
        "Remember position and feed, and ask for what came after. cause tells a source's change from our reading's.",
        "position と feed を覚えておき、次回はその後から読みます。cause は公表元の変更と読み取りの変更を区別します。",
        """import json
import urllib.request

address = "{server}/v1/changes?after=0&limit=1000"
while address:
    with urllib.request.urlopen(address) as answer:
        page = json.load(answer)
    for change in page["items"]:
        print(change["seq"], change["change"], change["cause"], change["url"])
    address = page["next"]
print("next time:", f"{server}/v1/changes?after={page['position']}&feed={page['feed']}")""",
    ),
    Example(
        "years", "r", "Dispositions by year in R",
        "Base R reads the table; nothing to install. Counts of what was published are no measure of how much goes wrong.",
        "Rの標準機能だけで読めます。公表されたものの件数であり、違反の多さを示すものではありません。",
        """counts <- read.csv("{server}/v1/statistics/dispositions.csv?by=year,kind&bom=false")
by_year <- tapply(counts$count, counts$year, sum)
print(by_year)
barplot(by_year, main = "Dispositions by year")""",
    ),
    Example(
        "map", "qgis", "A map in QGIS",
        "Layer, Add Layer, Add Vector Layer; as source type choose Protocol: HTTP(S), GeoJSON, and give this address. Colour "
        "by count, and set it against permits_in_force. Outlines appear where the operator has loaded them.",
        "レイヤ → レイヤを追加 → ベクタレイヤを追加で、ソース型を「プロトコル：HTTP(S)」（GeoJSON）にして次のアドレスを指定します。"
        "count で色分けし、permits_in_force と比べます。境界は読み込まれている場合に表示されます。",
        "{server}/v1/statistics/municipalities.geojson?role=supervising_organization",
    ),
    Example(
        "layer", "qgis", "Every record as a layer in QGIS",
        "Layer, Add Layer, Add WFS / OGC API - Features Layer; as a new connection give this address. Filters are answered "
        "here, not on your machine. A record whose place is known to its municipality alone has no point.",
        "レイヤ → レイヤを追加 → WFS / OGC API - Featuresレイヤを追加で、新しい接続に次のアドレスを指定します。絞り込みはサーバー側で"
        "行われます。市区町村までしか分からない記録には点がありません。",
        "{server}/ogc",
    ),
    Example(
        "sheet", "spreadsheet", "A spreadsheet",
        "Google Sheets takes the formula; in Excel choose Data, From Web, and in LibreOffice Sheet, External Links, with the "
        "address alone. Codes are digits: import those columns as text.",
        "Google スプレッドシートではこの式を、Excel では「データ → Web から」、LibreOffice では「シート → 外部データへのリンク」で"
        "アドレスだけを使います。コードの列は文字列として読み込んでください。",
        '=IMPORTDATA("{server}/v1/dispositions.csv?fields=issued_on,kind,plan_count&limit=1000")',
    ),
)  # fmt: skip


def write_guide(server: str) -> bytes:
    """The page, whose examples ask the service at `server`."""
    links = "".join(f'<li><a href="#{one.id}">{escape(one.title)}</a></li>\n' for one in EXAMPLES)
    body = _INTRODUCTION + "".join(_write_example(one, server) for one in EXAMPLES) + _END
    return write_page("Guide", body, f"<ul>{links}</ul>\n")


_END = """<p>Every parameter and field: <a href="/docs">the reference</a>. News as a feed: <a href="/v1/changes.atom">Atom</a>.
Sources, their freshness and their credit: <a href="/v1/sources">/v1/sources</a>.</p>
"""


def _write_example(example: Example, server: str) -> str:
    code = escape(example.code.replace(SERVER, server))
    return (
        f'<section id="{example.id}"><h2>{escape(example.title)}</h2>\n'
        f'<p>{escape(example.en)}</p><p lang="ja">{escape(example.ja)}</p>\n'
        f'<pre class="{example.tool}"><code>{code}</code></pre></section>\n'
    )
