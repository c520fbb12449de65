"""Disputes in which the record says what no known source says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from relations.curation.claims import keep
from relations.curation.quality import desk
from relations.models import Agreement, MembershipAct
from relations.vocabularies import Review
from tests import factories as f

from .finding import found, queries_of, sentences

pytestmark = pytest.mark.django_db

CHECK = "dispute_unweighed"


def says(record: Any, field: str, value: str, **values: Any) -> Any:
    name = {"membershipact": "membership_act"}.get(record._meta.model_name, record._meta.model_name)
    made = {"agreement": None, name: record, "field": field, "value": value, **values}
    return f.ClaimFactory(**{"source": f.SourceFactory(review=Review.PUBLISHED), **made})


@pytest.fixture
def charter(db: Any) -> Any:
    """An agreement that rests on a text, of which another source says another thing."""
    record = f.AgreementFactory(title="Charter", legal_force="political")
    says(record, "legal_force", "binding")
    return record


def test_what_stands_by_the_record_s_own_source_is_weighed(charter: Any) -> None:
    assert found(CHECK) == []
    keep(charter)
    assert found(CHECK) == []


def test_a_value_put_in_by_hand_that_no_source_is_known_to_say(charter: Any) -> None:
    keep(charter)
    Agreement.objects.filter(pk=charter.pk).update(legal_force="unclear")
    assert found(CHECK) == [{charter}]
    (sentence,) = sentences(CHECK)
    assert sentence.startswith("Legal force of “Charter”: no known source says “unclear”")
    assert sentence.endswith("but “legally binding”, “political commitment”.")
    says(charter, "legal_force", "unclear", source=f.SourceFactory(review=Review.DRAFT))
    assert found(CHECK) == []


def test_claims_beside_a_field_that_is_left_empty() -> None:
    record = f.AgreementFactory(registration="")
    says(record, "registration", "UNTS I-1")
    assert found(CHECK) == [{record}]
    assert "left empty, but sources say “UNTS I-1”" in sentences(CHECK)[0]


def test_a_claim_of_a_source_that_readers_cannot_see_is_not_urged() -> None:
    record = f.AgreementFactory(registration="")
    says(record, "registration", "UNTS I-1", source=f.SourceFactory(review=Review.DRAFT))
    assert found(CHECK) == []


def test_the_act_of_a_membership_rests_on_the_source_of_the_membership() -> None:
    step = f.MembershipActFactory(date="2001")
    says(step, "date", "2002")
    assert found(CHECK) == []
    says(step, "date", "2001-05", source=step.membership.source)
    MembershipAct.objects.filter(pk=step.pk).update(date="2003")
    assert found(CHECK) == [{step.membership}]


def test_it_leads_to_the_record_and_to_the_claims(charter: Any, analyst: Client) -> None:
    keep(charter)
    Agreement.objects.filter(pk=charter.pk).update(legal_force="unclear")
    desk.run([CHECK])
    page = analyst.get(f"/admin/relations/finding/?check={CHECK}").content.decode()
    assert f"/admin/relations/agreement/{charter.pk}/change/" in page
    assert f"/admin/relations/claim/{charter.claim_set.first().pk}/change/" in page


def test_it_asks_the_same_questions_however_many_disputes() -> None:
    says(f.AgreementFactory(registration=""), "registration", "UNTS I-1")
    few = queries_of(CHECK)
    for _ in range(5):
        says(f.AgreementFactory(registration=""), "registration", "UNTS I-1")
        says(f.MembershipActFactory(), "date", "1999")
        says(f.PositionFactory(), "quotation", "Never.")
        says(f.OfficeFactory(), "title", "Minister")
    assert queries_of(CHECK) == few
