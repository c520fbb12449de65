"""Actors, memberships, statements, sources: what the terms of their vocabularies mean."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..vocabularies import (
    CountryKind,
    IncompatibilityKind,
    IsoStatus,
    Medium,
    MembershipActKind,
    MembershipStatus,
    NameKind,
    OrganizationKind,
    Review,
    SourceKind,
    Stance,
    Voice,
)

STATUSES = {
    MembershipStatus.ASPIRANT: _("Declared membership an aim, has not applied."),
    MembershipStatus.INVITED: _("Asked to join, has not answered or not acted yet."),
    MembershipStatus.DECLINED: _("Was asked, and refused."),
    MembershipStatus.APPLICANT: _("Has applied."),
    MembershipStatus.CANDIDATE: _("Recognised as candidate, or negotiating its accession."),
    MembershipStatus.ASSOCIATE: _("Takes part with some of the rights of a member."),
    MembershipStatus.PARTNER: _("Dialogue partner or the like, by a decision."),
    MembershipStatus.OBSERVER: _("May attend, without a vote."),
    MembershipStatus.LAPSED: _("Application withdrawn or earlier status ended."),
    MembershipStatus.MEMBER: _("Full member."),
    MembershipStatus.FROZEN: _("Still a member, and takes no part by its own decision."),
    MembershipStatus.SUSPENDED: _("Still a member, whose rights the organization suspended."),
    MembershipStatus.WITHDRAWN: _("Left by its own decision."),
    MembershipStatus.EXPELLED: _("Put out by the organization."),
    MembershipStatus.ENDED: _("The member or the organization ceased to exist."),
}

INCOMPATIBILITIES = {
    IncompatibilityKind.STATED: _("Somebody in office said that one can't belong to both."),
    IncompatibilityKind.STRUCTURAL: _("The rules of the two can't both be kept."),
}

STANCES = {
    Stance.SUPPORTS: _("Speaks for it."),
    Stance.CONDITIONAL: _("Speaks for it under conditions that it names."),
    Stance.NEUTRAL: _("Says that it takes no side, or has no objection."),
    Stance.DOUBTS: _("Questions its sense, sincerity or effect."),
    Stance.OPPOSES: _("Speaks against it."),
    Stance.IMPROVING: _("Calls ties with a country or organization better than before."),
    Stance.STEADY: _("Calls ties unchanged."),
    Stance.WORSENING: _("Calls ties worse than before."),
    Stance.UNCLEAR: _("Speaks of it, but takes no stand that we could name."),
}

VOICES = {
    Voice.OFFICIAL: _("Somebody in office speaks for a state or an organization."),
    Voice.COMMENTARY: _("An author speaks for himself: a view, never taken for a fact."),
}

MEMBERSHIP_ACTS = {
    MembershipActKind.DECLARED_AIM: _("Said that it wants to belong, without applying."),
    MembershipActKind.INVITED: _("The organization asked it to join."),
    MembershipActKind.DECLINED: _("It refused the invitation."),
    MembershipActKind.APPLIED: _("It asked formally to be admitted."),
    MembershipActKind.PARTNER: _("It was given the standing of a partner for talks."),
    MembershipActKind.ASSOCIATED: _("It was given some of the rights of a member."),
    MembershipActKind.OBSERVER: _("It was let attend without a vote."),
    MembershipActKind.CANDIDATE: _("The organization recognised it as a candidate."),
    MembershipActKind.NEGOTIATIONS: _("Talks on the terms of its accession began."),
    MembershipActKind.LAPSED: _("The application was withdrawn, or the earlier standing ended."),
    MembershipActKind.FOUNDED: _("It was among those that set the organization up."),
    MembershipActKind.JOINED: _("It became a member."),
    MembershipActKind.SUCCEEDED: _("It took over the membership of a predecessor."),
    MembershipActKind.FROZEN: _("It stopped taking part by its own decision, and stayed a member."),
    MembershipActKind.SUSPENDED: _("The organization suspended its rights."),
    MembershipActKind.RESUMED: _("It takes part again."),
    MembershipActKind.WITHDREW: _("It left by its own decision."),
    MembershipActKind.EXPELLED: _("The organization put it out."),
    MembershipActKind.ENDED: _("The member or the organization ceased to exist."),
    MembershipActKind.READMITTED: _("It became a member again."),
}

COUNTRIES = {
    CountryKind.STATE: _("A member of the United Nations, or recognised about as widely."),
    CountryKind.TERRITORY: _("Under a state, with a code of its own."),
    CountryKind.DISPUTED: _("Recognised by some states as one, by others not."),
    CountryKind.FORMER: _("Existed once; others took its place."),
}

CODES = {
    IsoStatus.ASSIGNED: _("The code stands in ISO 3166-1."),
    IsoStatus.USER_ASSIGNED: _("From the codes that ISO 3166-1 leaves to its users."),
    IsoStatus.WITHDRAWN: _("The code stood in ISO 3166-1 once (ISO 3166-3)."),
    IsoStatus.NONE: _("The code is ours alone."),
}

ORGANIZATIONS = {
    OrganizationKind.INTERGOVERNMENTAL: _("Set up by states, by treaty or the like."),
    OrganizationKind.UNION: _("Can lay down law for its members."),
    OrganizationKind.ALLIANCE: _("Its members promise each other help in defence."),
    OrganizationKind.AGENCY: _("A part of a larger organization with tasks of its own."),
    OrganizationKind.BANK: _("Lends or pays out what its members put in."),
    OrganizationKind.COURT: _("Decides cases by law."),
    OrganizationKind.FORUM: _("Meets to talk and coordinate, with little or no apparatus."),
    OrganizationKind.COALITION: _("Came together for one aim, mostly for a time."),
    OrganizationKind.MISSION: _("Sent to a place, by one or more, with a mandate."),
}

NAMES = {
    NameKind.FORMER: _("What it was called before."),
    NameKind.SHORT: _("A shorter form of its name."),
    NameKind.ACRONYM: _("Its initials, in some language."),
    NameKind.NATIVE: _("What it calls itself, in its own script."),
    NameKind.TRANSLITERATION: _("Its own name in another script."),
    NameKind.ALTERNATIVE: _("Another name in use."),
}

MEDIA = {
    Medium.PRESS_CONFERENCE: _("Before journalists, who could ask."),
    Medium.WRITTEN_STATEMENT: _("Issued in writing, by an office."),
    Medium.SOCIAL_MEDIA: _("Posted from an account that speaks for the office."),
    Medium.SPEECH: _("Held before an audience."),
    Medium.INTERVIEW: _("Answers to one medium."),
    Medium.JOINT_STATEMENT: _("Issued by several sides together."),
    Medium.ARTICLE: _("Written for publication under a name."),
    Medium.BRIEFING: _("The regular briefing of an office."),
    Medium.REMARKS: _("Said in passing or at a meeting, and reported."),
    Medium.LAW_OR_RESOLUTION: _("Stated in a law, a decree or a resolution."),
}

SOURCES = {
    SourceKind.NEWS: _("A report of a news agency, paper or broadcaster."),
    SourceKind.OFFICIAL_STATEMENT: _("What an office itself published of what was said."),
    SourceKind.OFFICIAL_DOCUMENT: _("A gazette, law, decision, report of a state or organization."),
    SourceKind.TREATY_TEXT: _("The text that was agreed."),
    SourceKind.TREATY_SERIES: _("A register of treaties, as the UN Treaty Series."),
    SourceKind.REGISTER: _("A list kept by an office: of members, of signatories."),
    SourceKind.REFERENCE_WORK: _("An encyclopaedia, a handbook, a study."),
    SourceKind.DATASET: _("Data gathered and published by others."),
    SourceKind.COMMENTARY: _("A view; it is no evidence of what was done, only of itself."),
}

REVIEWS = {
    Review.DRAFT: _("Being written; readers don't see it."),
    Review.IN_REVIEW: _("Handed in, and waits for an editor; readers don't see it."),
    Review.PUBLISHED: _("Read and released by an editor; readers see it."),
}
