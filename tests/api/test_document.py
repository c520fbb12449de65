"""What the OpenAPI document says is so: cases made of it, right ones and wrong ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import Case

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


@schema.parametrize()
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_the_document_says(case: Case) -> None:
    case.call_and_validate(headers={"Accept-Encoding": "identity"})
