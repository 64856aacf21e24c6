"""Writes the sample sites and their expectation: `python -m sample.build [FOLDER]`, default here."""

import json
import shutil
import sys
from pathlib import Path

from sample.dispositions import disposition_workbooks
from sample.expected import expected_counts
from sample.facts import HERE, NOTICE_EN, NOTICE_JA, SNAPSHOTS
from sample.labour import labour_files
from sample.pages import RELEASE_INDEX, disposition_index, labour_index, register_index, registry_index
from sample.registry import registry_files
from sample.releases import release_index, release_pages
from sample.support import support_workbooks

BY_HAND = HERE / "by_hand"
"""Pages and files that are simply there, DATE/HOST/PATH, for sources that need no program to be written."""

MOJ, MHLW, OTIT = "www.moj.go.jp", "www.mhlw.go.jp", "www.otit.go.jp"


def build_site(snapshot: str) -> dict[str, bytes]:
    """Every file of one snapshot ("1" or "2") by HOST/PATH."""
    by_host = {
        MOJ: {
            "isa/applications/titp/nyuukokukanri07_00138.html": disposition_index(snapshot),
            **disposition_workbooks(snapshot),
            "isa/applications/ssw/nyuukokukanri07_00205.html": register_index(snapshot),
            **support_workbooks(snapshot),
        },
        MHLW: {
            RELEASE_INDEX: release_index(),
            **release_pages(),
            "kinkyu/151106.html": labour_index(snapshot),
            **labour_files(snapshot),
        },
        OTIT: {
            "implementer/basic/search_supervisor/index.html": registry_index(snapshot),
            **registry_files(snapshot),
        },
    }
    site = {f"{host}/{path}": body for host, files in by_host.items() for path, body in files.items()}
    by_hand = read_folder(BY_HAND / SNAPSHOTS[snapshot])
    if both := site.keys() & by_hand.keys():
        raise ValueError(f"written by hand and by a program as well: {', '.join(sorted(both))}")
    return {"SAMPLE.txt": f"{NOTICE_JA}\n{NOTICE_EN}\n".encode(), **site, **by_hand}


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files below a folder, which may be missing, by their path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def build_all() -> dict[str, bytes]:
    """Every written file by its path below the sample folder."""
    sites = {
        f"sites/{date}/{path}": body
        for key, date in SNAPSHOTS.items()
        for path, body in build_site(key).items()
    }
    expected = json.dumps(expected_counts(), ensure_ascii=False, indent=1) + "\n"
    return {**sites, "expected.json": expected.encode()}


def write_all(folder: Path) -> None:
    """Write the sample anew below `folder`; files of an earlier build that are no longer made disappear."""
    files = build_all()
    if (folder / "sites").exists():
        shutil.rmtree(folder / "sites")
    for path, body in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    print(f"{len(files)} files, {sum(map(len, files.values()))} bytes")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
