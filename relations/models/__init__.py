"""The models, re-exported."""

from .actors import Country, Organization, OtherName
from .agreement import Act, Agreement, AgreementLink, Party, Provision
from .alias import Alias
from .claim import Claim
from .data_set import DataSet, DataSetImport, ImportedRow, Unmatched
from .history import Revision, Version
from .incompatibility import Incompatibility
from .membership import Membership, MembershipAct
from .person import Office, Person
from .quality import CheckRun, Dismissal, Finding, LinkCheck
from .review import ReviewRequest
from .saved_filter import SavedFilter
from .scope import Scope
from .slug import FormerSlug
from .source import Citation, Source
from .stamp import Stamp
from .statement import Position, Side, Statement

__all__ = [
    "Unmatched",
    "ImportedRow",
    "DataSetImport",
    "DataSet",
    "Alias",
    "Act",
    "Agreement",
    "AgreementLink",
    "CheckRun",
    "Citation",
    "Claim",
    "Country",
    "Dismissal",
    "Finding",
    "FormerSlug",
    "Incompatibility",
    "LinkCheck",
    "Membership",
    "MembershipAct",
    "Office",
    "Organization",
    "OtherName",
    "Party",
    "Person",
    "Position",
    "Provision",
    "ReviewRequest",
    "Revision",
    "SavedFilter",
    "Scope",
    "Side",
    "Source",
    "Stamp",
    "Statement",
    "Version",
]
