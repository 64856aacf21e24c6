"""What the outlines of municipalities are, who publishes them, and under which terms."""

from dataclasses import replace

from scrapers.promises import Promises
from scrapers.source import Card

NAME = "mlit_boundaries"

MINISTRY = Card(
    title="Outlines of municipalities (National Land Numerical Information N03)",
    title_ja="国土数値情報 行政区域データ（N03）",
    publisher="Ministry of Land, Infrastructure, Transport and Tourism",
    publisher_ja="国土交通省",
    start_url="https://nlftp.mlit.go.jp/ksj/gml/datalist/KsjTmplt-N03-v3_1.html",
    hosts=("nlftp.mlit.go.jp",),
    licence="free use with credit (国土数値情報ダウンロードサービスコンテンツ利用規約)",
    attribution="「国土数値情報（行政区域データ）」（国土交通省）を加工して作成",
    facts=(
        "Yearly, as of 1 January: GeoJSON in a zip, named N03-20240101_GML.zip; one feature for each island.",
        "N03_001 prefecture, N03_003 county or city, N03_004 municipality or ward, N03_005 ward since 2024, N03_007 code.",
    ),
    promises=Promises(max_age_days=1100),
)

SIMPLIFIED = replace(
    MINISTRY,
    publisher=f"{MINISTRY.publisher}; simplified by SmartNews Media Research Institute",
    publisher_ja=f"{MINISTRY.publisher_ja}（加工：スマートニュース メディア研究所）",
    start_url="https://github.com/smartnews-smri/japan-topography",
    hosts=("raw.githubusercontent.com",),
    attribution="「国土数値情報（行政区域データ）」（国土交通省）をスマートニュース メディア研究所が加工したものをもとに作成",
    facts=(
        "Outlines of 2021-01-01 at a thousandth of their points: one feature for each municipality, and a second file in "
        "which the wards of designated cities are joined. Some islands lost their outline.",
    ),
)
