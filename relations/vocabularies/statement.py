"""Statements and the stances taken in them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Voice(TextChoices):
    """Who speaks: somebody in office for an actor, or an onlooker for himself."""

    OFFICIAL = "official", _("official statement")
    COMMENTARY = "commentary", _("commentary")


class Medium(TextChoices):
    PRESS_CONFERENCE = "press_conference", _("press conference")
    WRITTEN_STATEMENT = "written_statement", _("written statement")
    SOCIAL_MEDIA = "social_media", _("social media")
    SPEECH = "speech", _("speech")
    INTERVIEW = "interview", _("interview")
    JOINT_STATEMENT = "joint_statement", _("joint statement")
    ARTICLE = "article", _("article")
    BRIEFING = "briefing", _("briefing")
    REMARKS = "remarks", _("remarks")
    LAW_OR_RESOLUTION = "law_or_resolution", _("law or resolution")


class Stance(TextChoices):
    SUPPORTS = "supports", _("supports")
    CONDITIONAL = "conditional", _("supports on conditions")
    NEUTRAL = "neutral", _("neutral")
    DOUBTS = "doubts", _("doubts")
    OPPOSES = "opposes", _("opposes")
    IMPROVING = "improving", _("ties improving")
    STEADY = "steady", _("ties steady")
    WORSENING = "worsening", _("ties worsening")
    UNCLEAR = "unclear", _("unclear")


# A stance on a country as such characterises ties: nobody supports or opposes a country.
TIES = (Stance.IMPROVING, Stance.STEADY, Stance.WORSENING)
