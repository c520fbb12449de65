"""Two sessions edit the same ten records at once, for real: not one edit is lost silently."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, connections

from relations.admin.recording import RecordedAdmin
from relations.models import Membership, Revision, Version
from tests import factories
from tests.admin.browsing import Person, new_row, sent_by
from tests.replay import replayed, stored

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

ROUNDS = 100  # of two edits each
TRIES = 12
TEXTS = {"title", "summary", "note", "text", "reason", "place", "locator", "quotation"}


@pytest.fixture(autouse=True)
def no_history_yet(transactional_db: Any) -> None:
    """Forget what the emptying of the tables before this test left in the history."""
    Version.objects.all().delete()


@dataclass
class Accepted:
    """A form as it was sent when it was taken, and the revision that it made."""

    record: Any
    data: dict[str, Any]
    made: Revision | None


class World:
    """Ten records, and what their rows point to."""

    def __init__(self) -> None:
        self.countries = factories.CountryFactory.create_batch(8)
        self.scopes = factories.ScopeFactory.create_batch(3)
        self.agreements = factories.AgreementFactory.create_batch(4)
        self.statements = factories.StatementFactory.create_batch(3)
        self.memberships = factories.MembershipFactory.create_batch(3)
        self.records = [*self.agreements, *self.statements, *self.memberships]
        for agreement in self.agreements:
            factories.PartyFactory(agreement=agreement, actor_country=self.countries[0])
            factories.ActFactory(agreement=agreement)
            factories.ProvisionFactory(agreement=agreement, scope=self.scopes[0], number=100)
        for membership in self.memberships:
            factories.MembershipActFactory(membership=membership)

    def row(self, record: Any, dice: random.Random, word: str) -> tuple[str, dict[str, Any]]:
        """Give the prefix and values of a new row. Two people may well add the same."""
        time = dice.randint(2, 40)
        country = dice.choice(self.countries).pk
        of_kind: dict[str, list[tuple[str, dict[str, Any]]]] = {
            "agreement": [
                ("party_set", {"actor_country": country, "role": "party", "note": word}),
                (
                    "act_set",
                    {
                        "kind": "signed",
                        "concerns": "agreement",
                        "occurrence": time,
                        "date": "2020",
                        "reason": word,
                    },
                ),
                (
                    "provision_set",
                    {
                        "number": time,
                        "scope": dice.choice(self.scopes).pk,
                        "force": "intention",
                        "text": word,
                    },
                ),
            ],
            "statement": [
                ("position_set", {name: dice.choice(rows).pk, "stance": "unclear", "text": word})
                for name, rows in (
                    ("target_agreement", self.agreements),
                    ("target_membership", self.memberships),
                    ("target_country", self.countries),
                )
            ],
            "membership": [
                (
                    "membershipact_set",
                    {"kind": "joined", "occurrence": time, "date": "2001", "note": word},
                )
            ],
        }
        return dice.choice(of_kind[record._meta.model_name])


class Editor:
    """Somebody who edits at random, and where a page is stale decides by what it shows."""

    def __init__(self, name: str, world: World) -> None:
        self.person, self.world = Person(name), world
        self.dice = random.Random(name)  # noqa: S311
        self.words = 0
        self.times_told = 0
        self.last: Revision | None = None
        self.accepted: list[Accepted] = []

    def word(self) -> str:
        self.words += 1
        return f"{self.person.name}-{self.words}."

    def open(self, record: Any) -> dict[str, Any]:
        """Open a form and change something: texts, a new row, a row less."""
        data: dict[str, Any] = dict(self.person.opens(record))
        texts = [n for n in data if n.split("-")[-1] in TEXTS]
        for name in self.dice.sample(texts, min(len(texts), self.dice.randint(1, 3))):
            data[name] = self.word()
        rows = [n.removesuffix("-id") for n in data if n.endswith("-id") and data[n]]
        what = self.dice.random()
        if rows and what < 0.2:
            data[f"{self.dice.choice(rows)}-DELETE"] = "on"
        elif what < 0.6:
            prefix, values = self.world.row(record, self.dice, self.word())
            new_row(data, prefix, **values)
        return data

    def send(self, record: Any, data: dict[str, Any]) -> None:
        """Send a form until it is taken."""
        for _ in range(TRIES):
            answer = self.person.sends(record, data)
            if answer.status_code == 302:
                made = Revision.objects.filter(username=self.person.name).last()
                is_new = made != self.last  # else nothing was left to change
                self.accepted.append(Accepted(record, data, made if is_new else None))
                self.last = made
                return
            assert answer.status_code == 200
            data = self.decide(answer)
        raise AssertionError(f"refused {TRIES} times: {answer.context_data['errors']}")

    def decide(self, answer: Any) -> dict[str, Any]:
        data: dict[str, Any] = dict(sent_by(answer))
        stale = answer.context_data["stale"]
        if stale is None:  # a rule refused it: the same row is there already
            for name in [n for n in data if n.endswith("-TOTAL_FORMS")]:
                prefix = name.removesuffix("-TOTAL_FORMS")
                first = int(data[f"{prefix}-INITIAL_FORMS"])
                for place in range(first, int(data[name])):
                    data[f"{prefix}-{place}-DELETE"] = "on"
            return data
        self.times_told += 1
        page = answer.content.decode()
        for difference in stale.differences:
            assert difference.theirs in page
            assert difference.mine in page
        names = [d.input_name for d in stale.differences]
        return {**data, "_take": [name for name in names if self.dice.random() < 0.5]}


def work(editors: list[Editor], world: World) -> None:
    """Let two people edit, each in a thread with a connection of its own, at the same moments."""
    dice = random.Random(7)  # noqa: S311
    plan = [dice.sample(world.records, 2) for _ in range(ROUNDS)]
    # Three times of four both are at the same record.
    plan = [[a, a] if dice.random() < 0.75 else [a, b] for a, b in plan]
    together = threading.Barrier(2, timeout=300)
    failures: list[BaseException] = []

    def session(number: int) -> None:
        try:
            for records in plan:
                data = editors[number].open(records[number])
                together.wait()
                editors[number].send(records[number], data)
                together.wait()
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
            together.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=session, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for failure in sorted(failures, key=lambda f: isinstance(f, threading.BrokenBarrierError)):
        raise failure


def words_left(person: Person, data: dict[str, Any]) -> set[str]:
    """Give what somebody typed in the rows that were kept, where the other's was not taken."""
    sent = {name: str(value) for name, value in data.items() if not name.startswith("_")}
    for name in data.get("_take", ()):
        sent[name] = data[f"_theirs:{name}"]
    gone = {n.removesuffix("DELETE") for n, tick in sent.items() if n.endswith("-DELETE") and tick}
    return {
        value
        for name, value in sent.items()
        if value.startswith(f"{person.name}-") and not any(name.startswith(row) for row in gone)
    }


