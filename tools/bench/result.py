"""The results of a run of the benchmark."""

from msgspec import Struct

from tools.bench.growth import exponent

MAX_LINEAR_EXPONENT = 1.1
"""The exponent up to which a cost counts as linear."""


class Measurement(Struct, frozen=True):
    """A command's median time in seconds, its ratio to another command, and its peak memory in MB.

    ``against`` names the other command, and is empty if there is none. ``noise`` is that of the
    ratio: its interquartile range over the rounds, divided by the median.
    """

    what: str
    seconds: float
    against: str = ""
    ratio: float | None = None
    peak: float | None = None
    noise: float | None = None


class Growth(Struct, frozen=True):
    """The time of a command at several sizes, which includes a constant ``floor``, in seconds."""

    what: str
    unit: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    floor: float = 0.0

    @property
    def exponent(self) -> float:
        """The fitted exponent; times below one millisecond count as one millisecond."""
        return exponent(self.sizes, [max(seconds - self.floor, 1e-3) for seconds in self.seconds])


class Budget(Struct, frozen=True):
    """A limit and the measured value. ``why`` is printed if the budget is missed."""

    what: str
    measured: float
    limit: float
    unit: str = "×"
    is_least: bool = False
    why: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the measured value is within the limit, both rounded as they are printed."""
        measured, limit = round(self.measured, 2), round(self.limit, 2)
        return measured >= limit if self.is_least else measured <= limit


class Section(Struct, frozen=True):
    """A description of what was measured, and the results."""

    title: str
    description: str
    rows: tuple[Measurement, ...]
    noise: float
    growths: tuple[Growth, ...] = ()
    budgets: tuple[Budget, ...] = ()


def linear(growth: Growth, why: str) -> Budget:
    """The budget that a cost is at most proportional to the size."""
    return Budget(
        f"{growth.what}: exponent over {growth.unit}",
        growth.exponent,
        MAX_LINEAR_EXPONENT,
        "",
        why=why,
    )
