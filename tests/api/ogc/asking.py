"""Asking the served maps, and the database behind them, the same question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString, cast

import httpx
import psycopg

from tests.api.serving import Served

TODAY = "edition_to = 2147483647"


@dataclass(frozen=True)
class Maps:
    """The served maps with the owner's connection to their database."""

    served: Served
    owner: psycopg.Connection

    @property
    def root(self) -> str:
        """The address of the landing page."""
        return f"http://127.0.0.1:{self.served.port}/ogc"

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """GET below the landing page, whatever comes back."""
        return self.served.get(f"/ogc{path}", params=parameters or None)

    def read(self, path: str, **parameters: Any) -> Any:
        """GET JSON that must be a success."""
        response = self.get(path, **parameters)
        assert response.status_code == 200, (path, response.status_code, response.text[:500])
        return response.json()

    def items(self, collection: str, **parameters: Any) -> Any:
        """A page of features."""
        return self.read(f"/collections/{collection}/items", **parameters)

    def filter(self, collection: str, text: str, language: str = "cql2-text", **parameters: Any) -> Any:
        """A page of the features that meet a filter."""
        return self.items(collection, **{"filter": text, "filter-lang": language, **parameters})

    def follow(self, collection: str, **parameters: Any) -> Iterator[Any]:
        """Every page, by the links to the next one."""
        page = self.items(collection, **parameters)
        yield page
        while following := next((one["href"] for one in page["links"] if one["rel"] == "next"), None):
            response = self.served.get(following)
            assert response.status_code == 200, response.text[:300]
            page = response.json()
            yield page

    def count(self, kind: str, where: str = "TRUE", *values: Any) -> int:
        """What the database counts."""
        query = f"SELECT count(*) FROM published.version_{kind} AS v WHERE {TODAY} AND {where}"
        row = self.owner.execute(cast(LiteralString, query), values or None).fetchone()
        assert row is not None
        return int(row[0])
