"""The gazetteer of a data folder: one file that the loader makes and everybody else only opens."""

from pathlib import Path

from db.vocabulary import PREFECTURES
from japanese.addresses import Gazetteer


def gazetteer_path(home: Path) -> Path:
    """Where the gazetteer lies in the data folder."""
    return home / "gazetteer" / "gazetteer.sqlite"


def open_gazetteer(home: Path) -> Gazetteer:
    """The home's gazetteer; prefectures only where none was loaded."""
    path = gazetteer_path(home)
    if path.exists():
        return Gazetteer.open(path)
    return Gazetteer.prefectures_only({code: (lon, lat) for code, (_, _, lon, lat) in PREFECTURES.items()})
