"""The examples of :mod:`tests.history.test_semantics`.

The reasons come first, then what claims make of a visit, how the last of them relates to what is
known, and whether the rule `contradicted` warns.
"""

from typing import Final

from msgspec import Struct


class Example(Struct, frozen=True):
    """A sentence, claims, and what it expects of them."""

    section: int
    sentence: str
    claims: tuple[str, ...]
    expected: str
    path: str = "dates"
    host: str = "VN"


MERGES: Final = (
    # 1. Values
    Example(
        1,
        "texts never exclude each other",
        ("10 A A1 kind=state", "11 B A1 kind=working"),
        "kind=working",
    ),
    Example(
        1,
        "a claim that the known value lies within speaks for it",
        ("10 A C3 dates=2024-06-19", "10 B A1 dates=2024-06", "11 C C3 dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        1,
        "no grade is neither better nor worse",
        ("10 A A1 dates=2024-06-19", "11 B - dates=2024-06-25"),
        "dates=2024-06-25",
    ),
    Example(
        1,
        "no grade of the same day does not update",
        ("10 A A1 dates=2024-06-19", "10 B - dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        1,
        "an off-ladder value graded C is hearsay",
        ("10 A A1 state=announced visitor=announced", "10 B C3 visitor=denied"),
        "state=announced visitor=announced",
    ),
    Example(
        1,
        "an off-ladder value graded B is formal",
        ("10 A A1 visitor=preparing", "10 B B2 visitor=denied"),
        "visitor=denied",
    ),
    Example(
        1,
        "publisher and source together are a voice",
        ("10 P/X C3 dates=2024-06-19", "11 P/Y D4 dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    # 2. Updates and conflicts
    Example(
        2,
        "a retraction of the known value updates",
        ("10 A A1 dates=2024-06-19", "10 B D5 retracts=dates dates=2024-06-25"),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "the same voice updates",
        ("10 A C3 dates=2024-06-19", "11 A D4 dates=2024-06-25"),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "the same side updates",
        (
            "10 A A1 visitor=preparing dates=2024-06-19",
            "11 B B3 visitor=preparing dates=2024-06-25",
        ),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "a later day with no worse grade updates",
        ("10 A B2 dates=2024-06-19", "11 B B2 dates=2024-06-25"),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "a later day with grade B2 updates A1",
        ("10 A A1 dates=2024-06-19", "11 B B2 dates=2024-06-25"),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "a later day with grade B3 conflicts with A1",
        ("10 A A1 dates=2024-06-19", "11 B B3 dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        2,
        "a later day with grade C3 conflicts with A1",
        ("10 A A1 dates=2024-06-19", "11 B C3 dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        2,
        "a side's formal claim updates on the same day",
        ("10 A A1 dates=2024-06-19", "10 B B2 host=announced dates=2024-06-25"),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "a side's formal claim does not update the other side's of the same day",
        ("10 A A1 visitor=announced dates=2024-06-19", "10 B A1 host=announced dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        2,
        "a better grade of the same day updates",
        ("10 A C3 dates=2024-06-19", "10 B B2 dates=2024-06-25"),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "a better grade of the same day updates what an older and wider claim contains",
        (
            "1 W A1 dates=[2024-06-01..2024-06-30]",
            "10 A C3 dates=2024-06-19",
            "10 B B2 dates=2024-06-25",
        ),
        "dates=2024-06-25",
    ),
    Example(
        2,
        "a worse grade of the same day conflicts within what an older and wider claim contains",
        (
            "1 W B2 dates=[2024-06-01..2024-06-30]",
            "10 A A1 dates=2024-06-19",
            "10 B B2 dates=2024-06-25",
        ),
        "dates=2024-06-19",
    ),
    Example(
        2,
        "an equal grade of the same day conflicts within what an older and wider claim contains",
        (
            "1 W B2 dates=[2024-06-01..2024-06-30]",
            "10 A B2 dates=2024-06-19",
            "10 B B2 dates=2024-06-25",
        ),
        "dates=2024-06-19",
    ),
    Example(
        2,
        "an equal grade of the same day conflicts",
        ("10 A B2 dates=2024-06-19", "10 B B2 dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        2,
        "a known value over a week old is updated by any grade",
        ("10 A A1 dates=2024-07-19", "18 B D4 dates=2024-07-25"),
        "dates=2024-07-25",
    ),
    Example(
        2,
        "a known value a week old is not updated by any grade",
        ("10 A A1 dates=2024-07-19", "17 B D4 dates=2024-07-25"),
        "dates=2024-07-19",
    ),
    Example(
        2,
        "a formal claim over a week old is not updated by any grade",
        ("10 A A1 state=announced visitor=announced", "28 B D4 state=cancelled"),
        "state=announced",
    ),
    Example(
        2,
        "cancelled graded D5 conflicts with an announcement graded A1",
        ("10 A A1 state=announced visitor=announced", "11 B D5 state=cancelled"),
        "state=announced visitor=announced",
    ),
    Example(
        2,
        "postponed graded C3 conflicts with both governments",
        (
            "10 A A1 visitor=announced dates=2024-06-19",
            "10 B A1 state=confirmed host=announced",
            "11 C C3 state=postponed",
        ),
        "state=confirmed dates=2024-06-19",
    ),
    # 3. Merge
    Example(3, "a new value is taken", ("10 A D5 dates=2024-06-19",), "dates=2024-06-19"),
    Example(
        3,
        "a refining value is taken from any grade",
        ("10 A A1 dates=2024-06", "11 B D5 dates=2024-06-19"),
        "dates=2024-06-19",
    ),
    Example(
        3,
        "a weaker value changes nothing",
        ("10 A C3 dates=2024-06-19", "11 B A1 dates=2024-06"),
        "dates=2024-06-19",
    ),
    Example(
        3,
        "overlapping dates are taken if they may update",
        ("10 A B2 dates=[2024-06-10..2024-06-20]", "11 B B2 dates=[2024-06-15..2024-06-25]"),
        "dates=[2024-06-15..2024-06-25]",
    ),
    Example(
        3,
        "overlapping dates of a worse source change nothing",
        ("10 A A1 dates=[2024-06-10..2024-06-20]", "11 B C3 dates=[2024-06-15..2024-06-25]"),
        "dates=[2024-06-10..2024-06-20]",
    ),
    Example(
        3,
        "a better grade counts whether it is first",
        ("10 A A1 dates=2024-06-19", "10 B C3 dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        3,
        "a better grade counts whether it is last",
        ("10 A C3 dates=2024-06-25", "10 B A1 dates=2024-06-19"),
        "dates=2024-06-19",
    ),
    Example(
        3,
        "a report counts after those that it cites",
        ("10 A B2 dates=2024-06-25 cites=2", "10 B B2 dates=2024-06-19"),
        "dates=2024-06-19",
    ),
    Example(
        3,
        "claims of a report count in their order",
        ("10 P/A B2 dates=2024-06-19", "+ P/B B2 dates=2024-06-25"),
        "dates=2024-06-19",
    ),
    Example(
        3,
        "a claim that conflicts on the state changes nothing of the confirmation",
        ("10 A A1 state=announced visitor=announced", "11 B D5 state=cancelled host=preparing"),
        "state=announced visitor=announced host=",
    ),
    Example(
        3,
        "a claim that conflicts on a side changes nothing of the confirmation",
        ("10 A A1 state=tentative visitor=denied", "11 B D5 state=announced visitor=announced"),
        "state=tentative visitor=denied",
    ),
    Example(
        3,
        "texts are those of the newest day",
        ("10 A A1 occasion=summit", "11 B D5 occasion=jubilee"),
        "occasion=jubilee",
    ),
    Example(
        3,
        "texts of a day are those of the better grade",
        ("10 A A1 occasion=summit", "10 B C3 occasion=jubilee"),
        "occasion=summit",
    ),
    Example(
        3,
        "a text of a day has the best grade that gives it",
        ("10 A C3 occasion=summit", "10 B A1 occasion=summit", "10 C B2 occasion=jubilee"),
        "occasion=summit",
    ),
    Example(
        3,
        "texts of a day and a grade are the first",
        ("10 A B2 occasion=summit", "10 B B2 occasion=jubilee"),
        "occasion=summit",
    ),
    Example(
        3,
        "items are merged one by one",
        ("10 A B2 energy=expected trade=proposed", "11 B B2 trade=agreed"),
        "energy=expected trade=agreed",
    ),
    Example(
        3,
        "a rejected claim changes nothing",
        ("10 A B2 dates=2024-06-19", "11 B A1 dates=2024-06-25 rejected=wrong"),
        "dates=2024-06-19",
    ),
    Example(
        3,
        "a claim that is cancelled and announced is not applied",
        ("10 A A1 state=cancelled visitor=announced notes=x",),
        "state=rumoured visitor= notes=",
    ),
    Example(
        3,
        "a claim that is postponed to a day is not applied",
        ("10 A A1 state=postponed dates=2024-07-01",),
        "state=rumoured dates=",
    ),
    # 4. State and sides
    Example(
        4,
        "an announcing side makes it announced",
        ("10 A A1 visitor=announced",),
        "state=announced",
    ),
    Example(
        4,
        "the second announcing side makes it confirmed",
        ("10 A A1 visitor=announced", "11 B A1 host=announced"),
        "state=confirmed",
    ),
    Example(
        4,
        "a preparing side makes it at least tentative",
        ("10 A A1 visitor=preparing",),
        "state=tentative",
    ),
    Example(
        4,
        "a preparing side lowers nothing",
        ("10 A A1 visitor=announced state=announced", "11 B A1 host=preparing"),
        "state=announced host=preparing",
    ),
    Example(
        4,
        "no comment moves no state",
        ("10 A A1 visitor=no-comment",),
        "state=rumoured visitor=no-comment",
    ),
    Example(
        4,
        "an inviting host makes it at least tentative",
        ("10 A A1 host=invited",),
        "state=tentative host=invited",
    ),
    Example(
        4,
        "an accepting visitor makes it at least tentative",
        ("10 A A1 visitor=accepted",),
        "state=tentative visitor=accepted",
    ),
    Example(
        4,
        "accepted is above invited",
        ("10 A A1 visitor=accepted", "11 A A1 visitor=invited"),
        "visitor=accepted",
    ),
    Example(
        4,
        "preparing is above accepted",
        ("10 A A1 visitor=accepted", "11 A A1 visitor=preparing"),
        "visitor=preparing",
    ),
    Example(
        4,
        "a cancelling side makes it cancelled",
        ("10 A A1 visitor=cancelled",),
        "state=cancelled visitor=cancelled",
    ),
    Example(
        4,
        "a side that cancels by hearsay changes nothing of the confirmation",
        ("10 A A1 state=announced visitor=announced", "12 B D2 host=cancelled"),
        "state=announced visitor=announced host=",
    ),
    Example(
        4,
        "a side that is ready all the same is so of a cancelled visit",
        ("10 A A1 state=cancelled visitor=cancelled", "11 B D5 host=preparing"),
        "state=cancelled visitor=cancelled host=preparing",
    ),
    Example(
        4,
        "a declining side makes it cancelled",
        ("10 A A1 visitor=declined",),
        "state=cancelled visitor=declined",
    ),
    Example(
        4,
        "a postponing side makes it postponed",
        ("10 A A1 dates=2024-06-19", "11 A A1 host=postponed"),
        "state=postponed host=postponed dates=",
    ),
    Example(
        4,
        "the state of the claim counts first",
        ("10 A A1 state=tentative visitor=announced",),
        "state=tentative visitor=announced",
    ),
    Example(
        4,
        "an announcing side falls silent when it is postponed",
        ("10 A A1 state=announced visitor=announced", "12 A A1 state=postponed"),
        "state=postponed visitor=",
    ),
    Example(
        4,
        "an announcing side falls silent when it is cancelled",
        ("10 A A1 state=announced visitor=announced", "12 A A1 state=cancelled"),
        "state=cancelled visitor=",
    ),
    Example(
        4,
        "a preparing side does not fall silent",
        ("10 A A1 state=tentative host=preparing", "12 B A1 state=postponed"),
        "state=postponed host=preparing",
    ),
    Example(
        4,
        "a side of which the claim speaks does not fall silent",
        ("10 A A1 state=announced visitor=announced", "12 A A1 state=postponed visitor=postponed"),
        "state=postponed visitor=postponed",
    ),
    Example(
        4,
        "what brings a visit back ends a side's postponed",
        ("10 A A1 visitor=postponed", "14 B A1 state=announced host=announced dates=2024-07-01"),
        "state=announced visitor= host=announced",
    ),
    Example(
        4,
        "what brings a visit back ends a side's cancelled",
        ("10 A A1 visitor=cancelled", "14 B A1 state=announced host=announced"),
        "state=announced visitor= host=announced",
    ),
    Example(
        4,
        "what brings a visit back ends a side's declined",
        ("10 A A1 visitor=declined", "14 B A1 state=announced host=announced"),
        "state=announced visitor= host=announced",
    ),
    Example(
        4,
        "an announced side that denies leaves it tentative",
        ("10 A A1 state=announced visitor=announced", "12 A A1 visitor=denied"),
        "state=tentative visitor=denied",
    ),
    Example(
        4,
        "of two announced sides that which does not deny leaves it announced",
        (
            "10 A A1 state=announced visitor=announced",
            "10 B A1 state=confirmed host=announced",
            "12 A A1 visitor=denied",
        ),
        "state=announced visitor=denied",
    ),
    Example(
        4,
        "an announced side that is retracted leaves it tentative",
        ("10 A A1 state=announced visitor=announced", "12 A A1 retracts=confirmation.visitor"),
        "state=tentative visitor=",
    ),
    Example(
        4,
        "a retracted state is as the sides have it",
        (
            "10 A A1 state=announced visitor=announced",
            "11 B A1 state=doubtful",
            "12 C A1 retracts=confirmation.state",
        ),
        "state=announced visitor=announced",
    ),
    Example(
        4,
        "a stage is the highest that was given",
        ("10 A A1 visitor=preparing", "12 A A1 visitor=no-comment"),
        "visitor=preparing",
    ),
    Example(
        4,
        "no comment does not replace a denial",
        ("10 A A1 visitor=denied", "12 A A1 visitor=no-comment"),
        "visitor=denied",
    ),
    # 5. Postponed
    Example(
        5,
        "postponed clears the dates",
        ("10 A A1 dates=2024-06-19", "12 A A1 state=postponed"),
        "state=postponed dates=",
    ),
    Example(
        5,
        "dates of a worse source conflict with postponed",
        ("10 A A1 state=postponed", "11 B C3 dates=2024-07-01"),
        "state=postponed dates=",
    ),
    Example(
        5,
        "dates that update end postponed",
        ("10 A A1 state=postponed", "12 B A1 dates=2024-07-01"),
        "state=tentative dates=2024-07-01",
    ),
    Example(
        5,
        "the cleared dates end nothing by themselves",
        ("5 A A1 dates=2024-06-19", "10 A A1 state=postponed", "12 B A1 dates=2024-06-19"),
        "state=postponed dates=",
    ),
    Example(
        5,
        "dates that overlap the cleared ones end nothing by themselves",
        (
            "5 A A1 dates=2024-06-19/2024-06-20",
            "10 A A1 state=postponed",
            "12 B A1 dates=[2024-06-15..2024-06-19]",
        ),
        "state=postponed dates=",
    ),
    Example(
        5,
        "the cleared dates with a rung end postponed",
        (
            "5 A A1 dates=2024-06-19",
            "10 A A1 state=postponed",
            "12 A A1 state=announced visitor=announced dates=2024-06-19",
        ),
        "state=announced dates=2024-06-19",
    ),
    Example(
        5,
        "dates that end postponed leave the stage that their claim gives",
        (
            "5 A A1 dates=2024-06-19",
            "10 A A1 state=postponed visitor=postponed",
            "12 A A1 visitor=no-comment dates=2024-08",
        ),
        "state=tentative visitor=no-comment dates=2024-08",
    ),
    Example(
        5,
        "postponed with a not-before keeps it",
        ("5 A A1 dates=2024-06-19", "10 A A1 state=postponed dates=[2025..]"),
        "state=postponed dates=[2025..]",
    ),
    Example(
        5,
        "a not-before that overlaps the cleared dates is kept",
        ("5 A A1 dates=[2024-06-10..2024-12-31]", "10 A A1 state=postponed dates=[2024-09..]"),
        "state=postponed dates=[2024-09..]",
    ),
    # 6. Host
    Example(
        6,
        "a city is added to its country",
        ("10 A D5 country=VN city=Hanoi",),
        "country=VN city=Hanoi",
    ),
    Example(
        6,
        "a new country relocates and clears the city",
        ("10 A A1 country=SG",),
        "country=SG city=",
        host="VN Hanoi",
    ),
    Example(
        6,
        "a new country relocates to its city",
        ("10 A A1 country=TH city=Bangkok",),
        "country=TH city=Bangkok",
        host="VN Hanoi",
    ),
    Example(
        6,
        "a new country clears the zone",
        ("9 A A1 country=VN timezone=Asia/Ho_Chi_Minh", "10 A A1 country=SG"),
        "country=SG timezone=",
    ),
    Example(
        6,
        "a new city clears the zone",
        (
            "9 A A1 country=US city=Washington timezone=America/New_York",
            "10 A A1 country=US city=Anchorage",
        ),
        "city=Anchorage timezone=",
        host="US",
    ),
    Example(
        6,
        "a country of a worse source conflicts",
        ("9 A A1 country=VN city=Hanoi", "10 B D5 country=SG"),
        "country=VN city=Hanoi",
    ),
    Example(
        6,
        "a country without a city is weaker",
        ("9 A A1 country=VN city=Hanoi", "10 B A1 country=VN"),
        "country=VN city=Hanoi",
    ),
    # 9. Reasons and conditions
    Example(
        9,
        "a reason goes when the state changes",
        ("10 A A1 state=postponed because=storm", "14 A A1 state=announced"),
        "state=announced because=",
    ),
    Example(
        9,
        "a reason goes for a new one",
        ("10 A A1 state=postponed because=storm", "14 A A1 state=cancelled because=war"),
        "because=war",
    ),
    Example(
        9,
        "a reason stays when the dates are firmed",
        ("10 A A1 state=doubtful because=storm dates=2024-06", "12 A A1 dates=2024-06-19"),
        "because=storm dates=2024-06-19",
    ),
    Example(
        9,
        "a reason goes when the dates move",
        ("10 A A1 state=doubtful because=storm dates=2024-06", "12 A A1 dates=2024-07-19"),
        "because= dates=2024-07-19",
    ),
    Example(
        9,
        "a reason goes when the dates are retracted",
        ("10 A A1 state=doubtful because=storm dates=2024-06", "12 A A1 retracts=dates"),
        "because= dates=",
    ),
    Example(
        9,
        "a reason goes when the state is retracted",
        (
            "10 A A1 state=announced visitor=announced",
            "11 A A1 state=doubtful because=storm",
            "12 A A1 retracts=confirmation.state",
        ),
        "state=announced because=",
    ),
    Example(
        9,
        "a reason goes when an announcement is retracted",
        (
            "10 A A1 state=announced visitor=announced because=fair",
            "12 A A1 retracts=confirmation.visitor",
        ),
        "state=tentative because=",
    ),
    Example(
        9,
        "a reason that is given again stays with a new state",
        ("10 A A1 state=postponed because=storm", "12 A A1 state=cancelled because=storm"),
        "state=cancelled because=storm",
    ),
    Example(
        9,
        "dates that end postponed bring their own reason",
        (
            "5 A A1 dates=2024-06-19",
            "10 A A1 state=postponed because=storm",
            "12 A A1 dates=2024-09 because=fair",
        ),
        "state=tentative dates=2024-09 because=fair",
    ),
    Example(
        9,
        "a condition goes when a retraction leaves it confirmed",
        (
            "10 A A1 visitor=announced host=announced",
            "11 A A1 state=doubtful condition=truce",
            "12 A A1 retracts=confirmation.state",
        ),
        "state=confirmed condition=",
    ),
    Example(
        9,
        "a condition stays below confirmed",
        ("10 A A1 state=tentative condition=truce", "12 A A1 state=announced"),
        "condition=truce",
    ),
    *(
        Example(
            9,
            f"a condition goes at {state}",
            ("10 A A1 state=tentative condition=truce", f"12 A A1 state={state}"),
            f"state={state} condition=",
        )
        for state in ("confirmed", "cancelled", "completed")
    ),
    Example(
        9,
        "no reason is taken from a claim whose state conflicts",
        ("10 A A1 state=announced visitor=announced", "11 B D5 state=cancelled because=war"),
        "state=announced because=",
    ),
    Example(
        9,
        "no condition is taken from a claim whose dates conflict",
        ("10 A A1 state=announced dates=2024-06-19", "11 B D5 dates=2024-06-25 condition=truce"),
        "dates=2024-06-19 condition=",
    ),
)

RELATIONS: Final = (
    Example(
        1,
        "windows with disjoint starts exclude each other",
        ("10 A A1 dates=2024-06-19", "10 B C3 dates=2024-06-25"),
        "conflicts",
    ),
    Example(
        1,
        "windows with disjoint ends exclude each other",
        ("10 A A1 dates=2024-06-19/2024-06-20", "10 B C3 dates=2024-06-19/2024-06-25"),
        "conflicts",
    ),
    Example(
        1,
        "an off-ladder value and a rung exclude each other",
        ("10 A A1 state=announced", "10 B C3 state=doubtful"),
        "conflicts",
        "confirmation.state",
    ),
    Example(
        1,
        "two off-ladder values exclude each other",
        ("10 A A1 state=cancelled", "10 B C3 state=doubtful"),
        "conflicts",
        "confirmation.state",
    ),
    Example(
        1,
        "completed lies within a rung",
        ("10 A A1 state=confirmed", "20 B C3 state=completed"),
        "refines",
        "confirmation.state",
    ),
    Example(
        1,
        "a rung contains completed",
        ("20 A A1 state=completed", "21 B A1 state=confirmed"),
        "weaker",
        "confirmation.state",
    ),
    Example(
        1,
        "two host countries exclude each other",
        ("10 A A1 country=VN", "10 B C3 country=SG"),
        "conflicts",
        "host.country",
    ),
    Example(
        1,
        "two cities of a country exclude each other",
        ("10 A A1 country=VN city=Hanoi", "10 B C3 country=VN city=Hue"),
        "conflicts",
        "host.city",
    ),
    Example(
        1,
        "dates within a window lie within it",
        ("10 A A1 dates=2024-06", "11 B C3 dates=2024-06-19"),
        "refines",
    ),
    Example(
        1,
        "of equal bounds those with fewer qualifiers lie within",
        ("10 A A1 dates=2024-06-19?", "11 B C3 dates=2024-06-19"),
        "refines",
    ),
    Example(
        1,
        "a higher rung lies within a lower",
        ("10 A A1 state=tentative", "11 B C3 state=announced"),
        "refines",
        "confirmation.state",
    ),
    Example(2, "a value where none is known is new", ("10 A A1 dates=2024-06-19",), "new"),
    Example(
        2,
        "an equal value confirms",
        ("10 A A1 dates=2024-06-19", "11 B C3 dates=2024-06-19"),
        "confirms",
    ),
    Example(
        2,
        "a wider window is weaker",
        ("10 A A1 dates=2024-06-19", "11 B C3 dates=2024-06"),
        "weaker",
    ),
    Example(
        2,
        "a lower rung is weaker",
        ("10 A A1 state=announced", "11 B C3 state=tentative"),
        "weaker",
        "confirmation.state",
    ),
    Example(
        2,
        "windows that neither exclude nor contain each other overlap",
        ("10 A A1 dates=[2024-06-10..2024-06-20]", "11 B A1 dates=[2024-06-15..2024-06-25]"),
        "overlaps",
    ),
    Example(
        2,
        "a plan that changes updates",
        ("10 A A1 dates=2024-06-19", "11 B A1 dates=2024-06-25"),
        "updates",
    ),
    Example(
        2,
        "a spokesman who cancels updates",
        ("10 A A1 state=announced visitor=announced", "11 A A1 state=cancelled"),
        "updates",
        "confirmation.state",
    ),
    Example(
        2,
        "a worse source conflicts",
        ("10 A A1 dates=2024-06-19", "11 B D5 dates=2024-06-25"),
        "conflicts",
    ),
)

TWO: Final = ("10 A B3 dates=2024-06-19", "10 B B3 dates=2024-06-25")
TWO_TRUSTED: Final = ("10 P B2 dates=2024-06-19", "10 Q B2 dates=2024-06-25")
"""Two sources who dispute the dates."""

WARNINGS: Final = (
    Example(8, "claims of a day and a grade that exclude each other are disputed", TWO, "yes"),
    Example(
        8,
        "an older and wider claim, which both lie within, does not end a dispute",
        ("1 A B2 dates=[2024-06-01..2024-06-30]", *TWO_TRUSTED),
        "yes",
    ),
    Example(
        8,
        "an older and better claim, which both lie within, does not end a dispute",
        ("1 A A1 dates=[2024-06-01..2024-06-30]", *TWO_TRUSTED),
        "yes",
    ),
    Example(
        8,
        "an older claim of one of two values does not end their dispute",
        ("1 A B2 dates=2024-06-19", *TWO_TRUSTED),
        "yes",
    ),
    Example(
        8,
        "a claim that confirms on a later day settles",
        (*TWO, "11 C B3 dates=2024-06-19"),
        "no",
    ),
    Example(
        8,
        "a claim that refines on a later day settles",
        (
            "10 A B3 dates=[2024-06-19..2024-06-21]",
            "10 B B3 dates=2024-06-25",
            "11 C B3 dates=2024-06-19",
        ),
        "no",
    ),
    Example(
        8,
        "a claim that updates on a later day settles",
        (*TWO, "11 C B3 dates=2024-06-28"),
        "no",
    ),
    Example(
        8,
        "a side's formal claim of the day settles",
        (*TWO, "10 C A1 visitor=announced dates=2024-06-19"),
        "no",
    ),
    Example(8, "a retraction settles", (*TWO, "11 C B3 retracts=dates"), "no"),
    Example(8, "a rejection settles", (TWO[0], f"{TWO[1]} rejected=wrong"), "no"),
    Example(8, "a weaker claim settles nothing", (*TWO, "11 C A1 dates=2024-06"), "yes"),
    Example(
        8,
        "a worse source that conflicts is reported",
        ("10 A A1 dates=2024-06-19", "11 B D5 dates=2024-06-25"),
        "yes",
    ),
    Example(
        8,
        "a worse source that conflicts is not reported once it is settled",
        ("10 A A1 dates=2024-06-19", "11 B D5 dates=2024-06-25", "12 A A1 dates=2024-06-19"),
        "no",
    ),
    Example(
        8,
        "a plan that changes is not reported",
        ("10 A A1 dates=2024-06-19", "11 B A1 dates=2024-06-25"),
        "no",
    ),
    Example(
        8,
        "a spokesman who cancels is not reported",
        ("10 A A1 state=announced visitor=announced", "11 B A1 state=cancelled"),
        "no",
    ),
    Example(
        8,
        "a better source of the day is not reported",
        ("10 A C3 dates=2024-06-25", "10 B A1 dates=2024-06-19"),
        "no",
    ),
)
