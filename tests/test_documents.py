"""The documents say what is: every command, address, field, variable and answer in them is held against the code."""

import enum
import inspect
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

import kanri as command_line
from db import vocabulary
from docs.blocks import fill_blocks, write_documents
from docs.fields import list_sections
from tests.api.conftest import sample_api  # noqa: F401  the fixture is used by its name
from tests.api.serving import Served
from tests.cli import ROOT
from tests.documents import DOCUMENTS, list_anchors, list_blocks, list_links, list_rows

README, DATA = ROOT / "README.md", ROOT / "DATA.md"
CONTRACT = json.loads((ROOT / "openapi" / "v1.json").read_text())
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
ELLIPSIS = "…"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in list_links(path):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        file = path if target == "" else path.parent / target
        assert file.exists(), f"{path.name} links to {link}"
        assert not anchor or anchor in list_anchors(file), f"{path.name} links to {link}"


def test_generated_tables_are_as_the_code_tells_them() -> None:
    for path, text in write_documents().items():
        assert path.read_text(encoding="utf-8") == text, f"run `python -m docs` and commit {path.name}"


def test_a_generated_table_that_is_edited_by_hand_is_noticed() -> None:
    text = README.read_text(encoding="utf-8")
    edited = text.replace("| `kanri db hash` |", "| `kanri db hash --all` |")
    assert edited != text
    assert fill_blocks(edited) == text


def test_every_command_of_the_help_is_in_the_readme_and_no_other() -> None:
    told = {match[1] for row in list_rows(README.read_text()) if (match := re.match(r"`(kanri [a-z -]*[a-z])", row[0]))}
    assert told == set(ask_help("kanri"))


def ask_help(*words: str) -> Iterator[str]:
    """Every command that `--help` lists, below groups as well; each must answer `--help` itself."""
    done = CliRunner().invoke(command_line.kanri, [*words[1:], "--help"])
    assert done.exit_code == 0
    _, found, listed = done.output.partition("\nCommands:\n")
    if not found:
        yield " ".join(words)
    for name in re.findall(r"^  ([a-z-]+)", listed, re.MULTILINE):
        yield from ask_help(*words, name)


def test_every_address_of_the_contract_is_in_the_readme() -> None:
    told = {match[1] for row in list_rows(README.read_text()) if (match := re.match(r"`(/\S+)`", row[0]))}
    assert told == set(CONTRACT["paths"])


SETTING = re.compile(r"settings\.get\w*\(\s*\"(KANRI_\w+)\"")
VARIABLE = re.compile(r"\b(KANRI_[A-Z_]*[A-Z]|DATABASE_(?:READ_)?URL)\b")
CODE = ("*.py", "*.sh", "*.yml", "Dockerfile", "Makefile")
NOT_OURS = {".venv", ".kanri", ".git", "build", "node_modules"}


def test_every_variable_of_the_environment_is_in_the_readme_and_no_other() -> None:
    files = [file for kind in CODE for file in ROOT.rglob(kind) if not NOT_OURS & set(file.relative_to(ROOT).parts)]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files if file != Path(__file__))
    of_scrapy = set(SETTING.findall(code))
    assert of_scrapy, "the settings of a crawl are no variables of the environment"
    _, _, section = README.read_text().partition("## Environment")
    told = {name for row in list_rows(section.partition("\n## ")[0]) for name in VARIABLE.findall(row[0])}
    read = set(VARIABLE.findall(code)) - of_scrapy
    # Tests hand variables of their own to the processes that they start; nobody else sets those.
    between_tests = {name for name in read - told if name.startswith("KANRI_TEST_")}
    assert told == read - between_tests


def list_members(schema: dict[str, Any], above: str = "") -> Iterator[str]:
    """The path of every property, as DATA.md writes it."""
    for name, member in schema.get("properties", {}).items():
        path = above + name + ("[]" if "items" in member else "")
        yield path
        yield from list_members(member.get("items", member), path + ".")


def test_every_field_of_the_contract_is_in_the_data_guide_and_no_other() -> None:
    _, _, fields = DATA.read_text().partition("\n## Fields")
    sections = dict(re.findall(r"^### (\w+)\n(.*?)(?=^### |\Z)", fields, re.DOTALL | re.MULTILINE))
    assert len(sections) == len(list_sections())
    for name, schema in SCHEMAS.items():
        if "properties" not in schema:
            continue
        plain_list = name.endswith(("List", "Features")) and name not in sections
        alike = "GeoJSON" if name.endswith("Features") else "Lists"
        title = alike if plain_list else name.removesuffix("Record")
        told = [row[0].strip("`") for row in list_rows(sections[title])][2:]
        short = plain_list or f"{name}Record" in SCHEMAS
        # What stands inside a feature is the record itself, which has a section of its own.
        members = [path for path in list_members(schema) if not (plain_list and path.startswith("features[]."))]
        assert set(members) <= set(told) if short else members == told, f"{name}: run `python -m docs`"


