"""The filters of the lists: what stands in the URL, the same words everywhere.

``q scope kind state party member status speaker on_behalf_of target stance from
to sort``; values are slugs or codes, and a repeated word means any of them.
"""

from .actors import CountryFilter, OrganizationFilter
from .agreement import AgreementFilter
from .parts import ListFilter
from .source import SourceFilter
from .statement import StatementFilter

__all__ = [
    "AgreementFilter",
    "CountryFilter",
    "ListFilter",
    "OrganizationFilter",
    "SourceFilter",
    "StatementFilter",
]
