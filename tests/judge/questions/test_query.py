from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.errors import ReportError
from synth.judge.questions import Condition, Query
from synth.judge.questions.query import FIGURES, OPERATORS


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("count", {"figure": "count"}),
        ("Mean of age by sex", {"figure": "mean", "column": "age", "by": ("sex",)}),
        ("rate of income = >50K", {"figure": "rate", "column": "income", "level": ">50K"}),
        ("rate of income=>50K", {"figure": "rate", "column": "income", "level": ">50K"}),
        ("rate of age>=65", {"figure": "rate", "column": "age", "op": ">=", "level": "65"}),
        ("share by a,b", {"figure": "share", "by": ("a", "b")}),
        ("share by a and b", {"figure": "share", "by": ("a", "b")}),
        ("sum of \"net pay, €\" by 'of'", {"figure": "sum", "column": "net pay, €", "by": ("of",)}),
        (
            "median of x where age < 30 and region = 'New ''York'''",
            {
                "figure": "median",
                "column": "x",
                "where": (
                    Condition(column="age", op="<", value="30"),
                    Condition(column="region", value="New 'York'"),
                ),
            },
        ),
    ],
)
def test_what_is_typed_is_read(text: str, fields: dict[str, Any]) -> None:
    assert Query.read(text) == Query(**fields)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ends where a figure should stand"),
        ("average of age", "starts with count, share, mean, median, sum, rate, not with 'average'"),
        ("mean", "say of which column"),
        ("mean of", "ends where a column should stand"),
        ("mean age", "'age' stands where 'of', 'by', 'where', 'and' or the end should"),
        ("mean of by sex", "'by' stands where a column should"),
        ("count of age", "leave out 'of age'"),
        ("rate of age", "ends where one of = != < <= > >= should stand"),
        ("rate of age is 5", "'is' stands where one of = != < <= > >= after 'age' should"),
        ("rate of age =", "ends where a value should stand"),
        ("count by a, b, c", "at most two different columns"),
        ("count by a, a", "at most two different columns"),
        ('mean of "age', "a quote is opened and not closed"),
        ("count where age > 5 or age < 3", "'or' stands where"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_could_stand_there(text: str, said: str) -> None:
    with pytest.raises(ReportError, match="(?s)" + said.replace("(", r"\(")):
        Query.read(text)


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
conditions = st.builds(Condition, column=names, op=st.sampled_from(OPERATORS), value=st.text(max_size=6))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    figure = draw(st.sampled_from(FIGURES))
    return Query(
        figure=figure,
        column=None if figure in ("count", "share") else draw(names),
        op=draw(st.sampled_from(OPERATORS)) if figure == "rate" else "=",
        level=draw(st.text(max_size=6)) if figure == "rate" else None,
        by=tuple(draw(st.lists(names, max_size=2, unique=True))),
        where=tuple(draw(st.lists(conditions, max_size=3))),
    )


@given(query=queries())
def test_a_question_s_text_is_read_as_the_same_question(query: Query) -> None:
    assert Query.read(str(query)) == query


@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        Query.read(text)
    except ReportError as error:
        assert str(error)
