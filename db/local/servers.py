"""The PostgreSQL servers on this machine, and which of them have what the register needs."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

OLDEST_MAJOR = 15
OLDEST_POSTGIS = (3, 3)
EXTENSIONS = ("postgis", "pg_trgm", "unaccent", "btree_gin")
PROGRAMS = ("initdb", "pg_ctl", "postgres")

# Where packagers put the programs of each major version.
PATTERNS = (
    "usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "usr/pgsql-*/bin",  # PGDG for Red Hat
    "opt/homebrew/opt/postgresql@*/bin",
    "usr/local/opt/postgresql@*/bin",
    "Applications/Postgres.app/Contents/Versions/*/bin",
    "usr/local/pgsql/bin",
)
# Where they put the rest, seen from the programs.
SHARED = ("../share", "../share/postgresql", "../share/pgsql")
LIBRARIES = ("../lib", "../lib/postgresql", "../lib/pgsql", "../lib64/pgsql")


@dataclass(frozen=True)
class Server:
    """One installed PostgreSQL: its programs, shared files, libraries, and the environment that it needs."""

    major: int
    programs: Path
    shared: Path
    libraries: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """The extensions that the register needs and this server lacks, or has too old."""
        return [name for name in EXTENSIONS if not self._has(name)]

    def _has(self, extension: str) -> bool:
        control = self.shared / "extension" / f"{extension}.control"
        if not control.is_file():
            return False
        text = control.read_text(errors="replace")
        library = re.search(r"module_pathname\s*=\s*'\$libdir/([^']+)'", text)
        version = re.search(r"default_version\s*=\s*'(\d+)\.(\d+)", text)
        # A package removed by halves leaves the control file without the library.
        if library is None or version is None or not any(self.libraries.glob(f"{library[1]}.*")):
            return False
        return extension != "postgis" or (int(version[1]), int(version[2])) >= OLDEST_POSTGIS


def find_servers(unpacked: Iterable[Path] = ()) -> list[Server]:
    """Every server recent enough, newest first; `unpacked` are the roots of unpacked packages."""
    found = [_read_server(programs) for programs in _list_programs(Path("/"))]
    found += [_read_unpacked(root, programs) for root in unpacked for programs in _list_programs(root)]
    good = [server for server in found if server is not None and server.major >= OLDEST_MAJOR]
    return sorted(good, key=lambda server: server.major, reverse=True)


def _list_programs(root: Path) -> Iterator[Path]:
    """The folders that hold a server's programs, each once, links and wrappers followed to the real place."""
    seen = set()
    folders = [folder for pattern in PATTERNS for folder in root.glob(pattern)]
    on_path = shutil.which("postgres") if root == Path("/") else None
    if on_path is not None:
        folders.append(Path(on_path).resolve().parent)
    for folder in (folder.resolve() for folder in folders):
        if folder not in seen and all((folder / name).is_file() for name in PROGRAMS):
            seen.add(folder)
            yield folder


def _read_server(programs: Path, environment: Mapping[str, str] | None = None) -> Server | None:
    version = re.search(r"\(PostgreSQL\) (\d+)", _ask(programs / "postgres", "--version", environment))
    if version is None:
        return None
    shared = _find_folder(programs, "--sharedir", SHARED, "extension/plpgsql.control", environment)
    libraries = _find_folder(programs, "--pkglibdir", LIBRARIES, "plpgsql.*", environment)
    if shared is None or libraries is None:
        return None
    return Server(int(version[1]), programs, shared, libraries, environment or {})


def _find_folder(
    programs: Path, question: str, guesses: Sequence[str], sign: str, environment: Mapping[str, str] | None
) -> Path | None:
    """The folder that pg_config names, or where packagers without it put it; `sign` is a file in there."""
    answer = _ask(programs / "pg_config", question, environment)
    places = [Path(answer)] if answer != "" else [programs / guess for guess in guesses]
    return next((place.resolve() for place in places if any(place.glob(sign))), None)


def _read_unpacked(root: Path, programs: Path) -> Server | None:
    libraries = [*root.glob("usr/lib/*-linux-*"), *root.glob("lib/*-linux-*")]
    # blas and lapack stand in folders of their own, which the package's scripts would have linked
    libraries += [library / name for library in libraries for name in ("blas", "lapack")]
    proj = str(root / "usr/share/proj")
    return _read_server(
        programs,
        {"LD_LIBRARY_PATH": os.pathsep.join(map(str, libraries)), "PROJ_DATA": proj, "PROJ_LIB": proj},
    )


def _ask(program: Path, question: str, environment: Mapping[str, str] | None) -> str:
    """What a program answers, or nothing where it is absent or does not run."""
    try:
        surroundings = os.environ | dict(environment or {})
        answer = subprocess.run(
            [program, question], env=surroundings, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""
