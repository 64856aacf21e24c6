"""What is on its way out says so in every answer and in the contract; what is not says nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from api.contract.document import write_contract
from api.deprecation import Deprecation
from api.operations import OPERATIONS, Operation
from tests.api.serving import PUBLIC_URL, Served, serve
from tests.postgis import Database

OLD = Deprecation(datetime(2026, 4, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC), "/v1/dispositions")
OLDER = Deprecation(datetime(2026, 1, 1, tzinfo=UTC))


def find(operation_id: str) -> Operation:
    return next(one for one in OPERATIONS if one.id == operation_id)


def list_operations() -> list[Operation]:
    """The real ones, an old list and an old export beside them, and an old parameter on a real one."""
    alike = find("listDispositions"), find("exportDispositionsCsv")
    old = [replace(one, path=f"/v1/old{at}", id=f"old{at}", deprecated=OLD) for at, one in enumerate(alike)]
    permits = find("listPermits")
    parameters = {**permits.parameters, "regime": replace(permits.parameters["regime"], deprecated=OLDER)}
    kept = [one for one in OPERATIONS if one is not permits]
    return [*kept, *old, replace(permits, parameters=parameters, deprecated=None)]


@pytest.fixture(scope="module")
def leaving(register_database: Database) -> Iterator[Served]:
    with serve(register_database, operations=list_operations()) as served:
        yield served


@pytest.mark.parametrize("path", ["/v1/old0", "/v1/old0?limit=1", "/v1/old1", "/v1/old1?limit=2"])
def test_an_old_operation_says_so_in_its_headers(leaving: Served, path: str) -> None:
    for _ in range(2):  # from the database, and from memory
        response = leaving.get(path)
        assert response.status_code == 200
        assert response.headers["deprecation"] == f"@{int(OLD.since.timestamp())}"
        assert parsedate_to_datetime(response.headers["sunset"]) == OLD.sunset
        assert f'<{PUBLIC_URL}/v1/dispositions>; rel="successor-version"' in response.headers["link"]


def test_its_other_links_stay(leaving: Served) -> None:
    assert 'rel="next"' in leaving.get("/v1/old0?limit=1").headers["link"]
    assert leaving.client.head("/v1/old0").headers["sunset"]
    assert "Sunset" in leaving.get("/v1/old0").headers["access-control-expose-headers"]


def test_an_old_parameter_says_so_only_where_it_is_used(leaving: Served) -> None:
    used = leaving.get("/v1/permits?regime=titp")
    assert used.headers["deprecation"] == f"@{int(OLDER.since.timestamp())}" and "sunset" not in used.headers
    assert "deprecation" not in leaving.get("/v1/permits").headers


def test_the_contract_says_so_too() -> None:
    contract = write_contract("/", list_operations())
    old = contract["paths"]["/v1/old0"]["get"]
    assert old["deprecated"] is True and "Use /v1/dispositions instead" in old["description"] and "非推奨" in old["description"]
    (regime,) = [one for one in contract["paths"]["/v1/permits"]["get"]["parameters"] if one["name"] == "regime"]
    assert regime["deprecated"] is True
    assert "deprecated" not in contract["paths"]["/v1/permits"]["get"]


def test_nothing_that_is_not_leaving_says_it_does(leaving: Served) -> None:
    for path in ("/v1/dispositions", "/v1/sources", "/v1/permits?role=implementer"):
        headers = leaving.get(path).headers
        assert "deprecation" not in headers and "sunset" not in headers
    told = [one for one in write_contract()["paths"].values() if "deprecated" in one["get"]]
    assert [one["get"]["operationId"] for one in told] == [one.id for one in OPERATIONS if one.deprecated is not None]
