from __future__ import annotations

from synth.judge.exhibits import JointTable, Projection
from synth.judge.report import Associations
from synth.judge.svg import bars, heat_maps, side_by_side
from tests.release.reports import report

NASTY = '"><script>alert(1)</script>'
SHOWN = JointTable(
    subject=("a", "b"),
    rows=(NASTY, "north"),
    columns=("u", "v"),
    real=((0.5, None), (0.25, 0.25)),
    synthetic=((0.5, 0.0), (0.25, 0.25)),
)


def test_the_difference_map_is_white_where_both_agree() -> None:
    maps = heat_maps(
        Associations(names=("a", "b"), real=((1.0, None), (None, 1.0)), synthetic=((1.0, 0.2), (0.2, 1.0)))
    )
    name, difference = maps[2]
    assert name == "Difference"
    assert difference.count("<path fill") == 1
    assert "#f7f7f7" in difference


def test_few_columns_are_named_and_many_are_not() -> None:
    def maps(size: int) -> str:
        square = tuple(tuple(0.5 for _ in range(size)) for _ in range(size))
        names = tuple(f"{NASTY}{place}" for place in range(size))
        return "".join(map_ for _, map_ in heat_maps(Associations(names=names, real=square, synthetic=square)))

    assert maps(3).count("<text") == 3 * 2 * 3
    assert "<script" not in maps(3)
    assert "<text" not in maps(30)


def test_joint_tables_share_one_scale_and_leave_small_cells_open() -> None:
    (_, real), (_, synthetic) = side_by_side(SHOWN)
    assert real.count("h1v1h-1z") == 3
    assert synthetic.count("h1v1h-1z") == 4
    assert "#440154" in real
    assert "#440154" in synthetic
    assert "<script" not in real


def test_a_projection_has_its_low_values_at_the_bottom() -> None:
    grid = ((1.0, 0.0), (0.0, 0.0))
    shown = Projection(
        explained=(0.5, 0.2),
        x_columns=("a",),
        y_columns=("b",),
        x_edges=(0, 1, 2),
        y_edges=(0, 1, 2),
        real=grid,
        synthetic=grid,
    )
    (_, real), _ = side_by_side(shown)
    assert '<path fill="#440154" d="M0 1h1v1h-1z"/>' in real


def test_bars_show_what_is_missing_apart() -> None:
    (column,) = report().columns
    assert bars(column).count("M") == 4
    assert bars(column.model_copy(update={"real_missing": 0.5})).count("M") == 5
    assert "&lt;b&gt;" in bars(column)
