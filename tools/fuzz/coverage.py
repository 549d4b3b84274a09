"""Inputs guided by what code they reach: libFuzzer through atheris, which ends its process."""

import re
import subprocess
import sys
from typing import Final

from tools.fuzz.batch import FOLDER, SLOWEST, Tally, save
from tools.fuzz.inputs import CORPUS, PATHS, files_of

CORPUS_FOLDER: Final = FOLDER / "corpus"
_LONGEST: Final = 4096
"""Bytes of an input; the other kinds have the large ones."""


def run_guided(kind: str, count: int, seconds: float) -> Tally:
    """Check so many inputs, at most so long. What fails is saved."""
    CORPUS_FOLDER.mkdir(parents=True, exist_ok=True)
    for number, (path, raw) in enumerate(CORPUS):
        first = bytes([next(i for i, name in enumerate(PATHS) if name[:5] == path[:5])])
        (CORPUS_FOLDER / f"case-{number}").write_bytes(first + raw)
    SLOWEST.write_text("0", encoding="utf-8")
    ended = subprocess.run(  # noqa: S603  a module of ours
        [
            *(sys.executable, "-m", "tools.fuzz.guided", str(CORPUS_FOLDER)),
            *(f"-runs={count}", f"-max_total_time={max(1, round(seconds))}"),
            f"-max_len={_LONGEST}",
            *("-timeout=30", f"-artifact_prefix={FOLDER}/guided-", "-print_final_stats=1"),
        ],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    ran = re.search(r"number_of_executed_units: *(\d+)", ended.stderr)
    tally = Tally(kind, int(ran[1]) if ran else 0, float(SLOWEST.read_text(encoding="utf-8")))
    for artifact in FOLDER.glob("guided-*"):
        why = ended.stdout[-4000:] + ended.stderr[-4000:]
        tally.saved.append(str(save(files_of(artifact.read_bytes()), why)))
        artifact.unlink()
    if ended.returncode and not tally.saved:
        tally.saved.append(str(save({}, ended.stdout[-4000:] + ended.stderr[-4000:])))
    return tally
