"""How bash and fish ask for completions, where click's own scripts pass names on unquoted.

An id of a visit is the name of a file that anybody may have committed: `$(rm -rf ~)`.
"""

import os
import re
from typing import Final

from click.shell_completion import (
    BashComplete,
    FishComplete,
    add_completion_class,
    split_arg_string,
)

_BASH: Final = """\
%(complete_func)s() {
    local type value
    COMPREPLY=()
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" COMP_CUR="${COMP_WORDS[COMP_CWORD]}" \\
        %(complete_var)s=bash_complete "$1")
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_FISH: Final = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \\
        COMP_CWORD=(commandline -t) %(prog_name)s)
    for completion in $response
        set -l parts (string split --max 1 , -- $completion)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                printf '%%s\\\\n' $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

_CURSOR: Final = "\x1f"
"""Put at the end of the line, so that the last word is the one to complete even if it is empty."""


class Bash(BashComplete):
    """Bash, which breaks words at colons, and then wants only what comes after the last one."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one to complete."""
        if "COMP_LINE" not in os.environ:  # asked by click's own script, of an earlier version
            return super().get_completion_args()
        *before, last = split_arg_string(os.environ["COMP_LINE"] + _CURSOR)
        return before[1:], last.removesuffix(_CURSOR)

    def complete(self) -> str:
        """The completions that begin as the word does, each without what bash has already."""
        completions = super().complete()
        raw = os.environ.get("COMP_CUR")
        if raw is None:
            return completions
        _, word = self.get_completion_args()
        option, _, value = word.partition("=")
        written = value if option.startswith("--") else word
        current = "" if raw in {":", "="} else "".join(split_arg_string(raw))
        kept = max(0, len(written) - len(current)) if written.endswith(current) else 0
        return "\n".join(
            f"{kind},{_quoted(text[kept:], raw[:1]) if kind == 'plain' else text}"
            for kind, _, text in (line.partition(",") for line in completions.splitlines())
        )


def _quoted(text: str, quote: str) -> str:
    """A text as bash reads it, within the quotes that are open; bash closes them itself."""
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        return re.sub(r'[$`"\\]', r"\\\g<0>", text).replace("!", '"\\!"')
    return re.sub(r"[^\w./+,@%-]", r"\\\g<0>", text)


class Fish(FishComplete):
    """Fish, with values that contain commas."""

    source_template = _FISH


def register() -> None:
    """Let click use these shells."""
    add_completion_class(Bash)
    add_completion_class(Fish)
