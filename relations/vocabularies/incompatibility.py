"""Incompatibilities of organizations: on what each rests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IncompatibilityKind(TextChoices):
    STATED = "stated", _("stated")
    STRUCTURAL = "structural", _("structural")
