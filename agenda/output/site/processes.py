"""Work that several processes share."""

import os
import pickle
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from io import BufferedReader
from typing import NoReturn, TypeVar

from msgspec import Struct

Item = TypeVar("Item")
Result = TypeVar("Result")


def processors() -> int:
    """How many processes can run at a time."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def shared_out(
    work: Callable[[Item], Result], items: Sequence[Item], count: int
) -> Iterator[Result]:
    """The result of some work on each item, in the order of the items.

    ``count`` other processes share the work if that is more than one. They are forked, so that they
    have all that this process has read, and only the results are copied. A process ends with this
    one, since nobody reads its results any more. What one that ended early has left is done here;
    so an error is raised here as it is without other processes.
    """
    workers: list[_Worker] = []
    try:
        with suppress(OSError):  # the system allows no more processes
            for number in range(count if count > 1 else 0):
                workers.append(_forked(work, items[number::count], workers))
        for number, item in enumerate(items):
            is_shared = bool(workers) and number % count < len(workers)
            yield workers[number % count].next_result(work, item) if is_shared else work(item)
    finally:
        for worker in workers:
            worker.results.close()
            os.waitpid(worker.pid, 0)


class _Worker(Struct, frozen=True):
    """A process, and the end of its pipe from which the results come."""

    pid: int
    results: BufferedReader

    def next_result(self, work: Callable[[Item], Result], item: Item) -> Result:
        """Its next result, or that of the work if it has ended early."""
        with suppress(EOFError, pickle.UnpicklingError):
            result: Result = pickle.load(self.results)  # noqa: S301  written by this program
            return result
        return work(item)


def _forked(
    work: Callable[[Item], object], items: Sequence[Item], others: Sequence[_Worker]
) -> _Worker:
    read_end, write_end = os.pipe()
    results = os.fdopen(read_end, "rb")
    # An interrupt must end the new process, and not go up to what called this function.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        pid = os.fork()
        if not pid:
            # Without these ends, the others notice when nobody reads their results.
            unread = [read_end, *(other.results.fileno() for other in others)]
            _work(work, items, write_end, unread)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(write_end)
    return _Worker(pid, results)


def _work(
    work: Callable[[Item], object], items: Sequence[Item], write_end: int, unread: Sequence[int]
) -> NoReturn:
    """Write the results into a pipe, and end without what this process would do at its end."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for end in unread:
            os.close(end)
        with os.fdopen(write_end, "wb", closefd=False) as results:
            for item in items:
                pickle.dump(work(item), results)
                results.flush()
    finally:
        os._exit(0)
