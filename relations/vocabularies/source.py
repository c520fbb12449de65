"""Kinds of sources, and how their links answer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SourceKind(TextChoices):
    NEWS = "news", _("news report")
    OFFICIAL_STATEMENT = "official_statement", _("official statement")
    OFFICIAL_DOCUMENT = "official_document", _("official document")
    TREATY_TEXT = "treaty_text", _("text of an agreement")
    TREATY_SERIES = "treaty_series", _("treaty series or depositary")
    REGISTER = "register", _("register or list of members")
    REFERENCE_WORK = "reference_work", _("reference work")
    DATASET = "dataset", _("data set")
    COMMENTARY = "commentary", _("commentary")


class LinkResult(TextChoices):
    """How a URL answered when it was asked."""

    OK = "ok", _("answers")
    GONE = "gone", _("gone")
    REFUSED = "refused", _("refuses programs")  # readers may well see it
    FAILED = "failed", _("does not answer")
