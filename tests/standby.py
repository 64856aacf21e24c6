"""A streaming replica of the tests' cluster: copied from it, following it, gone afterwards."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from db import local
from db.local import cluster
from db.local.account import choose_account, run_as
from db.local.folders import Folders, find_folders
from db.local.servers import Server, find_servers
from tests.postgis import HOME, PACKAGES, Database

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Standby:
    """The replica: its database as the API reads it, and as its superuser manages it."""

    api: str
    superuser: str

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        """What its superuser is answered."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            return [] if cursor.description is None else list(cursor.fetchall())

    def await_replay(self, database: Database) -> None:
        """Wait until it has everything that the primary has written by now."""
        with psycopg.connect(database.owner, autocommit=True) as primary:
            written = primary.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written[0] if written else ''}'") != [(True,)]:
            assert time.monotonic() < deadline, "the replica does not follow"
            time.sleep(0.05)


@contextmanager
def run_standby(database: Database) -> Iterator[Standby]:
    """A replica that follows the cluster of `database` until the block ends."""
    primary = find_folders(HOME)
    account, server = choose_account(primary.owner()), _find_server(primary)
    root = Path(tempfile.mkdtemp(prefix="kanri-standby-"))
    account.own(root)
    standby = Folders(root, root, root)
    copy = [server.programs / "pg_basebackup", "-h", primary.sockets, "-p", str(cluster.PORT), "-U", local.SUPERUSER]
    options = ["-D", standby.data(server.major), "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "--no-password"]
    try:
        done = run_as(account, [*copy, *options], server.environment)
        assert done.returncode == 0, done.stdout
        cluster.launch(server, account, standby, durable=False)
        yield Standby(_move(database.api, primary, standby), cluster.make_url(standby, local.SUPERUSER, database.name))
    finally:
        cluster.halt(standby, server.major)
        shutil.rmtree(root)


def _find_server(primary: Folders) -> Server:
    unpacked = [root for folder in (PACKAGES, primary.root) if folder is not None for root in folder.glob("debs-*")]
    for server in find_servers(unpacked):
        if server.major == primary.majors()[-1] and (server.programs / "pg_basebackup").is_file():
            return server
    pytest.skip("there is no pg_basebackup of the tests' PostgreSQL: no replica can be made")


def _move(url: str, primary: Folders, standby: Folders) -> str:
    return url.replace(quote(str(primary.sockets), safe=""), quote(str(standby.sockets), safe=""))
