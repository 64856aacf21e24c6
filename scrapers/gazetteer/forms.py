"""The two forms of the gazetteer's files: as the publishers serve them, and as three plain tables."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from japanese.addresses import Source
from scrapers.gazetteer.rows import (
    GazetteerSourceError,
    MunicipalityRow,
    PrefectureRow,
    TownRow,
    read_csv,
    read_degrees,
    read_json,
    read_name,
)

REGISTRY_HOST = "data.address-br.digital.go.jp"
GEOLONIA_HOST = "geolonia.github.io"
MUNICIPALITIES_PATH = "mt_city/mt_city_all.csv.zip"
POSITIONS_PATH = "mt_city_pos/mt_city_pos_all.csv.zip"
INDEX_PATH = "japanese-addresses/api/ja.json"
TOWNS_FOLDER = "japanese-addresses/api/ja"

_REGISTRY = (
    "アドレス・ベース・レジストリ",
    "デジタル庁 (Digital Agency)",
    "PDL 1.0",
    "出典：デジタル庁「アドレス・ベース・レジストリ」を加工",
)
_GEOLONIA = (
    "Geolonia 住所データ",
    "株式会社Geolonia",
    "CC BY 4.0",
    "Geolonia 住所データ (CC BY 4.0)。国土交通省「位置参照情報」、日本郵便「郵便番号データ」を加工して作成",
)
_CITY_COLUMNS = (
    "lg_code",
    "pref",
    "county",
    "county_kana",
    "county_roma",
    "city",
    "city_kana",
    "city_roma",
    "ward",
    "ward_kana",
    "ward_roma",
    "efct_date",
    "ablt_date",
)


class Files(NamedTuple):
    """The files of one form that are there: municipalities always, the others as far as they were brought."""

    municipalities: Path
    positions: Path | None
    prefectures: Path | None
    towns: tuple[tuple[str, str, Path], ...]
    town_table: Path | None
    missing: tuple[str, ...] = ()

    def all(self) -> list[Path]:
        """Every file, for counting and hashing."""
        single = [self.municipalities, self.positions, self.prefectures, self.town_table]
        return [path for path in single if path is not None] + [path for _, _, path in self.towns]


def find_files(folder: Path) -> Files:
    """The gazetteer's files in a folder of either form; GazetteerSourceError says what was looked for."""
    if (folder / "municipalities.csv").is_file():
        return Files(
            municipalities=folder / "municipalities.csv",
            positions=None,
            prefectures=_if_file(folder / "prefectures.csv"),
            towns=(),
            town_table=_if_file(folder / "towns.csv"),
            missing=() if (folder / "towns.csv").is_file() else ("towns.csv",),
        )
    for root in (folder, folder / "upstream"):
        if (root / REGISTRY_HOST / MUNICIPALITIES_PATH).is_file():
            return _find_published(root)
    raise GazetteerSourceError(
        f"{folder} has neither municipalities.csv nor {REGISTRY_HOST}/{MUNICIPALITIES_PATH}"
    )


def _if_file(path: Path) -> Path | None:
    return path if path.is_file() else None


def _find_published(root: Path) -> Files:
    registry, geolonia = root / REGISTRY_HOST, root / GEOLONIA_HOST
    towns, missing = [], []
    index = geolonia / INDEX_PATH
    for prefecture, city in read_index(index) if index.is_file() else ():
        path = geolonia / TOWNS_FOLDER / prefecture / f"{city}.json"
        if path.is_file():
            towns.append((prefecture, city, path))
        else:
            missing.append(f"{prefecture}{city}")
    return Files(
        municipalities=registry / MUNICIPALITIES_PATH,
        positions=_if_file(registry / POSITIONS_PATH),
        prefectures=None,
        towns=tuple(towns),
        town_table=None,
        missing=tuple(missing) if index.is_file() else (INDEX_PATH,),
    )


def read_index(path: Path) -> Iterator[tuple[str, str]]:
    """Prefecture and municipality of every town file that Geolonia's index names."""
    index = read_json(path)
    if not isinstance(index, dict) or not index:
        raise GazetteerSourceError(f"{path.name}: not an index of prefectures")
    for prefecture, cities in index.items():
        if not isinstance(cities, list):
            raise GazetteerSourceError(f"{path.name}: {prefecture} has no list of municipalities")
        for city in cities:
            yield _read_path_name(prefecture, path), _read_path_name(city, path)


