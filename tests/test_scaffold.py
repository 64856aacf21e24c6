"""A newcomer's way to a new source: the scaffold, the rehearsal, and the six steps as CONTRIBUTING tells them."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scrapers.commands.source import BadSource, write_scaffold
from scrapers.tables import LayoutChanged, load_grid, read_page, read_plain_table
from tests.cli import ROOT
from tests.documents import Block, list_blocks
from tests.postgis import Database

CARD = {"url": "https://www.mihon.example/list.html", "title": "A list", "title_ja": "一覧", "publisher": "", "publisher_ja": ""}
NEVER_COPIED = (".git", ".venv", ".kanri", "*_cache", "__pycache__", ".hypothesis", "*.egg-info", "build")
# The commands of the documents, whatever is installed where.
SHELL = 'python() { "$PYTHON" "$@"; }; scrapy() { python -m scrapy "$@"; }; kanri() { python -m kanri "$@"; }\n'


@pytest.mark.parametrize(
    "name",
    ["", "list", "Bad_name", "bad-name", "bad__name", "bad_name_", "_bad_name", "bad_2nd", "9_lives", "名_前", "../x_y",
     "a_" + "b" * 40, "isa_dispositions"],
)  # fmt: skip
def test_a_name_that_would_not_work_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="source"):
        write_scaffold(name, CARD, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://www.mihon.example/"}, {"url": "www.mihon.example"}, {"url": 'https://www.mihon.example/"x'},
     {"url": "https://user@www.mihon.example/"}, {"url": "https://www.mihon.example:8443/"}, {"title": ""},
     {"title": 'a "list"'}, {"title_ja": "一\n覧"}],
)  # fmt: skip
def test_a_card_that_would_not_work_is_refused(wrong: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="--"):
        write_scaffold("mihon_list", CARD | wrong, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_scaffold_is_a_class_with_a_card_and_three_hooks(tmp_path: Path) -> None:
    path = write_scaffold("mihon_list", CARD, tmp_path)
    (made,) = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
    assert made.name == "MihonList"
    hooks = [node.name for node in made.body if isinstance(node, ast.FunctionDef)]
    assert hooks == ["find_links", "read", "item"]
    with pytest.raises(BadSource, match="already"):
        write_scaffold("mihon_list", CARD, tmp_path)


def test_the_scaffold_keeps_the_style_of_the_house(tmp_path: Path) -> None:
    path = write_scaffold("mihon_list", CARD, tmp_path)
    lint = [sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), str(path)]
    done = subprocess.run(lint, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


PAGE = """<html><body><table><caption>空想の一覧</caption>
<thead><tr><th>名称</th><th>所在地</th><th>理由</th></tr></thead>
<tr><td rowspan=2>架空<br>工業</td><td rowspan=2>群馬県
   前橋市</td><td rowspan=2>見本 A</td></tr><tr></tr>
<tr><td>見本<b>水産</b>株式会社</td><td>群馬県高崎市</td><td>見本 B</td></tr></table></body></html>"""
HEADINGS = {"name": ("名称",), "address": ("所在地",), "reason": ("理由", "処分理由")}


def test_a_table_of_a_page_is_read_like_a_workbook() -> None:
    table = read_plain_table(load_grid(read_page(PAGE.encode())), HEADINGS, ("name", "address"))
    rows = [[record.text(name) for name in HEADINGS] for record in table.records]
    assert rows == [["架空\n工業", "群馬県前橋市", "見本 A"], ["見本水産株式会社", "群馬県高崎市", "見本 B"]]
    assert table.records[0].locator == {
        "sheet": "空想の一覧", "rows": "2-3", "cells": {"name": "A2", "address": "B2", "reason": "C2"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [("名称", "名前"), ("<th>所在地</th>", ""), ("群馬県高崎市", ""), ("<th>理由</th>", "<th>理由</th><th>所在地</th>"),
     ("<td rowspan=2>見本 A", "<td>見本 A"), ("<table>", "<p>"), (PAGE, ""), (PAGE, "<html><body>メンテナンス中</body></html>")],
)  # fmt: skip
def test_a_damaged_table_is_refused(before: str, after: str) -> None:
    with pytest.raises(LayoutChanged):
        read_plain_table(load_grid(read_page(PAGE.replace(before, after).encode())), HEADINGS, ("name", "address"))


def test_the_six_steps_lead_from_nothing_to_a_published_source(database: Database, tmp_path: Path) -> None:
    """Runs every block of CONTRIBUTING that is marked, in its order, in a copy of the project."""
    copy = tmp_path / "openkanri"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*NEVER_COPIED))
    blocks = list_blocks(copy / "CONTRIBUTING.md")
    done = [follow(block, copy, tmp_path / "home", database) for block in blocks if block.mark]
    assert len(done) >= 9
    told = "\n".join(done)
    assert "bureau_labour_cases.py is written" in told
    assert "find_links is not written yet" in told
    assert "was missing and is now written" in told
    assert "bureau_labour_cases: documents=1 records=2 new=2 changed=0 withdrawn=0 rejected=0 verdict=good" in told
    assert "`bureau_labour_cases`" in (copy / "DATA.md").read_text(encoding="utf-8")


def follow(block: Block, project: Path, home: Path, database: Database) -> str:
    """Do what a block says: write its file, or run its commands, which end well or fail as the mark says."""
    if block.mark.startswith("file="):
        path = project / block.mark.removeprefix("file=")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
        return ""
    variables: dict[str, Any] = {"PYTHON": sys.executable, "KANRI_HOME": str(home), "DATABASE_URL": database.owner}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = ["sh", "-euc", SHELL + block.text]
    done = subprocess.run(command, cwd=project, env=kept | variables, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == (block.mark == "fails"), f"{block.text}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr
