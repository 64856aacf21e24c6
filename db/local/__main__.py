"""`python -m db.local start|stop|status|url`: the embedded database by hand."""

import sys

from db import local
from db.local.progress import say
from db.session import kanri_home


def _start() -> str:
    return local.start(kanri_home())


def _stop() -> str:
    return "Stopped." if local.stop(kanri_home()) else "It was not running."


def _status() -> str:
    return local.describe(local.status(kanri_home()))


def _url() -> str:
    return local.url(kanri_home())


COMMANDS = {"start": _start, "stop": _stop, "status": _status, "url": _url}


def main(arguments: list[str]) -> int:
    """Run one command; 0 for success, 1 for a database that cannot do it, 2 for an unknown command."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        say(f"usage: python -m db.local {'|'.join(COMMANDS)}")
        return 2
    try:
        print(COMMANDS[arguments[0]]())
    except local.LocalDatabaseError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
