"""How a cost grows with a size: the exponent of the best-fitting power law."""

import math
from collections.abc import Sequence


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of the least-squares line through the logarithms of size and cost.

    With 1, the cost is proportional to the size, with 2 to its square; with 0, it is constant. All
    numbers must be positive, and at least two sizes must differ.
    """
    log_sizes = [math.log(size) for size in sizes]
    log_costs = [math.log(cost) for cost in costs]
    mean_size, mean_cost = sum(log_sizes) / len(log_sizes), sum(log_costs) / len(log_costs)
    covariance = sum(
        (x - mean_size) * (y - mean_cost) for x, y in zip(log_sizes, log_costs, strict=True)
    )
    return covariance / sum((x - mean_size) ** 2 for x in log_sizes)
