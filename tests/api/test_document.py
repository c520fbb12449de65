"""What the OpenAPI document says is so: cases made of it, right ones and wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case

from relations.api.docs import document

from .cases import api
from .world import world

schema = api()


@pytest.fixture(autouse=True)
def asked(db: Any) -> Iterator[None]:
    world()
    # As Django's own client has it: requests go on within the transaction of the test.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _test_of(path: str) -> Any:
    """Make the test of one operation."""

    @schema.include(path=path).parametrize()
    @settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
    def test(case: Case) -> None:
        """Every answer is as the document says."""
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    return test


# A function each: one for all of them would have one name, and xdist runs a name once.
for operation_path in document()["paths"]:
    globals()[f"test_answers_are_as_documented_at_{operation_path}"] = _test_of(operation_path)
