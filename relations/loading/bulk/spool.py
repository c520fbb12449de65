"""Keeps checked records on disk until their model's turn comes."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator
from typing import Any

# Records read, looked up and written at once.
BATCH = 2_000

# A record: its place, and its row in which keys of other rows are still words.
Item = tuple[str, list[Any]]


class Spool:
    """Files without a name: they are gone when the process is, however it ends."""

    def __init__(self) -> None:
        self._waiting: dict[Any, list[Item]] = {}
        self._files: dict[Any, Any] = {}
        self.counts: dict[Any, int] = {}

    def add(self, model: Any, item: Item) -> None:
        waiting = self._waiting.setdefault(model, [])
        waiting.append(item)
        if len(waiting) == BATCH:
            self._flush(model)

    def _flush(self, model: Any) -> None:
        waiting = self._waiting.get(model)
        if not waiting:
            return
        if model not in self._files:
            self._files[model] = tempfile.TemporaryFile()  # noqa: SIM115 it lives as long as we
        pickle.dump(waiting, self._files[model], protocol=5)
        self.counts[model] = self.counts.get(model, 0) + len(waiting)
        waiting.clear()

    def close(self, model: Any) -> None:
        """Throw away what was kept of a model."""
        self._waiting.pop(model, None)
        self.counts.pop(model, None)
        if (file := self._files.pop(model, None)) is not None:
            file.close()

    def models(self) -> set[Any]:
        """Give the models of which there are records."""
        return {*self._files, *(model for model, waiting in self._waiting.items() if waiting)}

    def count(self, model: Any) -> int:
        """Say how many records of a model there are."""
        return self.counts.get(model, 0) + len(self._waiting.get(model, ()))

    def total(self) -> int:
        return sum(self.counts.values()) + sum(map(len, self._waiting.values()))

    def batches(self, model: Any) -> Iterator[list[Item]]:
        """Give the records of a model in the order in which they came."""
        self._flush(model)
        file = self._files.get(model)
        if file is None:
            return
        file.seek(0)
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 nobody else can write this file
            except EOFError:
                return
