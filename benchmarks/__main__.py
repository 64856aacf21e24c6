"""Every benchmark, one after the other: `python -m benchmarks [NAME…] [--shared FOLDER]`; what `make bench` runs."""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_BENCHMARKS: dict[str, tuple[str, ...]] = {
    "compare": (),
    "growth": (),
    "writing": (),
    "soak": (),
    "report": (),
    "search": (),
    "exports": (),
    "registry": (),
    "corporate_numbers": (),
    "names": ("names",),
    "geocoding": ("",),
}
"""By name, with the folder of recorded files that it takes, where it takes one."""


def run(name: str, shared: Path) -> bool:
    """Run one in a process of its own, as by hand; whether it ended well."""
    folders = [shared / folder for folder in _BENCHMARKS[name]]
    missing = [folder for folder in folders if not folder.is_dir()]
    print(f"\n== {name}", flush=True)
    if missing:
        print(f"Left out: {name} measures recorded official files, which are no part of the project; there is no {missing[0]}.")
        return True
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *map(str, folders)], check=False)
    print(f"-- {name}: {time.perf_counter() - began:.0f} s", flush=True)
    return done.returncode == 0


def main(words: Sequence[str] | None = None) -> None:
    """Run those that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which, of {', '.join(_BENCHMARKS)}; all where none is named")
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="the folder of recorded files")
    asked = parser.parse_args(words)
    unknown = set(asked.names) - _BENCHMARKS.keys()
    if unknown:
        parser.error(f"there is no {sorted(unknown)[0]}")
    failed = [name for name in asked.names or _BENCHMARKS if not run(name, asked.shared)]
    if failed:
        sys.exit(f"Not measured to the end: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
