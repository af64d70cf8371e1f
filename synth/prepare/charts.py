"""Plotly figures of a table's columns. No colour of paper or of text is fixed, so that they fit light and dark pages.

Titles state the finding. Names and values come from files: whatever in them plotly would take for markup is shown as
it is spelled.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from synth.prepare.bins import bin_dates, bin_numbers
from synth.prepare.counts import FEWEST_HOLDERS, Counts, count
from synth.prepare.palette import DIVERGING, REAL
from synth.prepare.spelling import percent, spell, spell_number
from synth.prepare.table import Table

MOST_BARS = 20
MOST_LABELS = 40
LONGEST = 32
LINE, SMALL_LINE = 46, 62
_CLEAR = "rgba(0,0,0,0)"


def plain(text: str, longest: int = LONGEST) -> str:
    """Text as plotly should show it: on one line, shortened with an ellipsis, with no markup of its own."""
    line = " ".join(text.split())
    line = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    return html.escape(line, quote=False)


def distribution(table: Table, name: str, *, log: bool = False) -> go.Figure:
    """How the values of one column are spread; `log` draws numbers above 0 on a logarithmic axis.

    Numbers and dates are drawn as a histogram between the ends that may be shown, categories as their commonest levels
    held by at least five units, keys as rows per value, text as lengths.
    """
    counts = count(table, name)
    if not counts.present:
        return _bars([], [], title=f"{plain(name)} holds no value", counts=counts, across="")
    match counts.column.kind:
        case "number":
            return _numbers(counts, log=log)
        case "datetime":
            return _dates(counts)
        case "key":
            return _repeats(counts)
        case "text":
            return _lengths(counts)
        case _:
            return _levels(counts)


def heat_map(names: Sequence[str], matrix: NDArray[np.float64], title: str) -> go.Figure:
    """A square of values from −1 to 1, one row and column per name; cells that are NaN stay empty.

    Up to 40 names stand at the axes; beyond that they show on hovering only.
    """
    places, labels = list(range(len(names))), [plain(name, 20) for name in names]
    figure = go.Figure(
        go.Heatmap(
            x=places,
            y=places,
            z=matrix,
            zmin=-1,
            zmax=1,
            colorscale=DIVERGING,
            xgap=1 if len(names) <= MOST_LABELS else 0,
            ygap=1 if len(names) <= MOST_LABELS else 0,
            texttemplate="%{z:.2f}" if len(names) <= 8 else None,
            hovertemplate="%{y}<br>%{x}<br><b>%{z:.2f}</b><extra></extra>",
            hoverongaps=False,
            colorbar={"thickness": 12, "tickvals": [-1, -0.5, 0, 0.5, 1], "outlinewidth": 0},
        )
    )
    axis = {
        "tickmode": "array",
        "tickvals": places,
        "ticktext": labels,
        "showticklabels": len(names) <= MOST_LABELS,
        "ticks": "",
        "showgrid": False,
        "zeroline": False,
        "automargin": True,
    }
    if len(names) > MOST_LABELS:
        axis["title"] = {"text": f"{len(names)} columns; point at a cell for their names"}
    figure.update_xaxes(axis, tickangle=-90)
    figure.update_yaxes(axis | {"autorange": "reversed", "title": None})
    return finish(figure, title, height=min(720, max(260, 80 + 24 * len(names))))


def strongest(names: Sequence[str], matrix: NDArray[np.float64]) -> str:
    """The finding of a heat map in words: which two columns go together most."""
    pairs = [
        (abs(matrix[first, second]), first, second)
        for first, second in combinations(range(len(names)), 2)
        if np.isfinite(matrix[first, second])
    ]
    if not pairs:
        return "No two columns can be compared"
    _, first, second = max(pairs, key=lambda pair: pair[0])
    return f"{plain(names[first])} and {plain(names[second])} go together most ({matrix[first, second]:.2f})"


def _numbers(counts: Counts, *, log: bool) -> go.Figure:
    name, column = plain(counts.column.name), counts.column
    if counts.ends is None:
        return _bars([], [], title=f"{name}: fewer than {FEWEST_HOLDERS} hold a value", counts=counts, across=name)
    spike, share = counts.commonest
    levels, rows, notes = counts.levels, counts.rows, list[str]()
    if share >= 0.5 and len(levels) > MOST_BARS and counts.holders.max() >= FEWEST_HOLDERS:
        title = f"{percent(share).capitalize()} of {name} are {spell(spike, column)}; the bars show the rest"
        levels, rows = levels[levels != spike], rows[levels != spike]
    else:
        lower, upper = (spell(_quantile(levels, rows, part), column) for part in (0.25, 0.75))
        title = f"{name} is mostly {lower}" if lower == upper else f"Half of {name} lies between {lower} and {upper}"
    if log and levels[0] <= 0:
        notes = [f"{percent(rows[levels <= 0].sum() / rows.sum())} of them are 0 or less and not drawn"]
        levels, rows = levels[levels > 0], rows[levels > 0]
    ends = counts.ends if log else _without_tails(levels, rows, counts.ends)
    if ends != counts.ends:
        notes.append(f"beyond {spell(ends[0], column)} to {spell(ends[1], column)} all count in the outermost bars")
    bins = bin_numbers(levels, rows, ends=ends, whole=column.decimals == 0, log=log)
    figure = _bars(bins.middles, bins.rows, title=title, counts=counts, across=name, notes=notes, widths=bins.widths)
    spans = [f"{spell_number(low)} to {spell_number(high)}" for low, high in bins.spans]
    figure.update_traces(customdata=spans, hovertemplate="%{customdata}<br><b>%{y:,} rows</b><extra></extra>")
    if log:
        powers = np.arange(np.floor(bins.middles.min(initial=0)), np.ceil(bins.middles.max(initial=0)) + 1)
        figure.update_xaxes(tickvals=powers, ticktext=[spell_number(10.0**power) for power in powers])
    return figure


def _dates(counts: Counts) -> go.Figure:
    name = plain(counts.column.name)
    if counts.ends is None:
        return _bars([], [], title=f"{name}: fewer than {FEWEST_HOLDERS} hold a value", counts=counts, across=name)
    bins = bin_dates(counts.levels, counts.rows, ends=counts.ends)
    low, high = (spell(end, counts.column)[:10] for end in counts.ends)
    busiest = bins.labels[int(np.argmax(bins.rows))]
    title = f"{name} falls most often in {busiest}"
    span = f"from {'about ' if counts.cut else ''}{low} to {high}"
    figure = _bars(bins.starts, bins.rows, title=title, counts=counts, across=f"{name}, by {bins.step}", notes=[span])
    figure.update_traces(customdata=bins.labels, hovertemplate="%{customdata}<br><b>%{y:,} rows</b><extra></extra>")
    return figure


def _levels(counts: Counts) -> go.Figure:
    name, shown = plain(counts.column.name), counts.holders >= FEWEST_HOLDERS
    levels, rows = counts.levels[shown][:MOST_BARS], counts.rows[shown][:MOST_BARS]
    labels = [plain(spell(level, counts.column)) for level in levels]
    rest = len(counts.levels) - len(levels)
    heights = [*rows.tolist(), int(counts.rows.sum() - rows.sum())] if rest else rows.tolist()
    labels = [*labels, f"other ({rest:,} {'level' if rest == 1 else 'levels'})"] if rest else labels
    if len(levels):
        share = percent(rows[0] / counts.present).capitalize()
        title = f"{share} of {name} {'is' if len(counts.levels) == 1 else 'are'} {labels[0]}"
    else:
        title = f"No level of {name} is held by {FEWEST_HOLDERS} or more"
    places = list(range(len(labels)))
    figure = go.Figure(
        go.Bar(
            x=heights,
            y=places,
            orientation="h",
            marker={"color": REAL, "opacity": [1.0] * len(levels) + [0.4] * (len(labels) - len(levels))},
            customdata=[percent(rows / counts.present) for rows in heights],
            hovertemplate="%{y}<br><b>%{x:,} rows</b> (%{customdata})<extra></extra>",
        )
    )
    figure.update_yaxes(tickmode="array", tickvals=places, ticktext=labels, autorange="reversed", automargin=True)
    figure.update_xaxes(title="rows", rangemode="tozero")
    return finish(figure, title, _subtitle(counts), height=max(140, 60 + 22 * len(labels)))


def _repeats(counts: Counts) -> go.Figure:
    name = plain(counts.column.name)
    often, values = np.unique(counts.rows, return_counts=True)
    most = int(often[-1])
    title = (
        f"Each value of {name} stands in one row" if most == 1 else f"A value of {name} stands in up to {most:,} rows"
    )
    bins = bin_numbers(often.astype(float), values, ends=(1.0, float(most)), whole=True)
    return _bars(
        bins.middles,
        bins.rows,
        title=title,
        counts=counts,
        across=f"rows per value of {name}",
        widths=bins.widths,
        up="values",
    )


def _lengths(counts: Counts) -> go.Figure:
    name = plain(counts.column.name)
    lengths, where = np.unique([len(str(level)) for level in counts.levels], return_inverse=True)
    rows = np.bincount(where, weights=counts.rows).astype(np.int64)
    title = f"{name} holds texts of about {_quantile(lengths, rows, 0.5):,} characters"
    ends = float(lengths[0]), float(lengths[-1])
    bins = bin_numbers(lengths.astype(float), rows, ends=ends, whole=True)
    return _bars(
        bins.middles, bins.rows, title=title, counts=counts, across=f"characters in {name}", widths=bins.widths
    )


def _bars(
    x: Sequence[Any] | NDArray[Any],
    y: Sequence[int] | NDArray[Any],
    *,
    title: str,
    counts: Counts,
    across: str,
    notes: Sequence[str] = (),
    widths: NDArray[np.float64] | None = None,
    up: str = "rows",
) -> go.Figure:
    figure = go.Figure(go.Bar(x=x, y=y, width=widths, marker_color=REAL, hovertemplate="%{x}<br>%{y:,}<extra></extra>"))
    figure.update_layout(bargap=0.04)
    few_whole = widths is not None and len(widths) <= MOST_BARS and np.array_equal(widths, np.ones(len(widths)))
    figure.update_xaxes(title=across, dtick=1 if few_whole else None)
    figure.update_yaxes(title=up, rangemode="tozero")
    return finish(figure, title, _subtitle(counts, *notes))


def _subtitle(counts: Counts, *notes: str) -> str:
    """How many rows are missing, and whatever else a chart leaves out."""
    gone = counts.total - counts.present
    missing = f"{percent(counts.missing)} missing ({gone:,} of {counts.total:,} rows)" if gone else "none missing"
    few = FEWEST_HOLDERS - 1
    ends = [f"the {few} lowest and the {few} highest are drawn at the next value inwards"] if counts.cut else []
    return "; ".join([missing, *ends, *notes])


def finish(figure: go.Figure, title: str, subtitle: str = "", *, height: int = 280, legend: bool = False) -> go.Figure:
    """Give a figure its title, broken into lines, room for it above `height` pixels of plot, and a clear background."""
    lines = _lines(title, LINE)
    lines += [f'<span style="font-size:12px">{line}</span>' for line in _lines(subtitle, SMALL_LINE)]
    above = 24 + 22 * len(lines) + 22 * legend
    figure.update_layout(
        title={"text": "<br>".join(lines), "x": 0, "xanchor": "left", "pad": {"t": 22 if len(lines) > 1 else 10}}
        | {"y": 1, "yanchor": "top", "yref": "container"},  # plotly lifts a title of several lines by 12 pixels
        margin={"l": 8, "r": 8, "t": above, "b": 8},
        height=height + above,
        meta={"title": title, "subtitle": subtitle},
        showlegend=legend,
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        paper_bgcolor=_CLEAR,
        plot_bgcolor=_CLEAR,
    )
    return figure


def without_title(figure: go.Figure) -> tuple[go.Figure, str, str]:
    """A finished figure without its title and the room for it, and the title and subtitle as plain text.

    A page can so set them itself: plotly breaks no lines, however wide or narrow the page is.
    """
    above = 24 + 22 * bool(figure.layout.showlegend)
    height = figure.layout.height - (figure.layout.margin.t - above)
    bare = go.Figure(figure).update_layout(title=None, height=height, margin_t=above)
    said = figure.layout.meta
    return bare, html.unescape(said["title"]), html.unescape(said["subtitle"])


def _without_tails(levels: NDArray[Any], rows: NDArray[np.int64], ends: tuple[float, float]) -> tuple[float, float]:
    """The ends, or, where most of the range between them is all but empty, those of the inner 99 %."""
    low, high = (float(_quantile(levels, rows, part)) for part in (0.005, 0.995))
    return (low, high) if 0 < 3 * (high - low) < ends[1] - ends[0] else ends


def _lines(text: str, longest: int) -> list[str]:
    """Lines that fit a narrow page; plotly breaks none by itself."""
    return textwrap.wrap(text, longest, break_long_words=False, break_on_hyphens=False)


def _quantile(levels: NDArray[Any], rows: NDArray[np.int64], part: float) -> Any:
    """The smallest level that this part of the rows does not exceed."""
    reached = np.cumsum(rows)
    return levels[min(int(np.searchsorted(reached, part * reached[-1])), len(levels) - 1)]
