from __future__ import annotations

import json

import numpy as np

from synth.judge.charts.joint import alt_joint, joint
from synth.judge.exhibits import JointTable

NASTY = '<img src=x onerror="alert(1)"> & <b>bold</b>'
SHOWN = JointTable(
    subject=("ward", "age"),
    rows=("north", "south"),
    columns=("18 to 40", "41 to 90", "missing"),
    real=((0.5, 0.2, None), (0.1, 0.2, None)),
    synthetic=((0.4, 0.2, 0.0), (0.1, 0.2, 0.1)),
)


def test_both_tables_stand_side_by_side_on_one_scale() -> None:
    real, synthetic = joint(SHOWN).data
    assert (real.zmin, real.zmax) == (synthetic.zmin, synthetic.zmax) == (0, 0.5)
    assert real.colorscale == synthetic.colorscale
    assert (real.showscale, synthetic.showscale) == (False, True)
    assert (real.xaxis, synthetic.xaxis) == ("x", "x2")


def test_cells_of_few_rows_are_empty_and_say_so() -> None:
    real, synthetic = joint(SHOWN).data
    assert np.isnan(real.z[0][2])
    assert "too few real rows" in real.customdata[0][2]
    assert synthetic.customdata[1][2].endswith("<b>10.00% of rows</b>")


def test_the_title_and_the_words_state_where_they_differ_most() -> None:
    finding = "ward and age: 10.0% of rows too few at north with 18 to 40, the widest single gap"
    assert joint(SHOWN).layout.title.text.replace("<br>", " ") == finding
    assert alt_joint(SHOWN) == f"ward with age, real beside synthetic, 2 by 3 cells. {finding}."
    alike = SHOWN.model_copy(update={"synthetic": ((0.5, 0.2, 0.0), (0.1, 0.2, 0.0))})
    assert "no cell differs" in alt_joint(alike)
    hidden = SHOWN.model_copy(update={"real": ((None,) * 3,) * 2, "synthetic": ((0.0,) * 3,) * 2})
    assert "no cell differs" in joint(hidden).layout.title.text.replace("<br>", " ")


def test_names_and_levels_are_never_markup() -> None:
    nasty = SHOWN.model_copy(update={"subject": (NASTY, "x" * 300), "rows": (NASTY, "$x$")})
    written = json.dumps(json.loads(joint(nasty).to_json()))
    assert "<img" not in written
    assert "<b>bold" not in written
    assert "x" * 40 not in written
