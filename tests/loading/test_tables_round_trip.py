"""What is exported imports again as unchanged: each model, both formats, all of fixtures/."""

from __future__ import annotations

from typing import Any

import pytest

from relations.models import (
    Act,
    Agreement,
    AgreementLink,
    Citation,
    Country,
    Membership,
    MembershipAct,
    Office,
    Organization,
    OtherName,
    Party,
    Position,
    Provision,
    Side,
    Source,
    Statement,
)
from tests.any_data import FACTORIES

from .tables import export, look

BOTH = pytest.mark.parametrize("form", ["csv", "xlsx"])


@BOTH
@pytest.mark.django_db
@pytest.mark.parametrize("factory", FACTORIES, ids=lambda f: f.__name__)
def test_every_model(factory: Any, form: str) -> None:
    for _ in range(3):
        factory()
    model = factory._meta.model
    plan = look(model, export(model, form))
    assert not plan.problems
    assert not plan.changes
    assert len(plan.unchanged) == model.objects.count()


@pytest.mark.parametrize(
    "model",
    [
        Act,
        Agreement,
        AgreementLink,
        Citation,
        Country,
        Membership,
        MembershipAct,
        Office,
        Organization,
        OtherName,
        Party,
        Position,
        Provision,
        Side,
        Source,
        Statement,
    ],
)
def test_our_data(our_data: None, db: None, model: Any) -> None:
    for form in ("csv", "xlsx"):
        plan = look(model, export(model, form))
        assert not plan.problems
        assert not plan.changes
        assert len(plan.unchanged) == model.objects.count() > 20
