"""Every way in which a request can fail: one shape (RFC 9457), one table, documented at its own address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

MEDIA_TYPE = "application/problem+json"
RETRY_SECONDS = 5
"""How long a client is asked to wait for a database that does not answer."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A registered kind of failure; `/problems/{name}` explains it in English and Japanese."""

    name: str
    status: int
    title: str
    title_ja: str
    meaning: str
    meaning_ja: str


def _type(name: str, status: int, title: str, title_ja: str, meaning: str, meaning_ja: str) -> ProblemType:
    return ProblemType(name, status, title, title_ja, meaning, meaning_ja)


_TYPES = (
    _type(
        "malformed-request", 400, "Malformed request", "要求の形式が不正です",
        "The request is not valid HTTP, or its query is not UTF-8.",
        "HTTPとして正しくないか、クエリがUTF-8ではありません。",
    ),
    _type(
        "unknown-parameter", 400, "Unknown parameter", "知らないパラメータです",
        "The resource has no parameter of this name. Nothing is ever ignored silently: correct the name or "
        "leave it out.",
        "この資源にその名前のパラメータはありません。黙って無視することはありません。名前を直すか、"
        "外してください。",
    ),
    _type(
        "missing-parameter", 422, "Missing parameter", "パラメータが足りません",
        "The question needs one of several parameters or members, and none of them was given; the detail names them.",
        "いくつかのうち一つは必要なパラメータ（項目）が、一つもありません。detail に名前があります。",
    ),
    _type(
        "unreadable-number", 422, "Unreadable number", "番号を読み取れません",
        "The text is not the number of a permit, a plan, a registration or a corporation, or its check digit is wrong.",
        "許可番号、認定番号、登録番号、法人番号のいずれでもないか、検査数字が合いません。",
    ),
    _type(
        "unreadable-queries", 422, "Unreadable queries", "問い合わせを読み取れません",
        "A field of the reconciliation protocol is not the JSON that the protocol asks for. `pointer` or `parameter` names "
        "the place; the value itself is not repeated.",
        "突合プロトコルの項目が、求められる JSON ではありません。pointer または parameter がその場所を示します。値そのものは"
        "繰り返しません。",
    ),
    _type(
        "repeated-parameter", 400, "Repeated parameter", "同じパラメータが二度あります",
        "A parameter was given more than once. Separate several values with commas.",
        "同じパラメータが複数回指定されました。複数の値はコンマで区切ってください。",
    ),
    _type(
        "invalid-parameter", 400, "Invalid parameter value", "パラメータの値が不正です",
        "The value of the named parameter cannot be understood. The value itself is not repeated in the "
        "answer.",
        "示されたパラメータの値を理解できません。値そのものは応答に繰り返しません。",
    ),
    _type(
        "contradictory-parameters", 422, "Contradictory parameters", "パラメータが互いに矛盾しています",
        "Each value is valid, but together they cannot be answered.",
        "一つ一つの値は正しいものの、組み合わせには答えられません。",
    ),
    _type(
        "before-first-edition", 422, "Before the first edition", "最初の版より前の日付です",
        "as_of names a day before this database first published anything; the detail tells the first day.",
        "as_of が、このデータベースが初めて公開した日より前を指しています。最初の日は detail にあります。",
    ),
    _type(
        "invalid-cursor", 400, "Invalid cursor", "カーソルが不正です",
        "The cursor was not issued by this service, or was changed. Start again from the first page.",
        "このサービスが発行したカーソルではないか、書き換えられています。"
        "最初のページからやり直してください。",
    ),
    _type(
        "cursor-of-other-filters", 400, "Cursor of other filters", "別の条件のカーソルです",
        "The cursor belongs to another list, other filters or another order. Follow `next` without changing "
        "it.",
        "別の一覧、条件または並び順のカーソルです。next をそのまま使ってください。",
    ),
    _type(
        "cursor-expired", 410, "Cursor expired", "カーソルの期限が過ぎました",
        "The edition that the cursor pages through was superseded too long ago. Start again from the first "
        "page.",
        "カーソルがたどっていた版は、置き換えられてから時間がたちすぎました。"
        "最初のページからやり直してください。",
    ),
    _type(
        "position-unknown", 410, "Position unknown", "位置が分かりません",
        "The feed has no such position, or was counted anew since it was given: the register was rebuilt. "
        "Take a snapshot of the lists, then follow the feed from the beginning. No position is ever too old: all are kept.",
        "その位置はないか、再構築により数え直されています。一覧を取り直し、最初からたどってください。"
        "古すぎて使えなくなる位置はありません。",
    ),
    _type(
        "not-found", 404, "Not found", "見つかりません",
        "There is nothing at this address. Identifiers are permanent: a merged one redirects, "
        "a withdrawn one still answers.",
        "このアドレスには何もありません。識別子は永続です。統合されたものは転送され、"
        "取り下げられたものも応答します。",
    ),
    _type(
        "method-not-allowed", 405, "Method not allowed", "この方法は使えません",
        "The address does not take this method; Allow names those that it takes. Nothing can be changed here.",
        "このアドレスではこの方法は使えません。使えるものは Allow にあります。読み取り専用のサービスです。",
    ),
    _type(
        "not-acceptable", 406, "Not acceptable", "求められた形式では答えられません",
        "None of the media types in Accept can be produced here.",
        "Accept に挙げられた形式はどれも作れません。",
    ),
    _type(
        "invalid-body", 400, "Invalid body", "本文が不正です",
        "The body cannot be understood. `pointer` is the JSON pointer (RFC 6901) of the value that is wrong; the value "
        "itself is not repeated.",
        "本文を理解できません。pointer が誤りのある場所（JSON Pointer、RFC 6901）を示します。値そのものは繰り返しません。",
    ),
    _type(
        "content-too-large", 413, "Content too large", "本文が大きすぎます",
        "The body is larger than the resource takes; the detail tells how large it may be.",
        "本文が大きすぎます。大きさの上限は detail にあります。",
    ),
    _type(
        "unsupported-media-type", 415, "Unsupported media type", "本文の形式に対応していません",
        "The body is not of a media type that the resource takes; the detail names them.",
        "本文のメディアタイプに対応していません。対応するものは detail にあります。",
    ),
    _type(
        "too-many-batches", 503, "Too many batches", "一括照合が混み合っています",
        "As many batches wait as the service can work off. Try again after Retry-After.",
        "処理できる数の一括照合が待っています。Retry-After の後に試してください。",
    ),
    _type(
        "request-timeout", 408, "Request timeout", "要求の受信が間に合いませんでした",
        "The request did not arrive in full within ten seconds.",
        "要求の全体が10秒以内に届きませんでした。",
    ),
    _type(
        "uri-too-long", 414, "Address too long", "アドレスが長すぎます",
        "Path and query together may take 8,192 bytes.",
        "パスとクエリを合わせて8,192バイトまでです。",
    ),
    _type(
        "headers-too-large", 431, "Header fields too large", "ヘッダーが大きすぎます",
        "The header fields together may take 16,384 bytes.",
        "ヘッダー全体で16,384バイトまでです。",
    ),
    _type(
        "too-many-requests", 429, "Too many requests", "要求が多すぎます",
        "The address has used up its requests. Retry-After says in how many seconds there is one again, "
        "RateLimit-Policy how many there are: q at once, and as many again over w seconds. IPv6 addresses count by /64.",
        "このアドレスの要求回数を使い切りました。次に使えるまでの秒数が Retry-After に、回数が RateLimit-Policy にあります"
        "（一度に q 回、w 秒で同じ回数が戻ります）。IPv6 は /64 ごとに数えます。",
    ),
    _type(
        "internal-error", 500, "Internal error", "内部エラーです",
        "A mistake of ours; it has been logged without your query.",
        "こちらの不具合です。クエリを残さずに記録しました。",
    ),
    _type(
        "database-unavailable", 503, "Database unavailable", "データベースが応答しません",
        "The database does not answer. Answers given recently are still served; for others try again after "
        "Retry-After.",
        "データベースが応答しません。最近の応答は引き続き返します。ほかは Retry-After の後に試してください。",
    ),
    _type(
        "schema-mismatch", 503, "Schema mismatch", "スキーマが一致しません",
        "The database was not migrated to the schema of this release, or beyond it.",
        "データベースのスキーマがこの版のプログラムと合っていません。",
    ),
    _type(
        "gazetteer-missing", 503, "No gazetteer", "地名データがありません",
        "No gazetteer was loaded on this service, so no address can be placed. Its operator loads one with "
        "`kanri gazetteer load`.",
        "このサービスには地名データが読み込まれていないため、住所の位置を答えられません。運用者は kanri gazetteer load で読み込みます。",
    ),
    _type(
        "too-many-exports", 503, "Too many exports", "一括出力が混み合っています",
        "As many exports are being sent as the service can send at a time. Try again after Retry-After.",
        "同時に送れる数の一括出力を送っているところです。Retry-After の後に試してください。",
    ),
    _type(
        "took-too-long", 503, "Took too long", "時間がかかりすぎました",
        "The question took longer than the service allows. Narrow it, or use an export.",
        "許された時間を超えました。条件を絞るか、一括出力を使ってください。",
    ),
)  # fmt: skip

PROBLEMS: Mapping[str, ProblemType] = {problem.name: problem for problem in _TYPES}

BY_STATUS = {
    problem.status: problem.name
    for problem in reversed(_TYPES)
}
"""The general problem of each status, for failures that the framework finds."""


class Problem(Exception):
    """A failure with its registered type. `detail` never repeats a value that the client sent."""

    def __init__(
        self,
        name: str,
        detail: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(name)
        self.type = PROBLEMS[name]
        self.detail = detail or self.type.meaning
        self.members = members
        self.headers = dict(headers or {})
        if self.type.status == 503:
            self.headers.setdefault("Retry-After", str(RETRY_SECONDS))

    def write(self, public_url: str) -> bytes:
        """The body of the answer."""
        return orjson.dumps(
            {
                "type": f"{public_url}/problems/{self.type.name}",
                "title": self.type.title,
                "status": self.type.status,
                "detail": self.detail,
                **self.members,
            }
        )
