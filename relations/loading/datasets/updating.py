"""Brings records up to date with what a data set says now; what people wrote stays.

A value that the import wrote and nobody changed since follows the data set; an empty field
of a record that was recognised is filled; anything else that the data set says differently
becomes a claim with the data set as its source, beside the value that stands
(:mod:`relations.curation.claims`). Where a field can't be disputed, the value that stands
stays and the difference is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction

from relations.curation.claims import keep
from relations.loading.refusals import explain
from relations.models import Claim, DataSet, DataSetImport, ImportedRow
from relations.models.claim import DISPUTABLE, owner_name
from relations.models.data_set import IMPORTED, imported_name

from .refusal import Problem
from .unwanted import deletions
from .values import Values, claim_key, fields_of, leaves_open, text_of
from .work import Candidate

CLAIM_LENGTH = 600


class Updater:
    """Updates the records of one import, and counts what it did by model."""

    def __init__(
        self,
        data_set: DataSet,
        start: Callable[[], DataSetImport],
        values: Values,
        counts: Counter[tuple[str, str]],
    ) -> None:
        self.data_set, self.start, self.values, self.counts = data_set, start, values, counts

    def row(self, candidate: Candidate, *, made: bool) -> ImportedRow:
        """Note that a row of the data set became a record, which may not be written yet."""
        row = ImportedRow(
            data_set=self.data_set,
            key=candidate.key,
            last_import=self.start(),
            place=candidate.row.place,
            made=made,
        )
        if candidate.pk:
            setattr(row, f"{imported_name(candidate.model)}_id", candidate.pk)
        return row

    def update(self, candidate: Candidate, row: ImportedRow, record: Any) -> None:
        """Bring a record up to date with what the data set says now; people's values stay."""
        fields = fields_of(candidate.model)
        changed: list[str] = []
        differs: list[tuple[str, str]] = []
        written = dict(row.values)
        for name, value in self.values.cleaned(candidate).items():
            said, stands = (
                text_of(fields[name], value),
                text_of(fields[name], getattr(record, name)),
            )
            before = written.get(name, "")
            if said == stands:
                if name in written:
                    written[name] = said
            elif said and stands == before:
                setattr(record, name, value)
                written[name] = said
                changed.append(name)
            elif name == "kind" and stands in candidate.alike:
                continue
            elif said and not leaves_open(value, getattr(record, name)):
                differs.append((name, said))
        if changed:
            self._save(candidate, record, changed)
            # Where others claim something else, the new value is to be found among the claims.
            differs += [(name, written[name]) for name in self._claimed(record, changed)]
        disputed = [self._dispute(candidate, record, name, said) for name, said in differs]
        new = row.pk is None
        if changed or any(disputed) or new or written != row.values:
            row.values, row.last_import, row.place = written, self.start(), candidate.row.place
            row.save()
        if changed or any(disputed):
            self._count(candidate.model, "changed")
        elif not new:
            self._count(candidate.model, "unchanged")

    def _save(self, candidate: Candidate, record: Any, changed: list[str]) -> None:
        """Write what changed; what people added may not allow it: an effect before its act."""
        try:
            with transaction.atomic():
                record.save(update_fields=changed)
        except DatabaseError as refused:
            place = candidate.row
            said = f"{candidate.key}: {explain(refused, record)}"
            self.values.problems.append(Problem(place.file.name, place.number, "", said))

    def _claimed(self, record: Any, names: list[str]) -> list[str]:
        """Give those of the fields that have claims."""
        if (owner := owner_name(record)) not in DISPUTABLE:
            return []
        claims = Claim.objects.filter(**{owner: record}, field__in=names)
        return sorted(set(claims.values_list("field", flat=True)))

    def _dispute(self, candidate: Candidate, record: Any, name: str, said: str) -> bool:
        """Let the data set's value stand beside that of people; say whether that is new."""
        owner = owner_name(record)
        if name not in DISPUTABLE.get(owner, ()) or len(said) > CLAIM_LENGTH:
            self._count(candidate.model, "differs, kept")
            return False
        there = {owner: record, "field": name, "value": said, "source_id": self.data_set.source_id}
        key = claim_key(candidate, name, said)
        # Somebody may have changed the wording of a claim that the data set made: it stays so.
        known = ImportedRow.objects.filter(data_set=self.data_set, key=key)
        if Claim.objects.filter(**there).exists() or self._is_settled(known.first()):
            return False
        claim = Claim(**there, locator=candidate.key[:200])
        claim.full_clean()
        claim.save()
        keep(record)
        row = self.row(candidate, made=True)
        row.key = key
        for key in IMPORTED:
            setattr(row, f"{key}_id", None)
        row.claim = claim
        row.save()
        self._count(Claim, "new")
        return True

    def _is_settled(self, known: ImportedRow | None) -> bool:
        """Say whether a claim was made before and stands, or was deleted as not wanted."""
        if known is None:
            return False
        _name, number = known.target
        if Claim.objects.filter(pk=number).exists() or deletions(Claim, [number]):
            return True
        known.delete()
        return False

    def _count(self, model: Any, what: str) -> None:
        self.counts[str(model._meta.model_name), what] += 1
