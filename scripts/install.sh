#!/bin/sh
# Installs the pinned packages and the project into .venv; does nothing where that is already done.
# usage: scripts/install.sh [dev]     (dev: with the tools for tests and checks; PYTHON names another interpreter)
set -eu
cd "$(dirname "$0")/.."

list=requirements${1:+-$1}.txt
log=.venv/install.log
say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

find_python() {
  for python in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo "$python"; return; fi
  done
  fail "Python 3.11 or later is needed. Debian, Ubuntu: apt install python3 python3-venv; macOS: brew install python."
}

# One dot for each package; all of pip's words go to the log.
run_pip() {
  { .venv/bin/python -m pip --disable-pip-version-check install "$@" 2>&1; echo "pip ended with $?"; } |
    while read -r line; do
      printf '%s\n' "$line" >>"$log"
      case $line in
        Collecting* | Processing* | "Installing collected"*) printf . >&2 ;;
        "pip ended with "*) say ""; exit "${line##* }" ;;
      esac
    done
}

install() {
  : >"$log"
  say "Installing $(cat requirements.txt "$list" | grep == | sort -u | grep -c .) packages into .venv (about a minute)…"
  run_pip -r "$list" || fail "The packages could not be installed:
$(grep -E 'ERROR|error:' "$log" | tail -n 3)
Check the network and try again; all that pip said is in $log."
  run_pip --no-deps --no-build-isolation --editable . || fail "The project itself could not be installed; see the end of $log."
}

python=$(find_python)
# A moved folder, another Python or another list of packages makes the environment stale.
state="$(cat requirements.txt "$list" pyproject.toml scripts/install.sh | cksum) $("$python" -V) $PWD"
stamp=.venv/installed${1:+-$1}
[ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && exit 0

if command -v flock >/dev/null; then exec 9<requirements.txt && flock 9; fi # two at once would break each other
[ "$(cat "$stamp" 2>/dev/null)" = "$state" ] && exit 0
if [ "$(cat .venv/place 2>/dev/null)" != "$("$python" -V) $PWD" ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  "$python" -m venv --clear .venv >/dev/null || fail "Python cannot make a virtual environment here. Debian, Ubuntu: apt install python3-venv."
  echo "$("$python" -V) $PWD" >.venv/place
fi
install
echo "$state" >"$stamp"
