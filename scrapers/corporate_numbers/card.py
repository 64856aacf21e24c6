"""What the register of corporate numbers is, who publishes it, and under which terms."""

from scrapers.promises import Promises
from scrapers.source import Card

NAME = "nta_corporate_numbers"

CARD = Card(
    title="Corporate numbers",
    title_ja="法人番号（基本3情報）",
    publisher="National Tax Agency",
    publisher_ja="国税庁",
    start_url="https://www.houjin-bangou.nta.go.jp/download/",
    hosts=("www.houjin-bangou.nta.go.jp",),
    licence="PDL 1.0",
    attribution="国税庁法人番号公表サイト（国税庁）の法人番号データを加工して作成",
    facts=(
        "Full files monthly and difference files daily, one zip a prefecture or one for all, downloaded by hand.",
        "30 columns without a header; cp932 or UTF-8; what changed last stands in columns process, changeDate.",
    ),
    # A month's file and the days until it is fetched.
    promises=Promises(max_age_days=62),
)
