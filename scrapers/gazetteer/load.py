"""The publishers' files, downloaded or from a folder, become the gazetteer of a data folder."""

import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db.gazetteer import gazetteer_path
from japanese.addresses import Gazetteer, GazetteerError
from scrapers.gazetteer.forms import (
    Files,
    describe_sources,
    find_files,
    read_municipalities,
    read_prefectures,
    read_towns,
)
from scrapers.gazetteer.publishers import Publishers, download_files
from scrapers.gazetteer.rows import GazetteerSourceError
from scrapers.gazetteer.store import GazetteerWriter

# stage, how much is done, of how much (None where that is not known)
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class GazetteerLoad:
    """What a load brought: where the gazetteer is, what it holds, and what is not in it."""

    path: Path
    edition: str
    changed: bool
    municipalities: int
    towns: int
    unplaced: dict[str, int]
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every file was there and every town found its municipality."""
        return not self.missing and not self.unplaced


def load_gazetteer(
    home: Path,
    from_dir: Path | None = None,
    progress: Progress | None = None,
    publishers: Publishers | None = None,
) -> GazetteerLoad:
    """Make the gazetteer of a data folder from the files in `from_dir`, or else from the publishers' sites.

    Errors (GazetteerSourceError, DownloadError) leave the present gazetteer as it is. A download that was
    broken off goes on where it stopped.
    """
    report = progress or _stay_silent
    folder = from_dir
    if folder is None:
        folder = home / "gazetteer" / "download"
        with closing(publishers or Publishers()) as reached:
            download_files(folder, reached, report)
    files = find_files(folder)
    return _build(gazetteer_path(home), files, report, replace_fuller=from_dir is not None)


def _stay_silent(stage: str, done: int, total: int | None) -> None:
    pass


def _build(path: Path, files: Files, report: Progress, replace_fuller: bool) -> GazetteerLoad:
    present_edition, present_towns = _read_present(path)
    writer = GazetteerWriter(path)
    try:
        writer.add_municipalities(read_municipalities(files))
        writer.add_prefectures(read_prefectures(files))
        for done in writer.add_towns(read_towns(files)):
            report("towns", done, None)
        counts = writer.counts
        if counts.towns * 2 < present_towns and not replace_fuller:
            raise GazetteerSourceError(
                f"the files hold {counts.towns} towns, the present gazetteer {present_towns}: it stays"
            )
        edition = writer.finish(describe_sources(files, _read_dates(files)), _describe_load(files))
    except BaseException:
        writer.discard()
        raise
    return GazetteerLoad(
        path,
        edition,
        edition != present_edition,
        counts.municipalities,
        counts.towns,
        counts.unplaced,
        files.missing,
    )


def _read_present(path: Path) -> tuple[str | None, int]:
    """Edition and number of towns of the gazetteer that is there."""
    if not path.is_file():
        return None, 0
    try:
        present = Gazetteer.open(path)
    except GazetteerError:
        return None, 0
    present.close()
    return present.edition, int(present.metadata.get("towns", "0"))


def _describe_load(files: Files) -> dict[str, str]:
    return {
        "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "missing": str(len(files.missing)),
        "complete": "yes" if not files.missing else "no",
    }


def _read_dates(files: Files) -> dict[str, str]:
    """The day on which a zip's content was written: the only date that the files carry inside."""
    dates = {}
    for path in files.all():
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                dates[path.name] = max(
                    f"{y:04d}-{m:02d}-{d:02d}" for y, m, d, *_ in (i.date_time for i in archive.infolist())
                )
    return dates
