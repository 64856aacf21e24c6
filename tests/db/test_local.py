"""The embedded database, on real servers in homes of their own."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from db import local
from db.local import folders
from db.local.folders import find_folders
from db.local.provision import check_trigrams
from db.local.servers import EXTENSIONS, Server
from db.session import CHECKOUT
from tests.postgis import PACKAGES

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as somebody else")


def start(home: Path) -> str:
    return local.start(home, durable=False, packages=PACKAGES)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return None if row is None else row[0]


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def data_of(home: Path) -> Path:
    return Path(local.status(home)["data"])


def postmaster_of(home: Path) -> int:
    return int((data_of(home) / "postmaster.pid").read_text().split("\n")[0])


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter, unlike pytest's own; servers under it are stopped in the end."""
    folder = Path(tempfile.mkdtemp(prefix="kanri-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for lock in list(folder.rglob("postgres.lock")):
            local.stop(lock.parent)
        shutil.rmtree(folder)


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder for homes."""
    with open_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def new_home() -> Iterator[Path]:
    """A home whose database was just created, and is stopped."""
    with open_folder() as folder:
        start(folder / "home")
        local.stop(folder / "home")
        yield folder / "home"


def start_copy(new_home: Path, home: Path) -> Path:
    """Start a copy, which is quicker than creating another."""
    subprocess.run(["cp", "-a", new_home, home], check=True)
    start(home)
    return home


@pytest.fixture
def home(place: Path, new_home: Path) -> Path:
    """A home with a running database, for a test that breaks it."""
    return start_copy(new_home, place / "home")


@pytest.fixture(scope="module")
def steady_home(new_home: Path) -> Iterator[Path]:
    """A home with a running database, for tests that leave it running."""
    with open_folder() as folder:
        yield start_copy(new_home, folder / "home")


def test_a_second_start_changes_nothing(steady_home: Path) -> None:
    first = postmaster_of(steady_home)
    assert start(steady_home) == local.url(steady_home)
    assert postmaster_of(steady_home) == first


def test_stop_says_whether_it_was_running(home: Path) -> None:
    assert "is running" in local.describe(local.status(home))
    assert local.stop(home)
    assert not local.stop(home)
    assert "is stopped" in local.describe(local.status(home))


def test_asking_about_an_empty_home_creates_nothing(place: Path) -> None:
    assert "no database yet" in local.describe(local.status(place / "home"))
    assert not local.stop(place / "home")
    assert not (place / "home").exists()


def test_it_listens_on_a_private_socket_only(steady_home: Path) -> None:
    assert ask(local.url(steady_home), "SHOW listen_addresses") == ""
    for folder in (find_folders(steady_home).sockets, data_of(steady_home)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_everything_that_the_register_needs_is_there(steady_home: Path) -> None:
    found = ask(local.url(steady_home), "SELECT array_agg(extname::text) FROM pg_extension")
    assert isinstance(found, list)
    assert set(EXTENSIONS) <= set(found)
    assert ask(local.url(steady_home), "SELECT cardinality(show_trgm('Öß'))") == 3
    assert ask(local.url(steady_home), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_a_database_that_knows_ascii_only_is_noticed(steady_home: Path) -> None:
    superuser = local.url(steady_home, local.SUPERUSER)
    tell(superuser, "CREATE DATABASE ascii TEMPLATE template0 LC_CTYPE 'C'")
    with psycopg.connect(local.url(steady_home, local.SUPERUSER, "ascii")) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        with pytest.raises(local.LocalDatabaseError, match="LC_CTYPE"):
            check_trigrams(connection)


def test_the_reader_can_connect_and_nothing_else(steady_home: Path) -> None:
    reader = local.url(steady_home, local.READER)
    tell(local.url(steady_home), "CREATE TABLE secret AS SELECT 1 AS x")
    assert ask(reader, "SELECT current_user::text") == "kanri_api"
    for forbidden in ("SELECT x FROM secret", "CREATE TABLE t (x int)", "CREATE TEMP TABLE t (x int)"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            tell(reader, forbidden)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        ask(local.url(steady_home, local.READER, "postgres"), "SELECT 1")


def test_an_interrupted_creation_is_completed(home: Path) -> None:
    tell(local.url(home, local.SUPERUSER, "postgres"), "DROP DATABASE kanri WITH (FORCE)")
    assert ask(start(home), "SELECT ST_AsText(ST_Point(1, 2))") == "POINT(1 2)"
    tell(local.url(home, local.SUPERUSER), "DROP EXTENSION btree_gin")
    assert ask(start(home), "SELECT count(*) FROM pg_extension WHERE extname = 'btree_gin'") == 1


def test_a_killed_server_starts_again_with_its_data(home: Path) -> None:
    tell(local.url(home), "CREATE TABLE kept AS SELECT 7 AS x")
    os.kill(postmaster_of(home), signal.SIGKILL)
    assert ask(start(home), "SELECT x FROM kept") == 7


def test_another_process_with_the_dead_servers_number_is_not_taken_for_it(home: Path) -> None:
    os.kill(postmaster_of(home), signal.SIGKILL)
    start(home)
    local.stop(home)
    # Only a process of the server's own account deceives PostgreSQL, which goes by signal 0.
    owner = data_of(home).stat()
    with subprocess.Popen(["/bin/sleep", "60"], user=owner.st_uid, group=owner.st_gid, cwd="/") as stranger:
        try:
            pid_file = data_of(home) / "postmaster.pid"
            pid_file.write_text(f"{stranger.pid}\n{data_of(home)}\n1\n5432\n{find_folders(home).sockets}\n\n")
            lock = find_folders(home).sockets / ".s.PGSQL.5432.lock"
            lock.write_text(f"{stranger.pid}\n")
            assert ask(start(home), "SELECT 1") == 1
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_simultaneous_starts_make_one_server(place: Path) -> None:
    command = [sys.executable, "-m", "db.local", "start"]
    environment = os.environ | {"KANRI_HOME": str(place / "home")}
    if PACKAGES is not None:
        shutil.copytree(PACKAGES, place / "home/postgres", symlinks=True, ignore=_all_but_packages)
    started = [
        subprocess.Popen(command, env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {process.communicate()[0].strip() for process in started}
    assert answers == {local.url(place / "home")}
    assert [process.returncode for process in started] == [0, 0, 0]
    assert ask(answers.pop(), "SELECT 1") == 1


def _all_but_packages(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not name.startswith("debs-")] if folder == str(PACKAGES) else []


def test_a_copied_home_is_another_database(home: Path) -> None:
    tell(local.url(home), "CREATE TABLE original AS SELECT 1 AS x")
    tell(local.url(home, local.SUPERUSER), "CHECKPOINT")
    subprocess.run(["cp", "-a", home, home.with_name("copy")], check=True)
    copy = home.with_name("copy")
    assert not local.status(copy)["running"]
    assert not local.stop(copy)
    start(copy)
    tell(local.url(copy), "DROP TABLE original")
    assert ask(local.url(home), "SELECT x FROM original") == 1
    assert local.stop(copy)
    assert local.status(home)["running"]


def test_a_removed_home_leaves_nothing_to_the_next_of_its_name(home: Path) -> None:
    tell(local.url(home), "CREATE TABLE old AS SELECT 1 AS x")
    orphan = postmaster_of(home)
    shutil.rmtree(home)
    start(home)
    os.kill(orphan, signal.SIGINT)  # what it does by itself within a minute
    while Path(f"/proc/{orphan}/cwd").exists() and _is_alive(orphan):
        pass
    assert ask(local.url(home), "SELECT to_regclass('old')") is None


def _is_alive(pid: int) -> bool:
    return " Z " not in Path(f"/proc/{pid}/stat").read_text()


@pytest.mark.parametrize("name", ["it's 日本, here", "long/" + "x" * 90])
def test_any_path_will_do(place: Path, name: str) -> None:
    home = place / name
    assert ask(start(home), "SELECT 1") == 1
    sockets = find_folders(home).sockets
    assert len(os.fsencode(sockets / ".s.PGSQL.5432")) <= folders.LONGEST_SOCKET_PATH
    local.stop(home)
    if not sockets.is_relative_to(home):
        sockets.rmdir()


def test_a_path_that_a_shell_would_read_is_refused(place: Path) -> None:
    with pytest.raises(local.LocalDatabaseError, match="set KANRI_HOME"):
        start(place / "$(date)")


def test_a_home_that_is_a_file_is_refused(place: Path) -> None:
    (place / "home").write_text("")
    with pytest.raises(local.LocalDatabaseError, match="set KANRI_HOME"):
        start(place / "home")


def test_a_foreign_socket_folder_is_refused(place: Path, new_home: Path) -> None:
    home = start_copy(new_home, place / ("x" * 90))
    local.stop(home)
    sockets = find_folders(home).sockets
    sockets.chmod(0o777)
    with pytest.raises(local.LocalDatabaseError, match="not a private folder"):
        start(home)
    shutil.rmtree(sockets)


def test_data_of_another_major_version_is_refused_and_left_alone(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = place / "home/postgres/99"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("99\n")
    if os.geteuid() == 0:
        os.chown(data, 65534, 65534)
    monkeypatch.setenv("PATH", str(place))  # no apt-get: nobody can bring that version
    with pytest.raises(local.LocalDatabaseError, match="made by PostgreSQL 99") as refusal:
        start(place / "home")
    assert "empty KANRI_HOME" in str(refusal.value)
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]
    assert find_folders(place / "home").majors() == [99]


@as_root
def test_root_keeps_the_data_of_a_closed_home_elsewhere(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "SYSTEM_FOLDER", place / "system")
    home = place / "closed/home"
    home.mkdir(parents=True)
    home.parent.chmod(0o700)
    tell(start(home), "CREATE TABLE old AS SELECT 1 AS x")
    first = data_of(home)
    assert first.is_relative_to(place / "system")
    assert stat.S_IMODE(home.parent.stat().st_mode) == 0o700
    assert start(home) == local.url(home)
    local.stop(home)
    shutil.rmtree(home)
    assert ask(start(home), "SELECT to_regclass('old')") is None
    assert data_of(home) != first


@as_root
def test_the_server_never_runs_as_root(steady_home: Path) -> None:
    assert Path(f"/proc/{postmaster_of(steady_home)}").stat().st_uid != 0
    assert data_of(steady_home).stat().st_uid != 0


def test_the_log_repeats_neither_statements_nor_values(steady_home: Path) -> None:
    url = local.url(steady_home)
    tell(url, "CREATE TABLE person (name text UNIQUE, age int CHECK (age > 0))")
    tell(url, "INSERT INTO person VALUES ('架空太郎', 1)")
    for refused in (
        "INSERT INTO person VALUES ('架空太郎', 2)",
        "INSERT INTO person VALUES ('架空花子', -1)",
        "SELECT '架空次郎'::int",
    ):
        with pytest.raises(psycopg.Error):
            tell(url, refused)
    assert "架空" not in (data_of(steady_home) / "server.log").read_text()


def test_a_server_without_postgis_or_with_an_old_one_will_not_do(place: Path) -> None:
    extensions = place / "extension"
    extensions.mkdir()
    server = Server(15, place, place, place)
    assert server.missing() == list(EXTENSIONS)
    for name in EXTENSIONS:
        control = f"default_version = '3.2.9'\nmodule_pathname = '$libdir/{name}-3'\n"
        (extensions / f"{name}.control").write_text(control)
    assert server.missing() == list(EXTENSIONS)  # a package removed by halves: its libraries are gone
    for name in EXTENSIONS:
        (place / f"{name}-3.so").touch()
    assert server.missing() == ["postgis"]
    (extensions / "postgis.control").write_text(control.replace("3.2.9", "3.10.0"))
    assert server.missing() == []


def test_the_command_line_fails_with_a_sentence(place: Path) -> None:
    (place / "home").write_text("")
    command = [sys.executable, "-m", "db.local"]
    environment = os.environ | {"KANRI_HOME": str(place / "home")}
    unknown = subprocess.run([*command, "dance"], env=environment, cwd=CHECKOUT, capture_output=True)
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    failed = subprocess.run(
        [*command, "start"], env=environment, cwd=CHECKOUT, capture_output=True, text=True
    )
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "Traceback" not in failed.stderr
    assert "KANRI_HOME" in failed.stderr
