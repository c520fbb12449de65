"""A stale form of a long agreement comes back with the page that was opened, not with all of it."""

from __future__ import annotations

import pytest
from django.test import Client

from relations.models import Party
from tests import factories

from .browsing import Person, change_url, new_row, place_of, sent_by

pytestmark = pytest.mark.django_db

PARTIES = 70


def test_only_the_opened_page_and_what_is_new_is_drawn_and_nothing_is_lost() -> None:
    ann, ben = Person("ann"), Person("ben")
    agreement = factories.AgreementFactory(title="Treaty of many")
    parties = [factories.PartyFactory(agreement=agreement) for _ in range(PARTIES)]
    newcomer, invited = factories.CountryFactory.create_batch(2)
    url = f"{change_url(agreement)}?party_set-page=2"

    of_ben = sent_by(ben.client.get(url))
    mine = next(p for p in parties if f"{p.pk}" == of_ben["party_set-3-id"])
    gone = next(p for p in parties if f"{p.pk}" == of_ben["party_set-4-id"])
    elsewhere = parties[0]
    assert str(elsewhere.pk) not in {v for k, v in of_ben.items() if k.endswith("-id")}

    first = ann.opens(agreement) | {"title": "Of Ann"}
    first[place_of(first, "party_set", elsewhere) + "note"] = "Ann, on page 1"
    new_row(first, "party_set", actor_country=newcomer.pk, role="party")
    ann.saves(agreement, first)

    of_ben |= {"party_set-3-note": "Ben, on page 2", "party_set-4-DELETE": "on"}
    new_row(of_ben, "party_set", actor_country=invited.pk, role="party")
    answer = ben.client.post(url, of_ben)
    assert answer.status_code == 200
    back = sent_by(answer)
    # A page of twenty, Ann's new one, Ben's new one.
    assert int(back["party_set-TOTAL_FORMS"]) == 22
    assert back["title"] == "Of Ann"
    assert back[place_of(back, "party_set", mine) + "note"] == "Ben, on page 2"
    assert "Ann, on page 1" in answer.content.decode()  # among what she changed

    assert ben.client.post(url, back).status_code == 302
    elsewhere.refresh_from_db()
    mine.refresh_from_db()
    assert (elsewhere.note, mine.note) == ("Ann, on page 1", "Ben, on page 2")
    now = Party.objects.filter(agreement=agreement)
    assert now.count() == PARTIES + 1
    assert not now.filter(pk=gone.pk).exists()
    assert now.filter(actor_country__in=[newcomer, invited]).count() == 2


def test_where_nobody_knows_what_was_seen_all_rows_are_shown(analyst: Client) -> None:
    agreement = factories.AgreementFactory()
    for _ in range(30):
        factories.PartyFactory(agreement=agreement)
    data = sent_by(analyst.get(change_url(agreement))) | {"_stamp": "forged", "title": "Mine"}
    answer = analyst.post(change_url(agreement), data)
    assert int(sent_by(answer)["party_set-TOTAL_FORMS"]) == 30
