"""Where a home keeps its database, so that two homes never meet."""

import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.local.account import Account, can_enter
from db.local.errors import LocalDatabaseError

SYSTEM_FOLDER = Path("/var/lib/openkanri")  # for homes that the server's account cannot enter
SHORT_FOLDER = Path("/tmp")  # for homes whose path no socket can have
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes: 107 on Linux, 103 on macOS and the BSDs
UNSAFE_IN_SHELL = set('"$`\\\n')  # pg_ctl hands its paths to a shell in double quotes


@dataclass(frozen=True)
class Folders:
    """The folders of one home's database: its root, one data folder per major version, and the socket's."""

    home: Path
    root: Path
    sockets: Path

    def data(self, major: int) -> Path:
        """The data folder of one PostgreSQL major version."""
        return self.root / str(major)

    def majors(self) -> list[int]:
        """The major versions that have data here, oldest first."""
        found = self.root.glob("[0-9]*/PG_VERSION") if os.access(self.root, os.X_OK) else iter(())
        return sorted(int(path.parent.name) for path in found)

    def owner(self) -> int | None:
        """The user id that owns the data, or None where there is none yet."""
        if not self.root.is_dir():
            return None
        owners = [path.stat().st_uid for path in self.root.iterdir() if path.name.isdecimal()]
        return owners[0] if owners else None


def find_folders(home: Path) -> Folders:
    """The folders of a home as they are or would be; creates nothing."""
    home = home.expanduser().resolve()
    root = _root_elsewhere(home) or home / "postgres"
    return Folders(home, root, _socket_folder(root))


def settle_folders(home: Path, account: Account) -> Folders:
    """The folders of a home, created and open to the account that runs the server."""
    home = home.expanduser().resolve()
    folders = find_folders(home)
    if folders.root.parent == home and not folders.majors() and not can_enter(account, home):
        # A parent is closed to the server (a home of mode 0700, say). Opening it is not ours to do.
        (home / "postgres.elsewhere").write_text(secrets.token_hex(8) + "\n")
        folders = find_folders(home)
    make_open_folder(folders.root)
    if not (folders.root / "token").exists():
        (folders.root / "token").write_text(f"socket-{secrets.token_hex(4)}\n")
        folders = find_folders(home)
    _make_socket_folder(folders.sockets, account)
    return folders


@contextmanager
def lock_home(home: Path) -> Iterator[None]:
    """Hold this home's database for ourselves; a second start or stop waits here."""
    home = home.expanduser().resolve()
    if UNSAFE_IN_SHELL & set(str(home)):
        raise LocalDatabaseError(
            f"PostgreSQL cannot live under {home}: "
            "set KANRI_HOME to a path without quotes, dollar signs and backslashes."
        )
    try:
        make_open_folder(home)
        descriptor = os.open(home / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise LocalDatabaseError(
            f"Cannot write in {home} ({error.strerror}): set KANRI_HOME to a folder of your own."
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def make_open_folder(folder: Path) -> None:
    """Create a folder, and its parents, that other accounts may pass through; leave an existing one alone."""
    if not folder.is_dir():
        if not folder.parent.is_dir():
            make_open_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(0o755)  # whatever the umask: the server's account has to pass


def _root_elsewhere(home: Path) -> Path | None:
    """The root outside a home that the server cannot enter.

    Its name comes from the home's path and a token inside it: neither a copied home nor a new one of an old
    name meets other data.
    """
    token = home / "postgres.elsewhere"
    return SYSTEM_FOLDER / _digest(f"{home}\n{token.read_text()}") if token.is_file() else None


def _socket_folder(root: Path) -> Path:
    """The socket's folder, another one for every root that ever had this path.

    A server whose folder was removed under it notices within a minute, then removes "its" socket, by path.
    """
    token = root / "token"
    name = token.read_text().strip() if token.is_file() else "socket"
    # libpq reads a comma as a list of hosts
    fits = len(os.fsencode(root / name / SOCKET_NAME)) <= LONGEST_SOCKET_PATH and "," not in str(root)
    return root / name if fits else SHORT_FOLDER / f"openkanri-{_digest(f'{root}/{name}')}"


def _make_socket_folder(folder: Path, account: Account) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700)
        account.own(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise LocalDatabaseError(
            f"The folder {folder} is not a private folder of {account.name}: somebody else made it. "
            "Remove it, or set KANRI_HOME to another (shorter) path."
        )


def _digest(text: str) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:16]
