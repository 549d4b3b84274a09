"""A graph of how costs grow: seconds over sizes, both on logarithmic scales, as SVG."""

import math
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from tools.bench.result import Growth

_WIDTH, _LINE = 860, 20
_LEFT, _TOP, _PLOT_WIDTH, _PLOT_HEIGHT = 60, 20, 440, 300
_LEGEND_LEFT: Final = _LEFT + _PLOT_WIDTH + 20
_COLOURS: Final = (
    "#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b", "#e377c2", "#17becf",
)  # fmt: skip
_DASHES: Final = ("", "6 3", "2 3")
"""Lines of one colour differ by their dashes."""


def graph(growths: Sequence[Growth]) -> str:
    """An SVG with a line for each cost, and a thin line that is proportional to the size."""
    height = max(_TOP + _PLOT_HEIGHT + 40, _TOP + _LINE * (len(growths) + 1))
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
            'font-family="sans-serif" font-size="12">',
            f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
            *_Plot(growths).elements(),
            "</svg>\n",
        )
    )


class _Plot:
    def __init__(self, growths: Sequence[Growth]) -> None:
        self._growths = growths
        sizes = [math.log10(size) for growth in growths for size in growth.sizes]
        seconds = [math.log10(max(1e-3, each)) for growth in growths for each in growth.seconds]
        self._first, self._last = min(sizes), max(sizes)
        self._least, self._most = math.floor(min(seconds)), math.ceil(max(seconds))

    def elements(self) -> Iterator[str]:
        yield from self._axes()
        for number, growth in enumerate(self._growths):
            colour = _COLOURS[number % len(_COLOURS)]
            dashes = _DASHES[number // len(_COLOURS) % len(_DASHES)]
            points = zip(growth.sizes, growth.seconds, strict=True)
            yield self._line(points, f'stroke="{colour}" stroke-width="2" {_dashed(dashes)}')
            top = _TOP + _LINE * number
            yield (
                f'<path d="M{_LEGEND_LEFT},{top}h24" stroke="{colour}" stroke-width="2" '
                f"{_dashed(dashes)}/>"
            )
            name = f"{growth.what}, by {growth.unit}: {growth.exponent:.2f}"
            yield f'<text x="{_LEGEND_LEFT + 30}" y="{top + 4}">{escape(name)}</text>'
        top = _TOP + _LINE * len(self._growths)
        yield f'<text x="{_LEGEND_LEFT + 30}" y="{top + 4}" fill="#888">thin: proportional</text>'

    def _axes(self) -> Iterator[str]:
        for power in range(self._least, self._most + 1):
            y = self._y(10**power)
            yield f'<path d="M{_LEFT},{y:.1f}h{_PLOT_WIDTH}" stroke="#ddd"/>'
            seconds = f"{10.0**power:g} s"
            yield f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{seconds}</text>'
        for size in sorted({size for growth in self._growths for size in growth.sizes}):
            x, bottom = self._x(size), _TOP + _PLOT_HEIGHT
            yield f'<path d="M{x:.1f},{_TOP}v{_PLOT_HEIGHT}" stroke="#eee"/>'
            yield f'<text x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{size:,}</text>'
        middle = 10 ** ((self._least + self._most) / 2)
        ends = 10**self._first, 10**self._last
        centre = math.sqrt(ends[0] * ends[1])
        line = ((size, middle * size / centre) for size in ends)
        yield self._line(line, 'stroke="#888" stroke-width="0.5"')

    def _line(self, points: Iterator[tuple[float, float]], attributes: str) -> str:
        path = "L".join(f"{self._x(size):.1f},{self._y(seconds):.1f}" for size, seconds in points)
        return f'<path d="M{path}" fill="none" {attributes.rstrip()}/>'

    def _x(self, size: float) -> float:
        share = (math.log10(size) - self._first) / max(1e-9, self._last - self._first)
        return _LEFT + _PLOT_WIDTH * share

    def _y(self, seconds: float) -> float:
        share = (math.log10(max(1e-3, seconds)) - self._least) / max(1, self._most - self._least)
        return _TOP + _PLOT_HEIGHT * (1 - share)


def _dashed(dashes: str) -> str:
    return f'stroke-dasharray="{dashes}"' if dashes else ""
