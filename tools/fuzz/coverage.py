"""Coverage-guided inputs: runs libFuzzer through atheris in a separate process."""

import re
import subprocess
import sys
from typing import Final

from tools.fuzz.batch import FOLDER, SLOWEST, Tally, save
from tools.fuzz.inputs import CORPUS, PATHS, files_of

CORPUS_FOLDER: Final = FOLDER / "corpus"
_MAX_BYTES: Final = 4096
"""The maximum size of an input in bytes; the other kinds have larger inputs."""


def run_guided(kind: str, count: int, seconds: float) -> Tally:
    """Check a number of inputs within a time limit, and save those that fail."""
    CORPUS_FOLDER.mkdir(parents=True, exist_ok=True)
    for number, (path, raw) in enumerate(CORPUS):
        first = bytes([next(i for i, name in enumerate(PATHS) if name[:5] == path[:5])])
        (CORPUS_FOLDER / f"case-{number}").write_bytes(first + raw)
    SLOWEST.write_text("0", encoding="utf-8")
    completed = subprocess.run(  # noqa: S603  our own module
        [
            *(sys.executable, "-m", "tools.fuzz.guided", str(CORPUS_FOLDER)),
            *(f"-runs={count}", f"-max_total_time={max(1, round(seconds))}"),
            f"-max_len={_MAX_BYTES}",
            *("-timeout=30", f"-artifact_prefix={FOLDER}/guided-", "-print_final_stats=1"),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    executed = re.search(r"number_of_executed_units: *(\d+)", completed.stderr)
    tally = Tally(
        kind, int(executed[1]) if executed else 0, float(SLOWEST.read_text(encoding="utf-8"))
    )
    for artifact in FOLDER.glob("guided-*"):
        reason = completed.stdout[-4000:] + completed.stderr[-4000:]
        tally.saved.append(str(save(files_of(artifact.read_bytes()), reason)))
        artifact.unlink()
    if completed.returncode and not tally.saved:
        tally.saved.append(str(save({}, completed.stdout[-4000:] + completed.stderr[-4000:])))
    return tally
