"""How fast the register of corporate numbers is loaded: rows a second, and the most memory taken.

    python -m benchmarks.corporate_numbers [ROWS]

writes a fictional file of ROWS rows (default 1,000,000) in the publisher's layout, loads it into an empty
database of the home's cluster, and loads it again as a newer difference file would be.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from db import local
from db.session import kanri_home, make_engine, open_database
from japanese.numbers import compute_check_digit

_SYLLABLES = "架空青葉白鳥緑野星川虹光栄和泉松竹梅東西南北中央新旭丸大小三陽明豊富士高低山谷海浜港"
_KINDS = (("301", "株式会社"), ("302", "有限会社"), ("305", "合同会社"), ("399", "協同組合"))
_CITIES = [(prefecture, city) for prefecture in range(1, 48) for city in range(201, 240)]


def write_register(path: Path, rows: int) -> None:
    """Write a fictional register of `rows` corporations, as a full file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(make_rows(rows))


def make_rows(rows: int) -> Iterator[str]:
    """Lines of a full file; the names and places are made of syllables that mean nothing."""
    chance = random.Random(1)
    bases = (f"{chance.randrange(10**12):012}" for _ in range(rows))
    # As the publisher sorts them.
    for index, number in enumerate(sorted(compute_check_digit(base) + base for base in bases), 1):
        name = "".join(chance.choices(_SYLLABLES, k=chance.randint(3, 9)))
        kind, form = chance.choices(_KINDS, (60, 25, 10, 5))[0]
        name = f"{form}{name}" if chance.random() < 0.6 else f"{name}{form}"
        prefecture, city = chance.choice(_CITIES)
        yield (
            f'{index},{number},01,1,2026-07-31,2015-10-05,"{name}",,{kind},"架空県",'
            f'"架空市{city}","架空町{chance.randint(1, 9)}丁目{chance.randint(1, 30)}番{chance.randint(1, 30)}号",,'
            f"{prefecture:02},{city},9990000,,,,,,,2015-10-05,1,,,,,\"カクウ\",0\r\n"
        )


def main(rows: int) -> None:
    """Measure and print."""
    open_database()
    server = make_engine(local.url(kanri_home(), local.SUPERUSER, "postgres")).execution_options(isolation_level="AUTOCOMMIT")
    name = "benchmark_corporate_numbers"
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {name} OWNER {local.OWNER} TEMPLATE template0"))
