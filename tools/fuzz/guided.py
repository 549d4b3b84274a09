"""The process that libFuzzer runs in; only what is imported under atheris is watched."""

import sys

import atheris

with atheris.instrument_imports(include=["agenda"]):
    from tools.fuzz.batch import SLOWEST
    from tools.fuzz.check import timed
    from tools.fuzz.inputs import files_of


def take(raw: bytes) -> None:
    """Check one input."""
    seconds = timed(files_of(raw))
    if seconds > float(SLOWEST.read_text(encoding="utf-8")):
        SLOWEST.write_text(str(seconds), encoding="utf-8")


if __name__ == "__main__":
    atheris.Setup(sys.argv, take)
    atheris.Fuzz()