def test_every_field_is_explained_in_both_languages() -> None:
    _, _, fields = DATA.read_text().partition("\n## Fields")
    rows = [row for row in list_rows(fields) if row[0].startswith("`")]
    assert len(rows) > 100
    for path, _, english, japanese in rows:
        assert re.search("[A-Za-z]{2}", english), path
        assert re.search("[ぁ-んァ-ヶ一-龠]", japanese), path


def test_every_word_of_the_vocabulary_is_in_the_data_guide() -> None:
    enums = [kind for _, kind in inspect.getmembers(vocabulary, inspect.isclass) if issubclass(kind, enum.StrEnum)]
    words = {str(word) for kind in enums if kind is not enum.StrEnum for word in kind}
    told = set(re.findall(r"`([a-z_]+)`", DATA.read_text().partition("\n## Fields")[0]))
    assert len(words) > 50
    assert words <= told, words - told


def test_the_first_query_answers_as_the_readme_says(sample_api: Served) -> None:  # noqa: F811
    text = README.read_text()
    (path,) = re.findall(r"<!-- answer: (\S+) -->", text)
    assert path in text.partition("```sh\ncurl")[2]
    (block,) = list_blocks(README, "json")
    find_lies(json.loads(block.text), sample_api.read(path), "")
    assert sample_api.read(f"{path}&as_of=2026-04-01")["total"] == 1


def find_lies(told: Any, true: Any, at: str) -> None:
    """Fail where the shortened answer is not the real one; an ellipsis stands for members or elements left out."""
    if isinstance(told, dict):
        open_ended = told.pop(ELLIPSIS, None) == ELLIPSIS
        assert told.keys() <= true.keys() if open_ended else told.keys() == true.keys(), at
        for name, value in told.items():
            find_lies(value, true[name], f"{at}/{name}")
    elif isinstance(told, list):
        open_ended = bool(told) and told[-1] == ELLIPSIS
        shown = told[:-1] if open_ended else told
        assert len(shown) <= len(true) if open_ended else len(shown) == len(true), at
        for place, value in enumerate(shown):
            find_lies(value, true[place], f"{at}/{place}")
    else:
        assert told == true, at


@pytest.mark.parametrize(
    ("told", "true"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "…": "…"}, {"b": 1}),
        ([1], [1, 2]),
        ([1, 2, "…"], [1]),
        ({"a": [{"b": None}]}, {"a": [{"b": 0}]}),
    ],
)
def test_a_lie_in_the_shortened_answer_is_found(told: Any, true: Any) -> None:
    with pytest.raises(AssertionError):
        find_lies(told, true, "")


TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
SCRAPY_COMMANDS = {"crawl"} | {path.stem for path in (ROOT / "scrapers" / "commands").glob("[a-z]*.py")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_the_documents_exists(path: Path) -> None:
    for block in list_blocks(path, "sh"):
        for words in block.commands:
            assert is_known(words), f"{path.name}: {' '.join(words)}"


def is_known(words: list[str]) -> bool:
    """Whether a command of the documents names something that is there."""
    program, *rest = words
    checks = {
        "make": lambda: set(rest) <= TARGETS,
        "kanri": lambda: is_command(rest),
        "scrapy": lambda: rest[0] in SCRAPY_COMMANDS,
        "python": lambda: is_module(rest),
        "git": lambda: True,
        "curl": lambda: True,
        ".": lambda: rest == [".venv/bin/activate"],
    }
    return checks[program]() if program in checks else all("=" in word for word in words)


def is_command(words: list[str]) -> bool:
    """Whether these words lead to a command of `kanri` that knows the options given."""
    command: click.Command = command_line.kanri
    while isinstance(command, click.Group):
        if words[0] not in command.commands:
            return False
        command, words = command.commands[words[0]], words[1:]
    known = {option for parameter in command.params for option in parameter.opts}
    return all(word in known for word in words if word.startswith("--"))


def is_module(words: list[str]) -> bool:
    """Whether `python -m MODULE PATH…` finds its module and its paths."""
    paths = [word for word in words[2:] if word.startswith("tests/")]
    there = all((ROOT / path).exists() for path in paths)
    return words[0] == "-m" and find_spec(words[1]) is not None and there


@pytest.mark.parametrize("words", ["make tea", "kanri brew", "kanri crawl --milk", "scrapy brew", "python -m no_such"])
def test_a_command_that_does_not_exist_is_found(words: str) -> None:
    assert not is_known(words.split())