def _read_path_name(value: object, path: Path) -> str:
    """A name that becomes part of a path: nothing in it may lead elsewhere."""
    name = read_name(value, path.name)
    if not name or any(sign in name for sign in "/\\.:?#%\0"):
        raise GazetteerSourceError(f"{path.name}: {name!r} is not a name")
    return name


def read_municipalities(files: Files) -> Iterator[MunicipalityRow]:
    """The municipalities with their points, from either form."""
    name = files.municipalities.name
    points = {} if files.positions is None else dict(_read_positions(files.positions))
    for row in read_csv(files.municipalities, _CITY_COLUMNS):
        code = row["lg_code"]
        if len(code) != 6 or not code.isascii() or not code.isdigit():
            raise GazetteerSourceError(f"{name}: {code[:20]!r} is not a municipality code of six digits")
        yield _read_municipality(row, points.get(code), name)


_Degrees = tuple[float | None, float | None]


def _read_municipality(row: Mapping[str, str], point: _Degrees | None, file: str) -> MunicipalityRow:
    parts = ("county", "city", "ward")
    county, city, ward = (read_name(row[part], file) for part in parts)
    romaji = (read_name(row[f"{part}_roma"], file) for part in parts)
    lon, lat = point or (read_degrees(row.get("lon"), file), read_degrees(row.get("lat"), file))
    return MunicipalityRow(
        code=row["lg_code"][:5],
        prefecture=read_name(row["pref"], file),
        county=county,
        city=city,
        ward=ward,
        kana="".join(read_name(row[f"{part}_kana"], file) for part in parts),
        romaji=" ".join(word for word in romaji if word),
        lon=lon,
        lat=lat,
        effective_on=row["efct_date"] or None,
        abolished_on=row["ablt_date"] or None,
    )


def _read_positions(path: Path) -> Iterator[tuple[str, _Degrees]]:
    for row in read_csv(path, ("lg_code", "rep_lon", "rep_lat")):
        yield (
            row["lg_code"],
            (read_degrees(row["rep_lon"], path.name), read_degrees(row["rep_lat"], path.name)),
        )


def read_prefectures(files: Files) -> Iterator[PrefectureRow]:
    """The prefectures with their points, where the form has them."""
    if files.prefectures is None:
        return
    name = files.prefectures.name
    for row in read_csv(files.prefectures, ("lg_code", "pref", "lon", "lat")):
        yield PrefectureRow(
            row["lg_code"][:2],
            read_name(row["pref"], name),
            read_degrees(row["lon"], name),
            read_degrees(row["lat"], name),
        )


def read_towns(files: Files) -> Iterator[TownRow]:
    """The towns of every municipality, one at a time."""
    if files.town_table is not None:
        for row in read_csv(files.town_table, ("pref", "city", "town", "koaza", "lat", "lng")):
            yield _read_town(row["pref"], row["city"], row, files.town_table.name)
    for prefecture, city, path in files.towns:
        towns = read_json(path)
        if not isinstance(towns, list):
            raise GazetteerSourceError(f"{prefecture}/{path.name}: not a list of towns")
        for row in towns:
            if not isinstance(row, dict):
                raise GazetteerSourceError(f"{prefecture}/{path.name}: {str(row)[:40]!r} is not a town")
            yield _read_town(prefecture, city, row, f"{prefecture}/{path.name}")


def _read_town(prefecture: str, city: str, row: Mapping[str, object], file: str) -> TownRow:
    return TownRow(
        prefecture,
        city,
        read_name(row.get("town"), file),
        read_name(row.get("koaza") or "", file),
        read_degrees(row.get("lng"), file),
        read_degrees(row.get("lat"), file),
    )


def describe_sources(files: Files, dated: dict[str, str]) -> list[Source]:
    """What the gazetteer was made from, for crediting; `dated` gives a file's date by its name, if known."""
    registry = [
        path for path in (files.municipalities, files.positions, files.prefectures) if path is not None
    ]
    towns = [path for path in files.all() if path not in registry]
    sources = [_describe(_REGISTRY, f"https://{REGISTRY_HOST}/{MUNICIPALITIES_PATH}", registry, dated)]
    if towns:
        sources.append(_describe(_GEOLONIA, f"https://{GEOLONIA_HOST}/{INDEX_PATH}", towns, dated))
    return sources


def _describe(
    credit: tuple[str, str, str, str], url: str, paths: list[Path], dated: dict[str, str]
) -> Source:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    dates = sorted(date for path in paths if (date := dated.get(path.name)) is not None)
    return Source(*credit, url, dates[-1] if dates else None, digest.hexdigest())
