"""What a run of the benchmark finds."""

from msgspec import Struct

from tools.bench.growth import exponent

MOST_GROWTH = 1.1
"""The exponent up to which a cost counts as linear."""


class Measurement(Struct, frozen=True):
    """One command: its median seconds, how many times that of another one, its peak memory in MB.

    ``against`` names the other one, and is empty where there is none.
    """

    what: str
    seconds: float
    against: str = ""
    ratio: float | None = None
    peak: float | None = None


class Growth(Struct, frozen=True):
    """What a command costs at several sizes, above a floor that does not grow, in seconds."""

    what: str
    unit: str
    sizes: tuple[int, ...]
    seconds: tuple[float, ...]
    floor: float = 0.0

    @property
    def exponent(self) -> float:
        """The fitted exponent; what is below the machine's resolution counts as that."""
        return exponent(self.sizes, [max(seconds - self.floor, 1e-3) for seconds in self.seconds])


class Budget(Struct, frozen=True):
    """A budget of the design, and what was measured. ``why`` is printed if it is missed."""

    what: str
    measured: float
    limit: float
    unit: str = "×"
    is_least: bool = False
    why: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the measured value is within the limit, as far as it is shown."""
        measured, limit = round(self.measured, 2), round(self.limit, 2)
        return measured >= limit if self.is_least else measured <= limit


class Section(Struct, frozen=True):
    """One subject: a description of what was measured, and the results."""

    title: str
    description: str
    rows: tuple[Measurement, ...]
    noise: float
    growths: tuple[Growth, ...] = ()
    budgets: tuple[Budget, ...] = ()


def linear(growth: Growth, why: str) -> Budget:
    """The budget that a cost grows as the size does."""
    return Budget(
        f"{growth.what}: exponent over {growth.unit}", growth.exponent, MOST_GROWTH, "", why=why
    )
