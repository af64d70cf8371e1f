"""Where the table lies: preamble, header, width."""

from __future__ import annotations

import pytest

from synth.prepare.layout import Layout, detect_layout


def _rows(text: str) -> list[list[str]]:
    return [line.split(",") if line else [] for line in text.strip("\n").split("\n")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,age\n1,30\n2,40", Layout(0, 1, 2)),
        ("1,30\n2,40\n3,50", Layout(0, 0, 2)),
        ("1,english\n2,german", Layout(0, 0, 2)),
        ("name,city\nAnn,Rome\nBob,Oslo", Layout(0, 1, 2)),
        ("A1,x\nA2,x\nA3,y\nA4,x", Layout(0, 0, 2)),
        ("foo\nfoo\nfoo", Layout(0, 0, 1)),
        ("kitten,win", Layout(0, 1, 2)),
        ("Country,2019,2020,2021\nFrance,5.5,6.5,7.5\nSpain,8.5,9.5,1.5", Layout(0, 1, 4)),
        ("id,100022,100025\nid1,TRUE,FALSE\nid2,TRUE,TRUE", Layout(0, 1, 3)),
        ("# a comment\nid,age\n1,30\n2,40", Layout(1, 1, 2)),
        ("Report of the year,,\n,,\nid,age,sex\n1,30,f\n2,40,m", Layout(2, 1, 3)),
        ("Department\nSpending\n\nid,age,sex\n1,30,f\n2,40,m", Layout(3, 1, 3)),
        ("control,,fire,\nX,Y,X,Y\n1.5,2.5,3.5,4.5\n1.6,2.6,3.6,4.6", Layout(0, 2, 4)),
        ("id,,age\n1,John,30\n2,Julie,26", Layout(0, 1, 3)),
        ("x,y\n1.5,2.5,\n1.6,2.6,", Layout(0, 1, 3)),
        ("x,y,\n1.5,2.5\n1.6,2.6", Layout(0, 1, 2)),
        ("mpg,cyl\nMazda,21.5,6\nFiat,32.4,4\nVolvo,21.4,5", Layout(0, 1, 3)),
        ("a,b,c\n1,2\n1,2", Layout(0, 1, 3)),
        ("a,b\n1,2,3\n1,2,3", Layout(0, 1, 2)),
    ],
)  # fmt: skip
def test_layout(text: str, expected: Layout) -> None:
    assert detect_layout(_rows(text)) == expected


def test_what_is_given_is_kept() -> None:
    rows = _rows("id,age\n1,30\n2,40")
    assert detect_layout(rows, header=0) == Layout(0, 0, 2)
    assert detect_layout(rows, header=2) == Layout(0, 2, 2)
    assert detect_layout(rows, skip=1) == Layout(1, 0, 2)
