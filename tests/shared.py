"""Where the recorded official files lie, for the tests that need them."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_PLACES = [Path(os.environ["KANRI_SHARED"])] if "KANRI_SHARED" in os.environ else [
    _ROOT.parent / "shared",
    _ROOT.parent.parent / "shared",
]


def shared_path(*parts: str) -> Path:
    """The path of a recorded file or folder; the calling test is skipped where there are no recordings."""
    for place in _PLACES:
        path = place.joinpath(*parts)
        if path.exists():
            return path
    pytest.skip(f"the recorded official files ({'/'.join(parts)}) are not on this machine; set KANRI_SHARED")
