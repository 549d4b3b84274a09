"""How a cost grows with a size: the exponent of the power law that fits it best."""

import math
from collections.abc import Sequence


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The slope of the straight line, by least squares, through the logarithms of size and cost.

    1 means that a cost grows as the size does, 2 as its square, 0 that it does not grow. All
    numbers are above nothing, and at least two of the sizes differ.
    """
    across = [math.log(size) for size in sizes]
    up = [math.log(cost) for cost in costs]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    rise = sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True))
    return rise / sum((x - middle) ** 2 for x in across)
