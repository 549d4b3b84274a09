"""The process that libFuzzer runs in; atheris instruments only the modules imported here."""

import sys

import atheris

with atheris.instrument_imports(include=["agenda"]):
    from tools.fuzz.batch import SLOWEST
    from tools.fuzz.check import timed
    from tools.fuzz.inputs import files_of


def check_input(raw: bytes) -> None:
    """Check an input, and store its time if it is the slowest."""
    seconds = timed(files_of(raw))
    if seconds > float(SLOWEST.read_text(encoding="utf-8")):
        SLOWEST.write_text(str(seconds), encoding="utf-8")


if __name__ == "__main__":
    atheris.Setup(sys.argv, check_input)
    atheris.Fuzz()
