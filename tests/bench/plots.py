"""Small plots as SVG: a curve over a measure, or bars of parts. Text is text, so that it can be read and searched."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 560, 300
LEFT, RIGHT, TOP, BOTTOM = 66, 24, 40, 50
"""The margins around the plot, for its title and its figures."""
TICKS = 5
BAR, BETWEEN, NAMES = 20, 10, 110
"""The height of a bar, the space under it, the room for its name; all in px."""
HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    'role="img" aria-label="{title}" font-family="sans-serif" font-size="12" fill="#222">\n'
    '<rect width="{width}" height="{height}" fill="#fff"/>\n'
    '<text x="{left}" y="22" font-size="14" font-weight="bold">{title}</text>\n'
)


def curve(title: str, across: str, up: str, points: Sequence[tuple[float, float]]) -> str:
    """Points joined by a line, from zero: `across` and `up` name the axes, with their units."""
    steps = [_steps(max(values)) for values in zip(*points, strict=True)]
    right, top = (values[-1] for values in steps)

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + x / right * (WIDTH - LEFT - RIGHT),
            HEIGHT - BOTTOM - y / top * (HEIGHT - TOP - BOTTOM),
        )

    parts = [HEAD.format(width=WIDTH, height=HEIGHT, left=LEFT, title=escape(title))]
    for value in steps[1]:
        x, y = place(0, value)
        parts.append(f'<path d="M{x:.1f} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{value:,g}</text>')
    for value in steps[0]:
        x, y = place(value, 0)
        parts.append(f'<text x="{x:.1f}" y="{y + 16:.1f}" text-anchor="middle">{value:,g}</text>')
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point) for point in points))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    if len(points) <= 4 * TICKS:
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#1f5fa8"/>' for x, y in (place(*p) for p in points)]
    parts.append(f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 12}" text-anchor="end">{escape(across)}</text>')
    middle = TOP + (HEIGHT - TOP - BOTTOM) / 2
    parts.append(f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">{escape(up)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def bars(title: str, unit: str, parts: Sequence[tuple[str, float]]) -> str:
    """A bar for each part, with its figure behind it."""
    height = TOP + len(parts) * (BAR + BETWEEN)
    most = max(value for _, value in parts)
    drawn = [HEAD.format(width=WIDTH, height=height, left=12, title=escape(title))]
    for number, (name, value) in enumerate(parts):
        y = TOP + number * (BAR + BETWEEN)
        long = value / most * (WIDTH - NAMES - 90)
        drawn.append(f'<text x="{NAMES - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>')
        drawn.append(f'<rect x="{NAMES}" y="{y}" width="{max(long, 1):.1f}" height="{BAR}" fill="#1f5fa8"/>')
        drawn.append(f'<text x="{NAMES + long + 6:.1f}" y="{y + 14}">{value:.1f} {escape(unit)}</text>')
    return "\n".join([*drawn, "</svg>\n"])


def _steps(most: float) -> list[float]:
    """Round figures from zero to one that is not under `most`."""
    rough = most / TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    return [step * number for number in range(ceil(most / step) + 1)]
