"""The colour of each state and severity; the word itself always stands beside it."""

from typing import Final

STATE_STYLES: Final = {
    "rumoured": "dim",
    "tentative": "yellow",
    "announced": "cyan",
    "confirmed": "bold green",
    "doubtful": "magenta",
    "postponed": "red",
    "cancelled": "red",
    "completed": "green",
}

SEVERITY_STYLES: Final = {"error": "bold red", "warning": "bold yellow", "notice": "bold blue"}
