"""Review, and how a change came."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Review(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")


class Origin(TextChoices):
    """By what way a change came."""

    ADMIN = "admin", _("by hand")
    FIXTURE = "fixture", _("from a fixture")
    IMPORT = "import", _("imported from a table")
    COMMAND = "command", _("by a command")
    RESTORE = "restore", _("restored from the history")
    REVIEW = "review", _("in review")


class Decision(TextChoices):
    """How a request for review ended; empty while it waits."""

    PUBLISHED = "published", _("published")
    CONFIRMED = "confirmed", _("confirmed")
    SENT_BACK = "sent_back", _("sent back")
    REVERTED = "reverted", _("put back as it was")
    WITHDRAWN = "withdrawn", _("withdrawn")
