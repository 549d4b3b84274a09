"""Each test forks in a new process, which has only one thread."""

import signal
import subprocess
import sys
import time
from textwrap import dedent

import pytest

from agenda.output.site.processes import processors, shared_out

pytestmark = pytest.mark.slow


def python(code: str) -> subprocess.CompletedProcess[str]:
    code = (
        f"import os, sys, time\nfrom agenda.output.site.processes import shared_out\n{dedent(code)}"
    )
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3, 9])
def test_the_results_are_in_the_order_of_the_items(count: int) -> None:
    run = python(f"""
        print(list(shared_out(lambda item: (item, os.getpid()), range(7), {count})))
    """)
    results = eval(run.stdout)  # noqa: S307  what the line above prints
    assert [item for item, _ in results] == [*range(7)]
    assert len({pid for _, pid in results}) == max(1, min(count, 7))


def test_without_items_nothing_is_done() -> None:
    assert list(shared_out(str, [], 1)) == []
    assert python("print(list(shared_out(str, [], 3)))").stdout == "[]\n"


def test_what_a_killed_process_has_left_is_done_here() -> None:
    run = python("""
        here = os.getpid()
        def work(item):
            if item == 4 and os.getpid() != here:
                os.kill(os.getpid(), 9)
            return item, os.getpid() == here
        print(list(shared_out(work, range(8), 2)))
    """)
    results = dict(eval(run.stdout))  # noqa: S307  what the line above prints
    assert [*results] == [*range(8)]
    assert [item for item, is_here in results.items() if is_here] == [4, 6]


def test_an_error_is_raised_after_the_results_before_it() -> None:
    run = python("""
        def work(item):
            return 6 // item
        for result in shared_out(work, [1, 2, 0, 3], 2):
            print(result, flush=True)
    """)
    assert run.stdout == "6\n3\n"
    assert run.stderr.endswith("ZeroDivisionError: integer division or modulo by zero\n")
    assert run.stderr.count("Traceback") == 1


def test_no_process_is_left_when_nobody_wants_more_results() -> None:
    run = python("""
        results = shared_out(lambda item: b"x" * 100_000, range(1000), 3)
        next(results)
        results.close()
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            print("none is left")
    """)
    assert run.stdout == "none is left\n"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_process_is_left_when_this_one_is_killed(number: signal.Signals) -> None:
    run = python(f"""
        results = shared_out(lambda item: (os.getpid(), b"x" * 100_000), range(1000), 3)
        print(*[next(results)[0] for _ in range(3)], flush=True)
        os.kill(os.getpid(), {number:d})
    """)
    assert run.returncode == -number
    pids = run.stdout.split()
    assert len(pids) == 3
    end = time.monotonic() + 10
    while time.monotonic() < end and any(is_running(pid) for pid in pids):
        time.sleep(0.01)
    assert not any(is_running(pid) for pid in pids)


def is_running(pid: str) -> bool:
    state = subprocess.run(
        ["ps", "-o", "state=", "-p", pid], capture_output=True, text=True, check=False
    ).stdout.strip()
    return state not in {"", "Z"}


def test_an_interrupt_ends_all_without_a_word_of_the_others() -> None:
    run = python("""
        os.setpgrp()
        results = shared_out(lambda item: time.sleep(0.01) or item, range(1000), 3)
        next(results)
        try:
            os.killpg(0, 2)
            time.sleep(1)
        except KeyboardInterrupt:
            print("interrupted")
        results.close()
    """)
    assert (run.stdout, run.stderr) == ("interrupted\n", "")


def test_without_leave_for_more_processes_all_is_done_here() -> None:
    run = python("""
        def fork():
            raise BlockingIOError(11, "Resource temporarily unavailable")
        os.fork = fork  # root may have as many as it wants
        print(list(shared_out(lambda item: item, range(5), 3)))
    """)
    assert run.stdout == "[0, 1, 2, 3, 4]\n"


def test_there_is_a_processor() -> None:
    assert processors() >= 1
