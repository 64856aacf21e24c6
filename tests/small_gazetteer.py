"""A small gazetteer of real names with made-up points, in both forms in which the publishers' files come."""

import csv
import io
import json
import zipfile
from pathlib import Path

REGISTRY = "data.address-br.digital.go.jp"
GEOLONIA = "geolonia.github.io"

# code with check digit, prefecture, county, city, ward; the points follow from the order.
MUNICIPALITIES = """
011002 北海道 - 札幌市 -
011011 北海道 - 札幌市 中央区
011029 北海道 - 札幌市 北区
012076 北海道 - 帯広市 -
083062 茨城県 結城郡 八千代町 -
082074 茨城県 - 結城市 -
082201 茨城県 - つくば市 -
082082 茨城県 - 龍ケ崎市 -
121002 千葉県 - 千葉市 -
121011 千葉県 - 千葉市 中央区
122033 千葉県 - 市川市 -
131016 東京都 - 千代田区 -
131032 東京都 - 港区 -
131041 東京都 - 新宿区 -
132063 東京都 - 府中市 -
133035 東京都 西多摩郡 瑞穂町 -
141003 神奈川県 - 横浜市 -
141020 神奈川県 - 横浜市 神奈川区
141038 神奈川県 - 横浜市 西区
162019 富山県 - 富山市 -
172014 石川県 - 金沢市 -
172022 石川県 - 七尾市 -
221309 静岡県 - 浜松市 -
221384 静岡県 - 浜松市 中央区
221392 静岡県 - 浜松市 浜名区
261009 京都府 - 京都市 -
261025 京都府 - 京都市 上京区
261041 京都府 - 京都市 中京区
261068 京都府 - 京都市 下京区
271403 大阪府 - 堺市 -
271411 大阪府 - 堺市 堺区
342084 広島県 - 府中市 -
382027 愛媛県 - 今治市 -
384013 愛媛県 伊予郡 松前町 -
462217 鹿児島県 - 志布志市 -
473821 沖縄県 八重山郡 与那国町 -
"""

# prefecture, municipality as the town file names it, then its towns; a koaza stands behind its town's slash.
TOWNS = """
北海道 札幌市中央区 北一条西二丁目 北一条西三丁目 南二十四条西十四丁目 大通西七丁目
北海道 札幌市北区 北七条西四丁目 北二十四条西五丁目
北海道 帯広市 西二線 岩内町西二線 西五条南七丁目
茨城県 結城郡八千代町 大字菅谷 大字若
茨城県 結城市 大字結城
茨城県 つくば市 研究学園一丁目 谷田部
茨城県 龍ヶ崎市 八代町 馴馬町
千葉県 千葉市中央区 千葉港 市場町
千葉県 市川市 八幡一丁目 市川一丁目
東京都 千代田区 丸の内一丁目 丸の内二丁目 霞が関二丁目 神田猿楽町二丁目 一番町
東京都 港区 芝二丁目 芝五丁目 三田二丁目 六本木六丁目 芝公園二丁目
東京都 新宿区 西新宿二丁目 四谷三栄町
東京都 府中市 宮西町二丁目 府中町一丁目
東京都 西多摩郡瑞穂町 大字箱根ケ崎 大字石畑
神奈川県 横浜市神奈川区 鶴屋町二丁目 栄町
神奈川県 横浜市西区 みなとみらい三丁目 栄町
富山県 富山市 新桜町 水橋開発町 婦中町速星
石川県 金沢市 広坂一丁目 末町 末町/十二 浅野本町/ニ 鞍月一丁目
石川県 七尾市 袖ケ江町/イ 大田町/百十一 大田町 古府町/へ
静岡県 浜松市中区 元城町 中央一丁目
静岡県 浜松市西区 雄踏町宇布見 舞阪町弁天島
静岡県 浜松市北区 三方原町 細江町気賀 引佐町金指
静岡県 浜松市浜北区 西美薗
京都府 京都市上京区 主計町 役人町 丸屋町 下立売通新町 亀屋町
京都府 京都市中京区 上本能寺前町 一之船入町 河原町 亀屋町 竪大恩寺町 元本能寺南町
京都府 京都市下京区 丸屋町 東塩小路町 扇酒屋町
大阪府 堺市堺区 南瓦町 熊野町東三丁 熊野町東四丁
広島県 府中市 府川町 府中町
愛媛県 今治市 別宮町一丁目 阿方甲 阿方/乙 五十嵐/甲
愛媛県 伊予郡松前町 大字筒井 大字北黒田
鹿児島県 志布志市 志布志町志布志二丁目 志布志町安楽 有明町野井倉
沖縄県 八重山郡与那国町 字与那国
"""


