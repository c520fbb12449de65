"""Countries, organizations, their names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CountryKind(TextChoices):
    STATE = "state", _("state")
    TERRITORY = "territory", _("territory")
    DISPUTED = "disputed", _("partly recognised")
    FORMER = "former", _("former state")


class IsoStatus(TextChoices):
    ASSIGNED = "assigned", _("officially assigned")
    USER_ASSIGNED = "user_assigned", _("user-assigned")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NONE = "none", _("no ISO code")


class Region(TextChoices):
    """Regions of the UN Statistics Division, "Standard country or area codes" (M49)."""

    AFRICA = "002", _("Africa")
    AMERICAS = "019", _("Americas")
    ASIA = "142", _("Asia")
    EUROPE = "150", _("Europe")
    OCEANIA = "009", _("Oceania")


class Subregion(TextChoices):
    """Sub-regions of M49, with the intermediate regions where a sub-region is divided."""

    NORTHERN_AFRICA = "015", _("Northern Africa")
    EASTERN_AFRICA = "014", _("Eastern Africa")
    MIDDLE_AFRICA = "017", _("Middle Africa")
    SOUTHERN_AFRICA = "018", _("Southern Africa")
    WESTERN_AFRICA = "011", _("Western Africa")
    SUB_SAHARAN_AFRICA = "202", _("Sub-Saharan Africa")
    CARIBBEAN = "029", _("Caribbean")
    CENTRAL_AMERICA = "013", _("Central America")
    SOUTH_AMERICA = "005", _("South America")
    LATIN_AMERICA = "419", _("Latin America and the Caribbean")
    NORTHERN_AMERICA = "021", _("Northern America")
    CENTRAL_ASIA = "143", _("Central Asia")
    EASTERN_ASIA = "030", _("Eastern Asia")
    SOUTH_EASTERN_ASIA = "035", _("South-eastern Asia")
    SOUTHERN_ASIA = "034", _("Southern Asia")
    WESTERN_ASIA = "145", _("Western Asia")
    EASTERN_EUROPE = "151", _("Eastern Europe")
    NORTHERN_EUROPE = "154", _("Northern Europe")
    CHANNEL_ISLANDS = "830", _("Channel Islands")
    SOUTHERN_EUROPE = "039", _("Southern Europe")
    WESTERN_EUROPE = "155", _("Western Europe")
    AUSTRALIA_AND_NEW_ZEALAND = "053", _("Australia and New Zealand")
    MELANESIA = "054", _("Melanesia")
    MICRONESIA = "057", _("Micronesia")
    POLYNESIA = "061", _("Polynesia")


class OrganizationKind(TextChoices):
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organization")
    UNION = "union", _("supranational union")
    ALLIANCE = "alliance", _("alliance")
    AGENCY = "agency", _("agency or programme")
    BANK = "bank", _("bank or fund")
    COURT = "court", _("court")
    FORUM = "forum", _("forum")
    COALITION = "coalition", _("coalition")
    MISSION = "mission", _("mission")


class NameKind(TextChoices):
    FORMER = "former", _("former name")
    SHORT = "short", _("short name")
    ACRONYM = "acronym", _("acronym")
    NATIVE = "native", _("native name")
    TRANSLITERATION = "transliteration", _("transliteration")
    ALTERNATIVE = "alternative", _("alternative name")
