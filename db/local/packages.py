"""PostgreSQL and PostGIS from Debian's or Ubuntu's packages: installed by root, or unpacked by anybody."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from db.local.account import clean_environment
from db.local.errors import LocalDatabaseError, last_line
from db.local.folders import make_open_folder
from db.local.progress import say
from db.local.servers import OLDEST_MAJOR

BY_HAND = (
    "Install PostgreSQL 15 or later with PostGIS 3.3 or later yourself "
    "(Debian, Ubuntu, WSL: apt install postgresql postgresql-NN-postgis-3; "
    "macOS: brew install postgresql@17 postgis, or Postgres.app), "
    "or point DATABASE_URL at one, or use Docker: docker compose up."
)

# Run by root: $1 is a settings file, the rest are packages.
# Without that file Debian would start a cluster of its own, which nobody asked for.
INSTALL = """
settings=$1; shift
trap 'rm -f "$settings"' EXIT
mkdir -p "${settings%/*}" && echo "create_main_cluster = false" >"$settings" || exit 1
export DEBIAN_FRONTEND=noninteractive
install() { apt-get -y -q -o DPkg::Lock::Timeout=300 install --no-install-recommends --no-upgrade "$@"; }
install "$@" || { apt-get -q -o DPkg::Lock::Timeout=300 update; install "$@"; }
"""
SETTINGS_FILE = "/etc/postgresql-common/createcluster.d/openkanri.conf"


def install_packages(major: int | None) -> bool:
    """Install the packages with apt, as root or through a sudo that asks nothing; False where that fails."""
    right = _root_prefix()
    if right is None or shutil.which("apt-get") is None:
        return False
    say("Installing PostgreSQL and PostGIS with apt-get (about a minute)…")
    wanted = major or _newest_major([])
    if wanted is None:
        _run([*right, "apt-get", "-q", "update"])
        wanted = _newest_major([])
    if wanted is None:
        return False
    done = _run([*right, "sh", "-c", INSTALL, "sh", SETTINGS_FILE, *_name_packages(wanted)])
    if done.returncode != 0:
        say(f"apt-get could not install them: {last_line(done.stdout)}")
    return done.returncode == 0


def unpack_packages(folder: Path, major: int | None) -> Path:
    """Fetch the packages without installing them and unpack them into `folder`/debs-N; returns that root.

    apt-get checks their signatures and works out what they need beyond what the machine has.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise LocalDatabaseError(f"No PostgreSQL with PostGIS here, and no apt-get to fetch it. {BY_HAND}")
    say("Fetching PostgreSQL and PostGIS, without installing them (about half a minute)…")
    work = folder / "fetch"
    shutil.rmtree(work, ignore_errors=True)
    for place in ("state/lists/partial", "cache/archives/partial"):
        make_open_folder(work / place)
    options = _private_options(work)
    update = _run(["apt-get", *options, "-q", "update"])  # may fail: one broken source is not our trouble
    wanted = major or _newest_major(options)
    if wanted is None:
        raise LocalDatabaseError(_explain_nothing(update))
    _fetch(options, wanted)
    root = _unpack(work, folder / f"debs-{wanted}")
    _link_control_file(root, wanted)
    shutil.rmtree(work)
    return root


def _explain_nothing(update: subprocess.CompletedProcess[str]) -> str:
    failed = [line for line in update.stdout.splitlines() if line.startswith(("E:", "Err:", "W: Failed"))]
    if failed:
        return f"apt-get did not reach its package sources ({failed[-1]}). Is this machine online? {BY_HAND}"
    return f"The package sources of this machine offer no PostGIS for PostgreSQL 15 or later. {BY_HAND}"


def _name_packages(major: int) -> list[str]:
    return [f"postgresql-{major}", f"postgresql-client-{major}", f"postgresql-{major}-postgis-3"]


def _root_prefix() -> list[str] | None:
    """What to write before a command to run it as root, or None where that would need a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None or _run([sudo, "-n", "true"]).returncode != 0:
        return None
    return [sudo, "-n"]


def _newest_major(options: Sequence[str]) -> int | None:
    """The newest major version whose PostGIS the package lists offer."""
    names = _run(["apt-cache", *options, "pkgnames", "postgresql-"]).stdout.split()
    found = [int(name[1]) for name in map(re.compile(r"postgresql-(\d+)-postgis-3").fullmatch, names) if name]
    return max((major for major in found if major >= OLDEST_MAJOR), default=None)


def _private_options(work: Path) -> list[str]:
    """Options that keep apt-get inside `work`, yet let it see what is installed."""
    settings = {
        "Dir::State": work / "state",
        "Dir::State::status": "/var/lib/dpkg/status",
        "Dir::Cache": work / "cache",
        "Debug::NoLocking": "1",
        "APT::Sandbox::User": "root",  # another user could not write there
    }
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]


def _fetch(options: Sequence[str], major: int) -> None:
    # The server itself may be installed, without PostGIS: --reinstall fetches it all the same.
    command = ["apt-get", *options, "-y", "-q", "--download-only", "--no-install-recommends", "--reinstall"]
    done = _run([*command, "install", *_name_packages(major)])
    if done.returncode != 0:
        raise LocalDatabaseError(
            f"Fetching PostgreSQL failed: {last_line(done.stdout)}. "
            f"Check the network, then try again. {BY_HAND}"
        )


def _unpack(work: Path, root: Path) -> Path:
    fresh = work / "root"
    make_open_folder(fresh)
    for package in sorted((work / "cache/archives").glob("*.deb")):
        if package.name.startswith(("libc6_", "libc-bin_")):
            continue  # another C library than the machine's own would crash every program
        done = _run(["dpkg-deb", "-x", str(package), str(fresh)])
        if done.returncode != 0:
            said = last_line(done.stdout)
            raise LocalDatabaseError(f"Unpacking {package.name} failed: {said}. Is the disk full?")
    shutil.rmtree(root, ignore_errors=True)
    return fresh.rename(root)


def _link_control_file(root: Path, major: int) -> None:
    """Name the extension postgis, which the package's scripts would have done."""
    control = root / f"usr/share/postgresql/{major}/extension/postgis.control"
    if not control.exists():
        control.unlink(missing_ok=True)
        control.symlink_to("postgis-3.control")


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
