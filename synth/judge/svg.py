"""Charts of a report as SVG, for the HTML file: numbers and our own colours, names escaped, no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from synth.judge.exhibits import JointTable, Matrix, Projection
from synth.judge.report import Associations, ColumnSummary
from synth.prepare.palette import REAL, SYNTHETIC

Rgb = tuple[int, int, int]

MOST_NAMES = 24
_STEPS = 10  # colours on each side of zero in a heat map
_LABEL = 16
_WHITE: Rgb = (247, 247, 247)


def bars(column: ColumnSummary, width: int = 360, height: int = 90) -> Markup:
    """Paired bars of one column's distribution, real beside synthetic, what is missing last and set apart."""
    real, synthetic = list(column.real), list(column.synthetic)
    if column.real_missing or column.synthetic_missing:
        real, synthetic = [*real, 0.0, column.real_missing], [*synthetic, 0.0, column.synthetic_missing]
    most = max([*real, *synthetic, 1e-12])
    step, bar = width / max(len(real), 1), 0.42 * width / max(len(real), 1)
    shapes = []
    for side, shares, colour in ((0, real, REAL), (1, synthetic, SYNTHETIC)):
        path = "".join(
            f"M{step * (place + 0.08) + bar * side:.1f} {height}v-{height * share / most:.1f}h{bar:.1f}V{height}z"
            for place, share in enumerate(shares)
            if share
        )
        shapes.append(f'<path fill="{colour}" d="{path}"/>')
    return _drawing(f"Distribution of {column.name}, real beside synthetic", (width, height), "bars", "".join(shapes))


def heat_maps(associations: Associations) -> list[tuple[str, Markup]]:
    """Three maps on one scale from −1 to 1: real, synthetic, and synthetic less real; up to 24 columns are named."""
    difference = tuple(
        tuple(None if a is None or b is None else b - a for a, b in zip(real, synthetic, strict=True))
        for real, synthetic in zip(associations.real, associations.synthetic, strict=True)
    )
    maps = (("Real", associations.real), ("Synthetic", associations.synthetic), ("Difference", difference))
    names = associations.names if len(associations.names) <= MOST_NAMES else ()
    return [(name, _grid(f"{name} relations", matrix, _diverging, names, names)) for name, matrix in maps]


def side_by_side(shown: JointTable | Projection) -> list[tuple[str, Markup]]:
    """Shares of rows on a grid, real and synthetic on one scale; cells of too few real units stay empty."""
    rows, columns = (shown.rows, shown.columns) if isinstance(shown, JointTable) else ((), ())
    most = max((share for side in (shown.real, shown.synthetic) for row in side for share in row if share), default=1.0)

    def colour(share: float) -> tuple[int, str]:
        step = round(_STEPS * (share / most) ** 0.5)  # the root: small shares can be told apart
        return step, _mix(_WHITE, (68, 1, 84), step / _STEPS)

    upright = isinstance(shown, JointTable)
    sides = (("Real", shown.real), ("Synthetic", shown.synthetic))
    return [(name, _grid(name, side if upright else side[::-1], colour, rows, columns)) for name, side in sides]


def _grid(
    label: str,
    matrix: Matrix,
    colour: Callable[[float], tuple[int, str]],
    rows: Sequence[str],
    columns: Sequence[str],
) -> Markup:
    """One path a colour rather than one rectangle a cell: 119 columns stay under 200 kB."""
    cells: dict[tuple[int, str], list[str]] = {}
    for row, values in enumerate(matrix):
        for place, value in enumerate(values):
            if value is not None:
                cells.setdefault(colour(value), []).append(f"M{place} {row}h1v1h-1z")
    height, width = max(len(matrix), 1), max((len(row) for row in matrix), default=1)
    paths = "".join(f'<path fill="{shade}" d="{"".join(d)}"/>' for (_, shade), d in sorted(cells.items()))
    size = min(max(height, width) / 18, 0.9)
    room = 8 * size
    left, below = (room if names else 0.0 for names in (rows, columns))
    texts = [
        Markup('<text x="{:.2f}" y="{:.2f}" text-anchor="end">{}</text>').format(-0.3, row + 0.5 + size / 3, _cut(name))
        for row, name in enumerate(rows)
    ]
    texts += [
        Markup('<text transform="translate({:.2f} {:.2f}) rotate(-60)" text-anchor="end">{}</text>').format(
            place + 0.5 + size / 3, height + size, _cut(name)
        )
        for place, name in enumerate(columns)
    ]
    frame = f'<path class="frame" d="M0 0h{width}v{height}h-{width}z"/>'
    named = Markup('<g font-size="{:.2f}">{}</g>').format(size, Markup("").join(texts)) if texts else ""
    return _drawing(label, (width + left, height + below), "map", paths + frame + str(named), left)


def _drawing(label: str, size: tuple[float, float], name: str, content: str, left: float = 0.0) -> Markup:
    return Markup('<svg role="img" aria-label="{}" viewBox="{:.2f} 0 {:.2f} {:.2f}" class="{}">{}</svg>').format(
        label,  # escaped: names come from data
        -left,
        *size,
        name,
        Markup(content),  # noqa: S704  numbers, our own colours, and names escaped above
    )


def _cut(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LABEL else line[: _LABEL - 1] + "…"


def _diverging(value: float) -> tuple[int, str]:
    """Orange for negative, white for none, purple for positive, as on the page."""
    step = round(max(-1.0, min(1.0, value)) * _STEPS)
    return step, _mix(_WHITE, (127, 59, 8) if step < 0 else (45, 0, 75), abs(step) / _STEPS)


def _mix(near: Rgb, far: Rgb, strength: float) -> str:
    return "#" + "".join(f"{round(a + (b - a) * strength):02x}" for a, b in zip(near, far, strict=True))
