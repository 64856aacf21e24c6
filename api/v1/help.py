"""What an answer without records says: never that anybody is clean."""

from typing import Any

EMPTY_ANSWER: dict[str, Any] = {
    "en": "No record was found in the sources searched, as of their dates. That does not mean that nothing "
    "happened: "
    "sources are incomplete, notices are withdrawn, and names differ. If you need help, ask the consultation "
    "below.",
    "ja": "検索した出典には、それぞれの日付の時点で、該当する記録が見つかりませんでした。"
    "問題がなかったという意味ではありません。"
    "出典は完全ではなく、掲載が終わったものや名称の異なるものがあります。困っているときは、"
    "次の窓口に相談してください。",
    "links": [
        {
            "title": "OTIT consultation in your language (母国語相談)",
            "url": "https://www.support.otit.go.jp/soudan/",
        }
    ],
}
