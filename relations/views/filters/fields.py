"""Form fields of the filters: any of several terms, actors, targets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from relations.models import Agreement, Country, Membership, Organization, Scope
from relations.querysets import Rows
from relations.reading.actors import current_slugs
from relations.vocabularies import Review


class AnyOfField(forms.MultipleChoiceField):
    """Any of several terms; what isn't one is named in the error."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not known here.")}

    def to_python(self, value: Any) -> list[str]:
        """Leave out the empty value that a form sends for "any", and NUL."""
        values = super().to_python(value)
        return [v for v in (v.replace("\x00", "") for v in values) if v]

    def validate(self, value: Any) -> None:
        if unknown := self.unknown(value):
            raise ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": unknown[0]}
            )

    def unknown(self, values: list[str]) -> list[str]:
        """Give those of the values that are no terms here."""
        choices: Any = self.choices
        known = {str(value) for value, _label in choices}
        return [value for value in values if value not in known]


class RecordField(AnyOfField):
    """Records of some kinds by slug."""

    def __init__(self, *, models: tuple[Any, ...], **kwargs: Any) -> None:
        self.models = models
        super().__init__(**kwargs)

    def unknown(self, values: list[str]) -> list[str]:
        for model in self.models:
            if not values:
                return []
            rows: Rows = model._default_manager.filter(slug__in=values)
            if model is not Scope:
                rows = rows.published()
            known = set(rows.values_list("slug", flat=True))
            values = [value for value in values if value not in known]
        return values


class ActorField(RecordField):
    """Countries and organizations by slug or code, former slugs included."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"models": (Country, Organization), **kwargs})

    def to_python(self, value: Any) -> list[str]:
        values = super().to_python(value)
        return current_slugs(values) if values else []


class TargetField(ActorField):
    """An actor, or anything else that a position is on; a membership is member/organization."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(models=(Country, Organization, Agreement, Scope), **kwargs)

    def unknown(self, values: list[str]) -> list[str]:
        ties = [value for value in values if "/" in value]
        rest = super().unknown([value for value in values if "/" not in value])
        if not ties:
            return rest
        rows = Membership.objects.visible().filter(
            organization__slug__in=[tie.partition("/")[2] for tie in ties]
        )
        known = {
            f"{country or organization}/{whose}"
            for country, organization, whose in rows.values_list(
                "actor_country__slug", "actor_organization__slug", "organization__slug"
            )
        }
        return rest + [tie for tie in ties if tie not in known]


class TextField(AnyOfField):
    """Texts that published records hold in a column."""

    def __init__(self, *, model: Any, column: str, **kwargs: Any) -> None:
        self.model, self.column = model, column
        super().__init__(**kwargs)

    def unknown(self, values: list[str]) -> list[str]:
        rows = self.model._default_manager.filter(
            review=Review.PUBLISHED, **{f"{self.column}__in": values}
        )
        known = set(rows.values_list(self.column, flat=True)) if values else set()
        return [value for value in values if value not in known]
