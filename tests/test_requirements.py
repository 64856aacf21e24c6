"""What is installed is pinned: the whole closure, by version, without an address."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from db.session import CHECKOUT


def read_pins(*files: str) -> dict[str, str]:
    """Canonical name -> version."""
    lines = [line for file in files for line in (CHECKOUT / file).read_text().splitlines()]
    pins = [line for line in lines if line != "" and not line.startswith(("#", "-r requirements.txt"))]
    return {canonicalize_name(pin.split("==")[0]): pin.split("==")[1] for pin in pins}


def list_unpinned(pins: dict[str, str], wanted: list[Requirement]) -> list[str]:
    """What the pinned packages, as installed here, and `wanted` require without a pin."""
    for name in pins:
        try:
            wanted = wanted + [Requirement(line) for line in requires(name) or []]
        except PackageNotFoundError:
            continue  # another platform's
    return [
        str(need)
        for need in wanted
        if (need.marker is None or need.marker.evaluate({"extra": ""})) and canonicalize_name(need.name) not in pins
    ]


def project_requirements() -> list[Requirement]:
    """The dependencies that pyproject.toml names."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    return [Requirement(line) for line in project["dependencies"]]


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_line_is_a_name_and_a_version(file: str) -> None:
    for line in (CHECKOUT / file).read_text().splitlines():
        assert re.fullmatch(r"#.*|-r requirements\.txt|[\w.-]+==[\w.]+", line), line


def test_nothing_is_installed_unpinned() -> None:
    assert list_unpinned(read_pins("requirements.txt"), project_requirements()) == []
    assert list_unpinned(read_pins("requirements.txt", "requirements-dev.txt"), []) == []


def test_a_missing_pin_is_noticed() -> None:
    pins = read_pins("requirements.txt")
    del pins["pydantic-core"], pins["scrapy"]
    assert {Requirement(need).name.lower() for need in list_unpinned(pins, project_requirements())} == {
        "pydantic-core",
        "scrapy",
    }


def test_the_pins_keep_the_projects_bounds() -> None:
    pins = read_pins("requirements.txt")
    for need in project_requirements():
        assert need.specifier.contains(pins[canonicalize_name(need.name)]), str(need)
