"""The contract, tried by schemathesis with a small budget; KANRI_CASES and KANRI_PHASES give it a larger one."""

import os
import subprocess
import sys
from pathlib import Path

from tests.api.serving import Served

CASES = os.environ.get("KANRI_CASES", "8")
CONFIG = Path(__file__).parent / "schemathesis.toml"
PHASES = os.environ.get("KANRI_PHASES", "examples,fuzzing")
NOT_YET = os.environ.get("KANRI_NOT_YET", "positive_data_acceptance,negative_data_rejection")
"""Checks that need schemas as narrow as the readers: dates, search texts, coordinates and cursors are wider there."""
SEED = os.environ.get("KANRI_SEED", "1")


def test_the_contract_holds_whatever_is_asked(api: Served, tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{api.port}"
    document = tmp_path / "v1.json"
    document.write_bytes(api.get("/v1/openapi.json").content)
    command = [
        sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run", str(document), "--url", url, "--checks", "all", "--seed", SEED,
        "--exclude-checks", NOT_YET,
        "--max-examples", CASES, "--phases", PHASES, "--no-color", "--continue-on-failure",
    ]  # fmt: skip
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout[-8000:] + result.stderr[-2000:]
