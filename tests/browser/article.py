"""The facts of the article that geopol started from, as an analyst types them.

Each record: model, fields, and the rows of its inlines. A value of an autocomplete is
(what is typed, what is chosen). Only what the article itself says.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]

ARM, USA, RUS = ("ARM", "Armenia"), ("USA", "United States"), ("RUS", "Russia")
AZE, GEO, TUR = ("AZE", "Azerbaijan"), ("GEO", "Georgia"), ("TUR", "Türkiye")
EU, EAEU, PLATFORM = ("EU", "European Union"), ("EAEU", "Eurasian Economic"), ("3+3", "3+3")
COALITION = ("Daesh", "Global Coalition against Daesh")
CHARTER = ("US-Armenia", "US-Armenia Strategic Partnership")

URL = (
    "https://stem-lab.az/en/article/"
    "what-does-the-strategic-partnership-agreement-between-the-us-and-armenia-mean-1128"
)
SOURCE: Row = {
    "title": "What does the strategic partnership agreement between the US and Armenia mean?",
    "publisher": "STEM (stem-lab.az)",
    "kind": "commentary",
    "published": "2025-01",
    "note": "Holds both a report and the view of its author; names Azerbaijan twice in the 3+3.",
}

SCOPES = [
    ("Political", None),
    ("Democratization", "Political"),
    ("Security", None),
    ("Border security", "Security"),
    ("Defence", None),
    ("Economic", None),
    ("Energy", None),
    ("Civil nuclear", "Energy"),
    ("Scientific", None),
    ("Educational", None),
    ("Cultural", None),
    ("Humanitarian", None),
]

PEOPLE = [
    ("Antony Blinken", "Secretary of State", USA, None),
    ("Ararat Mirzoyan", "Minister of Foreign Affairs", ARM, None),
    ("Nikol Pashinyan", "Prime Minister", ARM, "2018-05"),
]
# Unknown until his statement is entered: added there, without leaving the page.
LAVROV = ("Sergey Lavrov", "Minister of Foreign Affairs", RUS)

AGREEMENTS: list[tuple[Row, dict[str, list[Row]]]] = [
    (
        {
            "title": "US-Armenia Strategic Partnership agreement",
            "short_title": "US-Armenia Strategic Partnership",
            "kind": "charter",
            "summary": "A framework for wider cooperation; no promise to take part in a conflict.",
        },
        {
            "party": [{"actor_country": USA}, {"actor_country": ARM}],
            "act": [
                {
                    "kind": "signed",
                    "concerns": "party",
                    "actor_country": USA,
                    "person": ("Blinken", "Antony Blinken"),
                    "date": "2025-01",
                    "place": "Washington",
                },
                {
                    "kind": "signed",
                    "concerns": "party",
                    "actor_country": ARM,
                    "person": ("Mirzoyan", "Ararat Mirzoyan"),
                    "date": "2025-01",
                    "place": "Washington",
                },
            ],
            "provision": [
                {"number": str(number), "scope": (scope, scope), "force": force, "text": text}
                for number, (scope, force, text) in enumerate(
                    [
                        ("Political", "intention", "Cooperation in political matters."),
                        ("Security", "intention", "Security cooperation increases."),
                        ("Border security", "programme", "American experts go to Armenia."),
                        ("Defence", "programme", "Help with military reforms."),
                        ("Economic", "programme", "Help with economic reforms."),
                        ("Energy", "intention", "Cooperation in energy."),
                        ("Civil nuclear", "talks", "Talks on civilian nuclear energy begin."),
                        ("Scientific", "intention", "Cooperation in science."),
                        ("Educational", "intention", "Cooperation in education."),
                        ("Cultural", "intention", "Cooperation in culture."),
                        ("Humanitarian", "intention", "Humanitarian cooperation."),
                        ("Democratization", "intention", "Named among its fields by Blinken."),
                    ],
                    start=1,
                )
            ],
        },
    ),
    (
        {
            "title": "Joint statement of the Armenia-America Strategic Dialogue",
            "short_title": "US-Armenia joint statement 2024",
            "kind": "joint_statement",
            "summary": "Plans to raise relations to a strategic partnership.",
        },
        {
            "party": [{"actor_country": USA}, {"actor_country": ARM}],
            "act": [{"kind": "adopted", "concerns": "agreement", "date": "2024-06"}],
        },
    ),
    (
        {
            "title": "US-Georgia strategic partnership",
            "short_title": "US-Georgia partnership",
            "kind": "charter",
        },
        {
            "party": [{"actor_country": USA}, {"actor_country": GEO}],
            "act": [
                {
                    "kind": "suspended",
                    "concerns": "agreement",
                    "actor_country": USA,
                    "date": "2024-11-30",
                    "reason": "“Anti-democratic actions”: the law on foreign influence.",
                }
            ],
        },
    ),
    (
        {
            "title": "US-Moldova strategic partnership talks",
            "short_title": "US-Moldova talks",
            "kind": "charter",
        },
        {
            "party": [{"actor_country": USA}, {"actor_country": ("MDA", "Moldova")}],
            "act": [
                {
                    "kind": "negotiation_opened",
                    "concerns": "agreement",
                    "date": "[2024-12-01..2024-12-10]",
                }
            ],
        },
    ),
    (
        {
            "title": "US-Ukraine strategic partnership",
            "short_title": "US-Ukraine partnership",
            "kind": "charter",
            "note": "Named as the only similar agreement with a former Soviet state.",
        },
        {"party": [{"actor_country": USA}, {"actor_country": ("UKR", "Ukraine")}]},
    ),
]

MEMBERSHIPS: list[tuple[Row, dict[str, list[Row]]]] = [
    (
        {"actor_country": ARM, "organization": EU},
        {
            "membershipact": [
                {"kind": "declared_aim", "date": "2025-01-09", "note": "Parliament passed a bill."}
            ]
        },
    ),
    ({"actor_country": ARM, "organization": EAEU}, {"membershipact": [{"kind": "joined"}]}),
    (
        {"actor_country": ARM, "organization": COALITION},
        {"membershipact": [{"kind": "declared_aim", "date": "2025-01"}]},
    ),
    *[
        ({"actor_country": country, "organization": PLATFORM}, {"membershipact": [{"kind": kind}]})
        for country, kind in [
            (RUS, "joined"),
            (ARM, "joined"),
            (AZE, "joined"),
            (TUR, "joined"),
            (("IRN", "Iran"), "joined"),
            (GEO, "declined"),
        ]
    ],
]


def on_country(country: tuple[str, str], stance: str, text: str) -> Row:
    return {"target_country": country, "stance": stance, "text": text}


STATEMENTS: list[tuple[Row, dict[str, list[Row]]]] = [
    (
        {
            "title": "Blinken announces the partnership commission",
            "date": "2025-01",
            "medium": "social_media",
            "summary": "He and Mirzoyan launched a commission to cooperate on shared interests.",
        },
        {
            "side": [{"actor_country": USA, "person": ("Blinken", "Antony Blinken")}],
            "position": [{"target_agreement": CHARTER, "stance": "supports"}],
        },
    ),
    (
        {
            "title": "Blinken at the signing with Armenia",
            "date": "2025-01",
            "medium": "remarks",
            "summary": "Calls it a milestone; America backs independence and integrity.",
        },
        {
            "side": [{"actor_country": USA, "person": ("Blinken", "Antony Blinken")}],
            "position": [
                {"target_agreement": CHARTER, "stance": "supports"},
                {"target_scope": ("Defence", "Defence"), "stance": "supports"},
            ],
        },
    ),
    (
        {
            "title": "Mirzoyan at the signing with the United States",
            "date": "2025-01",
            "medium": "remarks",
            "summary": "Armenia still seeks a peace agreement.",
            "quotation": "We believe that a stable and prosperous South Caucasus is in the interest"
            " of all actors in the region",
        },
        {
            "side": [{"actor_country": ARM, "person": ("Mirzoyan", "Ararat Mirzoyan")}],
            "position": [{"target_agreement": CHARTER, "stance": "supports"}],
        },
    ),
    (
        {
            "title": "Russia warns Armenia about the European Union",
            "date": "2025-01-10",
            "medium": "remarks",
            "summary": "Applying to the EU would be incompatible with membership in the EAEU.",
        },
        {
            "side": [{"actor_country": RUS}],
            "position": [{"target_membership": ("ARM EU", "European Union"), "stance": "opposes"}],
        },
    ),
    (
        {
            "title": "Pashinyan on the balanced foreign policy",
            "date": "2025-01",
            "medium": "written_statement",
            "summary": "The “balanced” foreign policy has begun to bear fruit.",
        },
        {
            "side": [{"actor_country": ARM, "person": ("Pashinyan", "Nikol Pashinyan")}],
            "position": [
                on_country(TUR, "improving", "A basis for mutual understanding."),
                on_country(AZE, "unclear", "Solutions proposed to all problems."),
                on_country(RUS, "steady", "More pragmatic than ever."),
                on_country(("IRN", "Iran"), "improving", "Stronger than ever before."),
                on_country(USA, "improving", "A strategic partnership."),
                on_country(GEO, "improving", "On the way to a strategic partnership."),
                on_country(("FRA", "France"), "improving", "Friendship has grown."),
                {"target_organization": EU, "stance": "improving", "text": "Closer than ever."},
                on_country(("IND", "India"), "improving", "New weight and meaning."),
                on_country(("CHN", "China"), "improving", "Developed and deepened."),
            ],
        },
    ),
    (
        {
            "title": "Lavrov on the agreement of Armenia with the United States",
            "date": "2025-01",
            "medium": "press_conference",
            "summary": "Its results matter more than the text; the 3+3 serves security best.",
        },
        {
            "side": [{"actor_country": RUS, "person": ("Lavrov", "Sergey Lavrov")}],
            "position": [
                {"target_agreement": CHARTER, "stance": "neutral"},
                {"target_organization": PLATFORM, "stance": "supports"},
                {"target_organization": EU, "stance": "doubts", "text": "On its mission."},
            ],
        },
    ),
    (
        {
            "title": "Comment: the agreement is likely to raise tensions",
            "date": "2025-01",
            "medium": "article",
            "voice": "commentary",
            "commentator": "The author of the article",
            "summary": "The West contains Russia; arming Armenia brings no peace.",
        },
        {"position": [{"target_agreement": CHARTER, "stance": "opposes"}]},
    ),
]
