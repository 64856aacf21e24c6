"""The gazetteer's way from its publishers' files, or their sites, into the data folder."""

import http.server
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from japanese.addresses import Gazetteer, Precision, geocode
from japanese.addresses.fold import fold_key
from scrapers.gazetteer import DownloadError, GazetteerSourceError, Publishers, gazetteer_path, load_gazetteer
from scrapers.gazetteer.publishers import ALLOWED_HOSTS
from tests.shared import shared_path
from tests.small_gazetteer import GEOLONIA, REGISTRY, list_towns, write_plain, write_published


class Site(http.server.ThreadingHTTPServer):
    """A recorded site on this machine, which counts what it is asked for and can be told to fail."""

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root = root
        self.asked: list[tuple[str, int]] = []
        self.agents: set[str] = set()
        self.failures: dict[str, int] = {}
        self.fail_after: int | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        path = unquote(self.path).lstrip("/")
        self.server.agents.add(self.headers["User-Agent"])
        file = self.server.root / path
        status, body = self._choose(path, file)
        self.server.asked.append((path, status))
        self.send_response(status)
        if status == 200:
            self.send_header("ETag", f'"{len(body)}-{file.stat().st_mtime_ns}"')
        if status == 302:
            self.send_header("Location", "https://example.org/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _choose(self, path: str, file: Path) -> tuple[int, bytes]:
        site = self.server
        if site.fail_after is not None and len(site.asked) >= site.fail_after:
            return 500, b""
        if site.failures.get(path):
            return site.failures[path], b""
        if not file.is_file():
            return 404, b"no such file"
        body = file.read_bytes()
        if self.headers.get("If-None-Match") == f'"{len(body)}-{file.stat().st_mtime_ns}"':
            return 304, b""
        return 200, body

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    server = Site(write_published(tmp_path / "site"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_plain_tables_become_a_gazetteer(tmp_path: Path) -> None:
    load = load_gazetteer(tmp_path / "home", write_plain(tmp_path / "files"))
    assert load.path == gazetteer_path(tmp_path / "home") and load.is_complete and load.changed
    assert (load.municipalities, load.towns) == (36, len(list_towns()))
    gazetteer = Gazetteer.open(load.path)
    assert gazetteer.edition == load.edition
    assert gazetteer.prefecture_point("13") == (139.5, 35.5)
    assert gazetteer.municipality_point("13101") is not None
    assert gazetteer.municipality_name("08208") == "龍ケ崎市"
    assert gazetteer.load_all_towns() == load.towns
    assert gazetteer.metadata["complete"] == "yes" and gazetteer.metadata["loaded_at"]


def test_the_credits_that_the_licences_ask_for_come_with_the_data(tmp_path: Path) -> None:
    load = load_gazetteer(tmp_path / "home", write_published(tmp_path / "files"))
    registry, geolonia = sorted(Gazetteer.open(load.path).sources, key=lambda source: source.url)
    assert (
        registry.licence == "PDL 1.0"
        and "デジタル庁" in registry.attribution
        and registry.dated == "2026-04-01"
    )
    assert geolonia.licence == "CC BY 4.0" and "Geolonia" in geolonia.attribution
    assert "位置参照情報" in geolonia.attribution and len(geolonia.sha256) == 64


def test_both_forms_hold_the_same_towns(tmp_path: Path) -> None:
    plain = Gazetteer.open(load_gazetteer(tmp_path / "one", write_plain(tmp_path / "plain")).path)
    published = Gazetteer.open(load_gazetteer(tmp_path / "two", write_published(tmp_path / "published")).path)
    assert plain.by_code == published.by_code
    assert all(list(plain.towns_of(code)) == list(published.towns_of(code)) for code in plain.by_code)


def test_towns_of_former_municipalities_stand_under_those_of_today(tmp_path: Path) -> None:
    gazetteer = Gazetteer.open(load_gazetteer(tmp_path / "home", write_plain(tmp_path / "files")).path)
    central = ("元城町", "中央一丁目", "雄踏町宇布見", "舞阪町弁天島", "三方原町")
    assert set(gazetteer.towns_of("22138")) == {fold_key(name) for name in central}
    assert set(gazetteer.towns_of("22139")) == {
        fold_key(name) for name in ("細江町気賀", "引佐町金指", "西美薗")
    }


def test_loading_again_gives_the_same_edition(tmp_path: Path) -> None:
    first = load_gazetteer(tmp_path / "home", write_plain(tmp_path / "files"))
    again = load_gazetteer(tmp_path / "home", tmp_path / "files")
    assert again.edition == first.edition and first.changed and not again.changed
    towns = (tmp_path / "files" / "towns.csv").read_text(encoding="utf-8")
    (tmp_path / "files" / "towns.csv").write_text(towns.replace("芝二丁目", "芝三丁目"), encoding="utf-8")
    assert load_gazetteer(tmp_path / "home", tmp_path / "files").changed


def test_municipalities_alone_are_a_gazetteer_that_claims_no_more(tmp_path: Path) -> None:
    (write_plain(tmp_path / "files") / "towns.csv").unlink()
    load = load_gazetteer(tmp_path / "home", tmp_path / "files")
    place = geocode("東京都港区芝2丁目99番9号", Gazetteer.open(load.path))
    assert load.towns == 0 and load.missing == ("towns.csv",) and not load.is_complete
    assert place.municipality_code == "13103" and place.precision is Precision.MUNICIPALITY
    assert place.has_note("no_towns") and place.town is None


def test_one_prefecture_missing_is_said(tmp_path: Path) -> None:
    load = load_gazetteer(tmp_path / "home", write_published(tmp_path / "files", leave_out="東京都"))
    assert not load.is_complete and set(load.missing) == {
        "東京都千代田区",
        "東京都港区",
        "東京都新宿区",
        "東京都府中市",
        "東京都西多摩郡瑞穂町",
    }
    assert Gazetteer.open(load.path).metadata["complete"] == "no"


def _damage(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("towns.csv", "koaza", "small", "column koaza is missing"),
        ("towns.csv", "136.00", "0", "not a coordinate"),
        ("towns.csv", "136.00", "east", "not a coordinate"),
        ("towns.csv", "北一条西二丁目,,34.00,136.00", "北一条西二丁目", "too few cells"),
        ("towns.csv", "北一条西二丁目", "北" * 200, "not a name"),
        ("municipalities.csv", "011011", "11011", "not a municipality code"),
        ("municipalities.csv", "011011", "131011", "not a code of prefecture"),
        ("municipalities.csv", "lg_code", "code", "column lg_code is missing"),
        ("prefectures.csv", "東京都", "東亰都", "is not its name"),
    ],
)
def test_a_damaged_file_is_named_and_the_present_gazetteer_stays(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    load = load_gazetteer(tmp_path / "home", write_plain(tmp_path / "files"))
    before = load.path.read_bytes()
    _damage(tmp_path / "files", name, old, new)
    with pytest.raises(GazetteerSourceError, match=said):
        load_gazetteer(tmp_path / "home", tmp_path / "files")
    assert load.path.read_bytes() == before
    assert [path.name for path in load.path.parent.iterdir()] == ["gazetteer.sqlite"]


def test_a_zip_that_is_cut_or_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = write_published(tmp_path / "files") / REGISTRY / "mt_city" / "mt_city_all.csv.zip"
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(GazetteerSourceError, match="not a whole zip"):
        load_gazetteer(tmp_path / "home", tmp_path / "files")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("mt_city_all.csv", b"0" * (65 * 1024 * 1024))
    with pytest.raises(GazetteerSourceError, match="unpacked"):
        load_gazetteer(tmp_path / "home", tmp_path / "files")


@pytest.mark.parametrize(
    "index", ['{"東京都": ["../../../etc/passwd"]}', '{"東京都": "港区"}', "[]", "<html>", '{"a/b": ["c"]}']
)
def test_an_index_that_leads_elsewhere_is_refused(tmp_path: Path, index: str) -> None:
    path = write_published(tmp_path / "files") / GEOLONIA / "japanese-addresses" / "api" / "ja.json"
    path.write_text(index, encoding="utf-8")
    with pytest.raises(GazetteerSourceError):
        load_gazetteer(tmp_path / "home", tmp_path / "files")


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerSourceError, match=r"municipalities\.csv"):
        load_gazetteer(tmp_path / "home", tmp_path)


def test_a_download_brings_every_file_once_and_then_only_asks_whether_it_changed(
    tmp_path: Path, site: Site
) -> None:
    progress: list[tuple[str, int, int | None]] = []
    load = load_gazetteer(
        tmp_path / "home",
        progress=lambda *step: progress.append(step),
        publishers=Publishers(via=site.origin),
    )
    assert load.is_complete and load.towns == len(list_towns())
    assert {status for _, status in site.asked} == {200} and len(site.asked) == len(
        {path for path, _ in site.asked}
    )
    assert progress[-1] == ("towns", load.towns, None) and ("download", 1, 32) in progress
    assert all(agent.startswith("OpenKanri/") and "contact: http" in agent for agent in site.agents)
    site.asked.clear()
    load_gazetteer(tmp_path / "home", publishers=Publishers(via=site.origin))
    assert site.asked == []
    again = load_gazetteer(tmp_path / "home", publishers=Publishers(via=site.origin, fresh_seconds=0))
    assert {status for _, status in site.asked} == {304} and not again.changed


def test_a_download_that_was_broken_off_goes_on_where_it_stopped(tmp_path: Path, site: Site) -> None:
    site.fail_after = 10
    with pytest.raises(DownloadError, match="status 500"):
        load_gazetteer(tmp_path / "home", publishers=Publishers(via=site.origin))
    assert not gazetteer_path(tmp_path / "home").exists()
    brought = {path for path, status in site.asked if status == 200}
    site.fail_after, site.asked = None, []
    assert load_gazetteer(tmp_path / "home", publishers=Publishers(via=site.origin)).is_complete
    assert brought and not brought & {path for path, _ in site.asked}


def test_a_missing_town_file_is_left_out_and_said(tmp_path: Path, site: Site) -> None:
    site.failures[f"{GEOLONIA}/japanese-addresses/api/ja/東京都/港区.json"] = 404
    load = load_gazetteer(tmp_path / "home", publishers=Publishers(via=site.origin))
    assert load.missing == ("東京都港区",)


def test_a_site_that_lost_most_towns_does_not_replace_the_gazetteer(tmp_path: Path, site: Site) -> None:
    load = load_gazetteer(tmp_path / "home", write_plain(tmp_path / "files"))
    for prefecture in ("北海道", "茨城県", "東京都", "京都府", "静岡県", "愛媛県", "千葉県", "石川県"):
        for path in (site.root / GEOLONIA / "japanese-addresses/api/ja" / prefecture).iterdir():
            path.unlink()
    with pytest.raises(GazetteerSourceError, match="it stays"):
        load_gazetteer(tmp_path / "home", publishers=Publishers(via=site.origin))
    assert Gazetteer.open(load.path).edition == load.edition


def test_only_the_publishers_are_asked(tmp_path: Path, site: Site) -> None:
    path = f"{REGISTRY}/mt_city/mt_city_all.csv.zip"
    site.failures[path] = 302
    with pytest.raises(
        DownloadError, match=r"example\.org.* is not an address of the gazetteer's publishers"
    ):
        load_gazetteer(tmp_path / "home", publishers=Publishers(via=site.origin))
    assert ALLOWED_HOSTS == (REGISTRY, GEOLONIA)


def test_the_file_needs_no_journal_beside_it(tmp_path: Path) -> None:
    load = load_gazetteer(tmp_path / "home", write_plain(tmp_path / "files"))
    load.path.chmod(0o444)
    connection = sqlite3.connect(f"{load.path.as_uri()}?mode=ro&immutable=1", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_the_recorded_files_load_whole(tmp_path: Path) -> None:
    load = load_gazetteer(tmp_path / "home", shared_path("gazetteer"))
    assert (load.municipalities, load.towns, load.unplaced, load.missing) == (1918, 277_676, {}, ())


def test_the_recorded_sites_load_as_far_as_they_were_recorded(tmp_path: Path) -> None:
    load = load_gazetteer(tmp_path / "home", shared_path("gazetteer", "upstream"))
    gazetteer = Gazetteer.open(load.path)
    assert load.municipalities == 1918 and load.towns == 1637 and len(load.missing) == 1876
    assert {code[:2] for code in gazetteer.by_code if len(gazetteer.towns_of(code))} == {"31"}
