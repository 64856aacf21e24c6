"""The embedded default: a private PostgreSQL with PostGIS for each home, when DATABASE_URL is not set.

It listens on a Unix socket in a folder closed to everybody else, never on TCP. Its programs come from, in
this order: a server on this machine that has every extension; apt-get, as root or by a sudo that asks no
password; the same packages unpacked into the data folder. Every failure is a LocalDatabaseError.
"""

from pathlib import Path
from typing import TypedDict

from db.local import cluster
from db.local.account import choose_account
from db.local.errors import LocalDatabaseError
from db.local.folders import Folders, find_folders, lock_home, settle_folders
from db.local.packages import BY_HAND, install_packages, unpack_packages
from db.local.progress import say
from db.local.provision import DATABASE, OWNER, READER, SUPERUSER, ensure_database
from db.local.servers import Server, find_servers

__all__ = [
    "DATABASE",
    "OWNER",
    "READER",
    "SUPERUSER",
    "LocalDatabaseError",
    "Status",
    "describe",
    "start",
    "status",
    "stop",
    "url",
]


class Status(TypedDict):
    """How a home's database is; `major` and `pid` are None where there is none."""

    running: bool
    created: bool
    major: int | None
    data: str
    sockets: str
    url: str


def start(home: Path, *, durable: bool = True, packages: Path | None = None) -> str:
    """Make this home's database answer, whatever that takes, and return its owner's address.

    Does nothing where it already answers. For tests: `durable=False` is quick, and lost in a power cut;
    `packages` is another folder where packages are unpacked, if they must be.
    """
    with lock_home(home):
        folders = find_folders(home)
        choose_account(folders.owner())
        if not cluster.is_answering(folders):
            folders = _bring_up(home, folders, durable, packages)
        ensure_database(folders)
        return cluster.make_url(folders, OWNER, DATABASE)


def stop(home: Path) -> bool:
    """Stop this home's database in order; False where it was not running."""
    if not find_folders(home).root.is_dir():
        return False
    with lock_home(home):
        folders = find_folders(home)
        choose_account(folders.owner())
        return sum(cluster.halt(folders, major) for major in folders.majors()) > 0


def status(home: Path) -> Status:
    """How this home's database is; changes nothing."""
    folders = find_folders(home)
    choose_account(folders.owner())
    majors = folders.majors()
    return Status(
        running=cluster.is_answering(folders),
        created=bool(majors),
        major=majors[-1] if majors else None,
        data=str(folders.data(majors[-1]) if majors else folders.root),
        sockets=str(folders.sockets),
        url=cluster.make_url(folders, OWNER, DATABASE),
    )


def describe(found: Status) -> str:
    """One sentence for a person who asks how the database is."""
    if not found["created"]:
        return f"There is no database yet; it would live in {found['data']}."
    state = "is running" if found["running"] else "is stopped"
    return f"The database (PostgreSQL {found['major']}, {found['data']}) {state}."


def url(home: Path, role: str = OWNER, database: str = DATABASE) -> str:
    """The libpq address of this home's database for a role; creates nothing, so start it first."""
    return cluster.make_url(find_folders(home), role, database)


def _bring_up(home: Path, folders: Folders, durable: bool, packages: Path | None) -> Folders:
    """Find or fetch a server, create the data where there is none, and launch it."""
    majors = folders.majors()
    wanted = majors[-1] if majors else None
    if wanted is not None and cluster.wait_for_answer(folders, folders.data(wanted)):
        return folders
    server = _find_server(wanted, packages or folders.root) or _install_server(wanted)
    account = choose_account(folders.owner())  # only now: the installation may have brought the user postgres
    folders = settle_folders(home, account)
    server = server or _unpack_server(folders, wanted, packages or folders.root)
    data = folders.data(server.major)
    if not (data / "PG_VERSION").exists():
        say("Creating the database…")
        cluster.create_data(server, account, folders, durable)
    cluster.clear_remains(data, folders)
    cluster.launch(server, account, folders, durable)
    return folders


def _find_server(wanted: int | None, packages: Path | None = None) -> Server | None:
    """A server that has every extension and, where data exists, its major version: no other may open it."""
    for server in find_servers([] if packages is None else packages.glob("debs-*")):
        if not server.missing() and wanted in (None, server.major):
            return server
    return None


def _install_server(wanted: int | None) -> Server | None:
    installed = [server.major for server in find_servers()]
    major = wanted or (installed[0] if installed else None)  # a server that only lacks PostGIS gets its own
    return _find_server(wanted) if install_packages(major) else None


def _unpack_server(folders: Folders, wanted: int | None, packages: Path) -> Server:
    try:
        root = unpack_packages(packages, wanted)
    except LocalDatabaseError as error:
        raise LocalDatabaseError(f"{_refuse_major(folders, wanted)}{error}") from error
    server = _find_server(wanted, packages)
    if server is None:
        raise LocalDatabaseError(f"The PostgreSQL unpacked into {root} does not run here. {BY_HAND}")
    return server


def _refuse_major(folders: Folders, wanted: int | None) -> str:
    """Why another major version on this machine is of no use, if that is the trouble."""
    if wanted is None:
        return ""
    return (
        f"The data in {folders.data(wanted)} was made by PostgreSQL {wanted}, which alone can read it. "
        f"Install PostgreSQL {wanted}, or choose an empty KANRI_HOME and crawl again. "
    )