def _list_municipalities() -> list[dict[str, str]]:
    rows = []
    for number, line in enumerate(MUNICIPALITIES.split("\n")[1:-1]):
        code, prefecture, county, city, ward = (part.replace("-", "") for part in line.split())
        rows.append(
            {
                "lg_code": code,
                "pref": prefecture,
                "pref_kana": "",
                "pref_roma": "",
                "county": county,
                "county_kana": "",
                "county_roma": "",
                "city": city,
                "city_kana": "シ",
                "city_roma": "Shi",
                "ward": ward,
                "ward_kana": "",
                "ward_roma": "",
                "efct_date": "1947-04-17",
                "ablt_date": "",
                "lon": f"{135 + number / 10:.1f}",
                "lat": f"{35 + number / 100:.2f}",
            }
        )
    return rows


def list_towns() -> list[dict[str, str]]:
    """Every town of the small gazetteer as a row of the plain table."""
    rows: list[dict[str, str]] = []
    for line in TOWNS.strip().split("\n"):
        prefecture, city, *towns = line.split()
        for name in towns:
            town, _, koaza = name.partition("/")
            number = len(rows)
            rows.append(
                {
                    "pref": prefecture,
                    "city": city,
                    "town": town,
                    "koaza": koaza,
                    "lat": f"{34 + number / 100:.2f}",
                    "lng": f"{136 + number / 100:.2f}",
                }
            )
    return rows


def write_csv(rows: list[dict[str, str]]) -> bytes:
    """Rows as a CSV file in UTF-8."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def write_plain(folder: Path) -> Path:
    """The three plain tables in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "municipalities.csv").write_bytes(write_csv(_list_municipalities()))
    (folder / "towns.csv").write_bytes(write_csv(list_towns()))
    (folder / "prefectures.csv").write_bytes(
        write_csv(
            [
                {"lg_code": "130001", "pref": "東京都", "lon": "139.5", "lat": "35.5"},
                {"lg_code": "260002", "pref": "京都府", "lon": "135.5", "lat": "35.1"},
            ]
        )
    )
    return folder


def write_published(root: Path, leave_out: str = "") -> Path:
    """The files as their publishers serve them, under folders of their hosts, but for one prefecture."""
    registry, api = root / REGISTRY, root / GEOLONIA / "japanese-addresses" / "api"
    municipalities = _list_municipalities()
    cities = [
        {key: row[key] for key in row if key not in ("lon", "lat")} | {"remarks": ""}
        for row in municipalities
    ]
    positions = [
        {"lg_code": row["lg_code"], "rep_lon": row["lon"], "rep_lat": row["lat"], "rep_srid": "EPSG:6668"}
        for row in municipalities
    ]
    _write_zip(registry / "mt_city" / "mt_city_all.csv.zip", "mt_city_all.csv", write_csv(cities))
    _write_zip(
        registry / "mt_city_pos" / "mt_city_pos_all.csv.zip", "mt_city_pos_all.csv", write_csv(positions)
    )
    index: dict[str, dict[str, list[dict[str, object]]]] = {}
    for row in list_towns():
        towns = index.setdefault(row["pref"], {}).setdefault(row["city"], [])
        towns.append(
            {"town": row["town"], "koaza": row["koaza"], "lat": float(row["lat"]), "lng": float(row["lng"])}
        )
    for prefecture, by_city in index.items():
        for city, towns in by_city.items():
            if prefecture != leave_out:
                path = api / "ja" / prefecture / f"{city}.json"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(json.dumps(towns, ensure_ascii=False), encoding="utf-8")
    (api / "ja.json").write_text(
        json.dumps({key: list(value) for key, value in index.items()}, ensure_ascii=False)
    )
    return root


def _write_zip(path: Path, name: str, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 4, 1, 0, 0, 0)), content)
