"""Who runs the server: PostgreSQL refuses root, so root hands over to an account with fewer rights."""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.local.errors import LocalDatabaseError

ACCOUNTS_FOR_ROOT = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of this machine by whom the server runs and who owns its files."""

    name: str
    uid: int
    gid: int

    def own(self, folder: Path) -> None:
        """Make an existing folder this account's, closed to everybody else."""
        folder.chmod(0o700)
        if os.geteuid() != self.uid:
            os.chown(folder, self.uid, self.gid)


def choose_account(owner: int | None) -> Account:
    """The account for a data folder that belongs to user id `owner` (None: there is none yet)."""
    if os.geteuid() == 0:
        return _account_for_root(owner)
    if owner is not None and owner != os.geteuid():
        raise LocalDatabaseError(
            f"This database belongs to the user {_name_of(owner)}, not to you. "
            "Run as that user (or as root), or set KANRI_HOME to a folder of your own."
        )
    return Account(_name_of(os.geteuid()), os.geteuid(), os.getegid())


def _account_for_root(owner: int | None) -> Account:
    if owner is not None and owner != 0:
        return Account(_name_of(owner), owner, _group_of(owner))
    for name in ACCOUNTS_FOR_ROOT:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise LocalDatabaseError(
        "PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. "
        "Run as an ordinary user, or set DATABASE_URL."
    )


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # containers run under numbers that nobody named
        return str(uid)


def _group_of(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid


def run_as(
    account: Account, command: Sequence[str | Path], env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command as `account`, in `/` as the working folder may be closed to it; any exit code will do."""
    other = os.geteuid() != account.uid
    try:
        return subprocess.run(
            [str(part) for part in command],
            user=account.uid if other else None,
            group=account.gid if other else None,
            extra_groups=[] if other else None,
            env=clean_environment() | dict(env or {}),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,  # Ctrl-C is for us; the server is stopped in order, not by the terminal
            check=False,
        )
    except (PermissionError, subprocess.SubprocessError) as error:
        raise LocalDatabaseError(
            f"Cannot run {Path(str(command[0])).name} as the user {account.name} ({error}). "
            "PostgreSQL does not run as root: run as an ordinary user, or set DATABASE_URL."
        ) from error


def clean_environment() -> dict[str, str]:
    """This process's environment without PostgreSQL's variables, which would point its programs elsewhere."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}


def can_enter(account: Account, folder: Path) -> bool:
    """Whether `account` can reach an existing folder; the system is asked, as parents and ACLs decide it."""
    return run_as(account, ["/bin/sh", "-c", 'cd -- "$1"', "sh", folder]).returncode == 0
