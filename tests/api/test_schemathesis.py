"""The contract, tried by schemathesis with every check: a small budget here, a large one by `make schemathesis`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from db.session import CHECKOUT
from tests.api.serving import Served

CASES = os.environ.get("KANRI_CASES", "8")
"""How many cases each operation gets in each phase."""
PHASES = os.environ.get("KANRI_PHASES", "examples,fuzzing")
SEEDS = os.environ.get("KANRI_SEEDS", "1").split(",")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_contract_holds_whatever_is_asked(api: Served, tmp_path: Path, seed: str) -> None:
    document = tmp_path / "v1.json"
    document.write_bytes(api.get("/v1/openapi.json").content)
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", str(document), "--url", f"http://127.0.0.1:{api.port}",
        "--checks", "all", "--seed", seed, "--max-examples", CASES, "--phases", PHASES, "--no-color",
        "--continue-on-failure", "--generation-database", "none",
    ]  # fmt: skip
    result = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-30000:] + result.stderr[-2000:]
    cases = re.search(r"(\d[\d,]*) generated", result.stdout)
    assert cases is not None, result.stdout[-2000:]
    print(f"schemathesis, all checks, seed {seed}: {cases[1]} cases, 0 failures")