def last_of(written: list[Version], history: Any) -> int:
    """Give the number of the last version that a form wrote; of all, where it wrote none."""
    return written[-1].pk if written else history.last().pk


def test_200_edits_of_ten_records_by_two_at_once() -> None:
    world = World()
    editors = [Editor(name, world) for name in ("ann", "ben")]
    work(editors, world)

    assert sum(len(editor.accepted) for editor in editors) == 2 * ROUNDS
    assert min(editor.times_told for editor in editors) > 10, "they hardly met"
    for editor in editors:
        for accepted in editor.accepted:
            record, made = accepted.record, accepted.made
            history = Version.objects.of(record._meta.model_name, record.pk)
            written = list(history.filter(revision=made)) if made else []
            if made:
                # Nothing lies between what the page showed and what was written over it.
                seen = int(accepted.data["_stamp"].partition(".")[0])
                between = history.filter(pk__gt=seen, pk__lt=written[0].pk)
                assert not between.exists(), "wrote over what was not shown"
            # What a form holds of one's own was written by it, or by an earlier one.
            known = str(
                [version.new for version in history.filter(pk__lte=last_of(written, history))]
            )
            for word in words_left(editor.person, accepted.data):
                assert word in known, f"{word} was accepted and is not in the history"
    assert replayed() == stored()


def test_two_add_the_same_membership_at_the_same_moment(monkeypatch: Any) -> None:
    """Both forms are right when they are checked; the second to be saved is told in words."""
    country, organization = factories.CountryFactory(), factories.OrganizationFactory()
    people = [Person("ann"), Person("ben")]
    checked, save = threading.Barrier(2, timeout=60), RecordedAdmin.save_model
    answers: list[Any] = []

    def save_once_both_are_checked(*args: Any) -> None:
        # SQLite lets only one in at a time: the second is checked after the first was saved.
        if connection.vendor != "sqlite" and not checked.broken:
            checked.wait()
        save(*args)

    monkeypatch.setattr(RecordedAdmin, "save_model", save_once_both_are_checked)

    def session(person: Person) -> None:
        url = "/admin/relations/membership/add/"
        data = sent_by(person.client.get(url))
        data |= {"actor_country": str(country.pk), "organization": str(organization.pk)}
        answers.append(person.client.post(url, data))
        connections.close_all()

    threads = [threading.Thread(target=session, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved, refused = sorted(answers, key=lambda answer: -answer.status_code)
    assert (saved.status_code, refused.status_code) == (302, 200), saved.context_data["errors"]
    assert "This membership exists" in refused.content.decode()
    assert sent_by(refused)["organization"] == str(organization.pk)
    assert Membership.objects.count() == 1
    assert replayed() == stored()
