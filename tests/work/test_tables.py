from __future__ import annotations

from synth.prepare import read_table
from synth.work.tables import spelled, typed_like

REAL = read_table(
    b"patient;pay;day;ill\n"
    + b"".join(b"%d;%d.5;2024-01-%02d;TRUE\n7;8;2024-02-01;FALSE\n" % (n, n, n) for n in range(10, 28))
)


def test_what_another_file_spells_in_its_own_way_is_read_in_that_way() -> None:
    theirs = spelled(
        b"patient;pay;day;ill\n"
        + b"".join(b"%d;%d,5;%02d.03.2024;1\n8;3,25;01.04.2024;0\n" % (n, n, n) for n in range(10, 28)),
        {},
    )
    table = typed_like(theirs, REAL.schema, {})
    assert table.reading.unparsed == {}
    assert table.schema.columns == REAL.schema.columns
    assert table.frame["pay"].tolist()[:2] == [10.5, 3.25]
    assert [str(day)[:10] for day in table.frame["day"][:2]] == ["2024-03-10", "2024-04-01"]
    assert table.frame["ill"].tolist()[:2] == [True, False]


def test_cells_that_fit_in_no_spelling_are_counted() -> None:
    table = typed_like(spelled(b"patient;pay\n1;2.5\n2;much\n3;4.5\n", {}), REAL.schema, {})
    assert table.reading.unparsed == {"pay": 1}
