"""The filters of the lists: what stands in the URL, the same words everywhere.

``q scope kind state party member status speaker on_behalf_of target stance from
to as_of sort page``, and where a list has more to ask ``organization office region
medium force``; values are slugs or codes, and a repeated word means any of them.
"""

from .actors import CountryFilter, OrganizationFilter
from .agreement import AgreementFilter
from .incompatibility import IncompatibilityFilter
from .list_filter import ListFilter
from .membership import MembershipFilter
from .person import PersonFilter
from .source import SourceFilter
from .statement import StatementFilter

__all__ = [
    "AgreementFilter",
    "CountryFilter",
    "IncompatibilityFilter",
    "ListFilter",
    "MembershipFilter",
    "OrganizationFilter",
    "PersonFilter",
    "SourceFilter",
    "StatementFilter",
]
