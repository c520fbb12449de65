"""Short quotations, to the letter, from the Vienna Convention on the Law of Treaties.

Done at Vienna on 23 May 1969, in force since 27 January 1980; United Nations, Treaty Series,
vol. 1155, I-18232. English is one of its authentic languages: quotations aren't translated.
What is left out is marked by dots.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quotation:
    """The article, as “2 (1) (a)”, and its words."""

    article: str
    words: str


TREATY = Quotation(
    "2 (1) (a)",
    "‘treaty’ means an international agreement concluded between States in written form and "
    "governed by international law, whether embodied in a single instrument or in two or more "
    "related instruments and whatever its particular designation",
)
RATIFICATION = Quotation(
    "2 (1) (b)",
    "‘ratification’, ‘acceptance’, ‘approval’ and ‘accession’ mean in each case the international "
    "act so named whereby a State establishes on the international plane its consent to be bound "
    "by a treaty",
)
RESERVATION = Quotation(
    "2 (1) (d)",
    "‘reservation’ means a unilateral statement, however phrased or named, made by a State, when "
    "signing, ratifying, accepting, approving or acceding to a treaty, whereby it purports to "
    "exclude or to modify the legal effect of certain provisions of the treaty in their "
    "application to that State",
)
NEGOTIATING_STATE = Quotation(
    "2 (1) (e)",
    "‘negotiating State’ means a State which took part in the drawing up and adoption of the text "
    "of the treaty",
)
CONTRACTING_STATE = Quotation(
    "2 (1) (f)",
    "‘contracting State’ means a State which has consented to be bound by the treaty, whether or "
    "not the treaty has entered into force",
)
PARTY = Quotation(
    "2 (1) (g)",
    "‘party’ means a State which has consented to be bound by the treaty and for which the treaty "
    "is in force",
)
THIRD_STATE = Quotation("2 (1) (h)", "‘third State’ means a State not a party to the treaty")
INTERNATIONAL_ORGANIZATION = Quotation(
    "2 (1) (i)", "‘international organization’ means an intergovernmental organization"
)
ADOPTION = Quotation(
    "9 (1)",
    "The adoption of the text of a treaty takes place by the consent of all the States "
    "participating in its drawing up except as provided in paragraph 2.",
)
INITIALLING = Quotation(
    "10 (b)",
    "… by the signature, signature ad referendum or initialling by the representatives of those "
    "States of the text of the treaty …",
)
CONSENT = Quotation(
    "11",
    "The consent of a State to be bound by a treaty may be expressed by signature, exchange of "
    "instruments constituting a treaty, ratification, acceptance, approval or accession, or by "
    "any other means if so agreed.",
)
SIGNATURE = Quotation(
    "12 (1)",
    "The consent of a State to be bound by a treaty is expressed by the signature of its "
    "representative when: (a) the treaty provides that signature shall have that effect …",
)
RATIFYING = Quotation(
    "14 (1)",
    "The consent of a State to be bound by a treaty is expressed by ratification when: (a) the "
    "treaty provides for such consent to be expressed by means of ratification …",
)
ACCEPTANCE = Quotation(
    "14 (2)",
    "The consent of a State to be bound by a treaty is expressed by acceptance or approval under "
    "conditions similar to those which apply to ratification.",
)
ACCESSION = Quotation(
    "15",
    "The consent of a State to be bound by a treaty is expressed by accession when: (a) the "
    "treaty provides that such consent may be expressed by that State by means of accession …",
)
NOT_TO_DEFEAT = Quotation(
    "18",
    "A State is obliged to refrain from acts which would defeat the object and purpose of a "
    "treaty when: (a) it has signed the treaty … subject to ratification, acceptance or "
    "approval, until it shall have made its intention clear not to become a party to the "
    "treaty …",
)
ENTRY_INTO_FORCE = Quotation(
    "24 (1)",
    "A treaty enters into force in such manner and upon such date as it may provide or as the "
    "negotiating States may agree.",
)
PROVISIONAL = Quotation(
    "25 (1)",
    "A treaty or a part of a treaty is applied provisionally pending its entry into force if: "
    "(a) the treaty itself so provides; or (b) the negotiating States have in some other manner "
    "so agreed.",
)
GOOD_FAITH = Quotation(
    "26",
    "Every treaty in force is binding upon the parties to it and must be performed by them in "
    "good faith.",
)
AMENDMENT = Quotation("39", "A treaty may be amended by agreement between the parties.")
ENDING = Quotation(
    "54",
    "The termination of a treaty or the withdrawal of a party may take place: (a) in conformity "
    "with the provisions of the treaty; or (b) at any time by consent of all the parties after "
    "consultation with the other contracting States.",
)
DENUNCIATION = Quotation(
    "56 (2)",
    "A party shall give not less than twelve months’ notice of its intention to denounce or "
    "withdraw from a treaty under paragraph 1.",
)
SUSPENSION = Quotation(
    "57",
    "The operation of a treaty in regard to all the parties or to a particular party may be "
    "suspended: (a) in conformity with the provisions of the treaty; or (b) at any time by "
    "consent of all the parties after consultation with the other contracting States.",
)
LATER_TREATY = Quotation(
    "59 (1)",
    "A treaty shall be considered as terminated if all the parties to it conclude a later treaty "
    "… and: (a) it appears from the later treaty or is "
    "otherwise established that the parties intended that the matter should be governed by that "
    "treaty …",
)
CHANGED_CIRCUMSTANCES = Quotation(
    "62 (1)",
    "A fundamental change of circumstances which has occurred with regard to those existing at "
    "the time of the conclusion of a treaty, and which was not foreseen by the parties, may not "
    "be invoked as a ground for terminating or withdrawing from the treaty unless …",
)
DEPOSITARY = Quotation(
    "76 (2)",
    "The functions of the depositary of a treaty are international in character and the "
    "depositary is under an obligation to act impartially in their performance.",
)
