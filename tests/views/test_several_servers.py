"""Several worker processes, and two machines, each with pages in its own memory.

Whoever asks after an edit was committed gets that edit or a later one, wherever they ask.
"""

from __future__ import annotations

import random
import re
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from relations.models import Scope
from tests import factories as f
from tests.serving import ask, server

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = "/about/"  # names all scopes
EDITS = 30  # of each editor


class Editor(threading.Thread):
    """Writes the name of a scope again and again, each time in a transaction of some length."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.scope, self.committed = f.ScopeFactory(name=f"{name} 0"), 0
        self.word, self.dice = name, random.Random(name)  # noqa: S311
        self.pause = threading.Event()

    def run(self) -> None:
        try:
            for number in range(1, EDITS + 1):
                with transaction.atomic():
                    name = f"{self.word} {number}"
                    Scope.objects.filter(pk=self.scope.pk).update(name=name)
                    if connection.vendor != "sqlite":
                        self.pause.wait(self.dice.random() / 20)
                self.committed = number
                self.pause.wait(self.dice.random() / 10)
        finally:
            connections.close_all()


class Reader(threading.Thread):
    """Asks for the page again and again, with the tag that it had last, until all is written."""

    def __init__(self, address: str, editors: list[Editor]) -> None:
        super().__init__()
        self.address, self.editors = address, editors
        self.seen = {editor.word: 0 for editor in editors}
        self.answers: list[int] = []
        self.faults: list[str] = []

    def run(self) -> None:
        tag = ""
        while True:
            written = {editor.word: editor.committed for editor in self.editors}
            over = not any(editor.is_alive() for editor in self.editors)
            answer = ask(self.address, PAGE, tag)
            self.answers.append(answer.status)
            if answer.status == 200:
                tag = answer.tag
                for word in self.seen:
                    found = re.search(rf"{word} (\d+)", answer.text)
                    self.seen[word] = int(found[1]) if found else -1
            for word, number in written.items():
                if self.seen[word] < number:
                    self.faults.append(f"{word} {number} was written, {self.seen[word]} shown")
            if over:
                return


@pytest.mark.parametrize("machines", [1, 2])
def test_no_page_is_older_than_an_edit_that_was_committed_before_it_was_asked_for(
    tmp_path: Path, machines: int
) -> None:
    if machines > 1 and connection.vendor == "sqlite":
        pytest.skip("a file of SQLite belongs to one machine")
    with ExitStack() as running:
        addresses = [running.enter_context(server(tmp_path)) for _ in range(machines)]
        editors = [Editor("Alpha"), Editor("Beta")]
        readers = [Reader(address, editors) for address in addresses for _ in range(2)]
        threads: list[Any] = [*editors, *readers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after = [ask(address, PAGE) for address in addresses * 4]

    assert [editor.committed for editor in editors] == [EDITS, EDITS]
    assert [reader.faults for reader in readers] == [[]] * len(readers)
    statuses = {status for reader in readers for status in reader.answers}
    assert statuses <= {200, 304}
    # All workers of all machines give the last page, and call it by the same name.
    assert len({(answer.tag, answer.text) for answer in after}) == 1
    assert after[0].tag
