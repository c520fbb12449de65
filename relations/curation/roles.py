"""The roles, as groups with exact permissions. A migration makes them; this says which.

=============  ==========================================================================
Viewer         sees everything in the admin, drafts, history and queue included
Analyst        enters and edits records and their parts, hands in, deletes drafts,
               restores, imports
Editor         also publishes and confirms, sends back, deletes what is published, keeps
               the scopes, merges, dismisses doubts, shares filters, takes imports back
Administrator  also keeps former slugs and accounts
=============  ==========================================================================

Every role can be given alone: each holds all of the role before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

VIEWER, ANALYST, EDITOR, ADMINISTRATOR = "Viewer", "Analyst", "Editor", "Administrator"

# What analysts enter. A test keeps it complete.
FACTS = (
    "country",
    "organization",
    "othername",
    "membership",
    "membershipact",
    "agreement",
    "party",
    "act",
    "provision",
    "agreementlink",
    "person",
    "office",
    "statement",
    "side",
    "position",
    "source",
    "citation",
    "claim",
    "alias",
    "incompatibility",
)
# What the facts are filed under, and addresses: few people change them.
VOCABULARY = ["scope"]
ADDRESSES = ["formerslug"]
# The work on the facts.
WORK = [
    *("reviewrequest", "revision", "version", "finding", "dismissal"),
    *("dataset", "datasetimport", "importedrow", "unmatched"),
]


def _all(actions: str, models: Iterable[str]) -> set[str]:
    return {f"{action}_{model}" for action in actions.split() for model in models}


def permissions() -> dict[str, set[str]]:
    """Give for each role the codenames of its permissions."""
    viewer = _all("view", [*FACTS, *VOCABULARY, *ADDRESSES, *WORK])
    analyst = viewer | _all("add change delete", FACTS)
    editor = analyst | _all("add change delete", VOCABULARY)
    editor |= {"publish_records", "share_savedfilter", "dismiss_findings", "merge_records"}
    editor |= {"take_back_imports"}
    administrator = (
        editor
        | _all("add change delete", ADDRESSES)
        | _all("view add change delete", ["user"])
        | {"view_group"}
    )
    return {
        VIEWER: viewer,
        ANALYST: analyst,
        EDITOR: editor,
        ADMINISTRATOR: administrator,
    }


def assign(apps: Any) -> None:
    """Make the groups, and give each just the permissions of its role.

    ``apps`` is the registry of a migration. What a permission is for must exist by then:
    codenames of models that a later migration brings are given by that one.
    """
    groups = apps.get_model("auth", "Group").objects
    known = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label__in=["relations", "auth"]
    )
    for role, codenames in permissions().items():
        group, _created = groups.get_or_create(name=role)
        group.permissions.set(known.filter(codename__in=codenames))
