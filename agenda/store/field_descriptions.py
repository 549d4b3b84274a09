"""What the values of the closed lists mean, for editors to show beside each."""

from typing import Final

MEANINGS: Final = (
    {
        "rumoured": "No official has spoken.",
        "tentative": "Officials speak of it, and nobody has announced it.",
        "announced": "One side has announced it formally.",
        "confirmed": "Both sides have announced it.",
        "doubtful": "It may fall through.",
        "postponed": "It is put off, and no date stands.",
        "cancelled": "It will not take place.",
        "completed": "It took place.",
    },
    {
        "no-comment": "The side was asked, and does not say.",
        "preparing": "The side says that the visit is being prepared.",
        "announced": "The side has announced it formally.",
        "denied": "The side says that there is no such visit.",
    },
    {
        "proposed": "Somebody wants it on the agenda.",
        "expected": "It is likely to come up.",
        "agreed": "Both sides want it on the agenda.",
        "discussed": "It came up, and nothing was signed.",
        "signed": "A document was signed.",
        "dropped": "It is off the agenda.",
    },
    {
        "state": "With the full ceremony, at the invitation of the head of state.",
        "official": "With ceremony, and less of it.",
        "official-working": "Official, with little ceremony.",
        "working": "For talks.",
        "private": "Not in office.",
        "multilateral": "To a summit of several countries.",
        "margins": "A meeting beside another event.",
    },
    {
        "error": "`agenda validate` ends with 1.",
        "warning": "It is told, and `agenda validate` ends with 1 only if it is `--strict`.",
        "notice": "It is told, and `agenda validate` ends with 0.",
        "off": "It is not told.",
    },
)
"""Each closed list, as its values with their meanings."""

_SOURCES: Final = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "of unknown reliability",
}
_CLAIMS: Final = {
    "1": "confirmed by others",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "not to be judged",
}

GRADES: Final = {
    letter + digit: f"The source is {source}, the claim {claim}."
    for letter, source in _SOURCES.items()
    for digit, claim in _CLAIMS.items()
}
"""The Admiralty code's grades."""
