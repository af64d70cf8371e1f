"""Guesses at who knows what, and none where there is no ground for one."""

from __future__ import annotations

import numpy as np

from synth.prepare.knowledge import suggest_quasi_identifiers, suggest_secrets, suggest_sensitive
from synth.prepare.schema import Schema
from synth.prepare.suggest import Suggestion
from synth.prepare.table import Table
from tests.prepare.tables import table


def names(found: tuple[Suggestion, ...]) -> list[str]:
    return [suggestion.column for suggestion in found]


def flagged(source: Table, name: str, **flags: bool) -> Table:
    return source.with_schema(source.schema.with_column(name, **flags))


def people() -> Table:
    rng = np.random.default_rng(0)
    return table(
        number={"Age": rng.integers(18, 90, 200), "annual_income": rng.normal(3000, 800, 200).round(2)},
        category={
            "town": rng.choice(["A", "B", "C"], 200).tolist(),
            "Sex": rng.choice(["f", "m"], 200).tolist(),
            "diagnosis": rng.choice(["flu", "gout"], 200).tolist(),
            "colour": rng.choice(["red", "blue"], 200).tolist(),
        },
        text={"note": ["x"] * 200},
    )


def test_what_others_see_comes_first_and_what_is_secret_never() -> None:
    found = suggest_quasi_identifiers(people())
    assert names(found)[:3] == ["Sex", "Age", "town"]
    assert not {"diagnosis", "annual_income", "note"} & set(names(found))
    assert found[0].why == "'Sex' is named as something that others see or can look up."


def test_no_more_is_added_where_half_of_the_rows_are_unique() -> None:
    assert names(suggest_quasi_identifiers(people().take(np.arange(60)))) == ["Sex", "Age", "town"]


def test_without_telling_names_the_columns_that_single_out_are_found() -> None:
    alone = table(
        number={"a": [1, 2, 3, 4] * 4, "measured": np.linspace(0.1, 0.9, 16), "same": [1] * 16},
        category={"b": list("wxyz" * 4), "c": [sign for sign in "pqrs" for _ in range(4)]},
        boolean={"outcome": [True, False] * 8},
    )
    alone = alone.with_schema(alone.schema.with_column("measured", decimals=2))
    found = suggest_quasi_identifiers(alone)
    assert names(found) in (["a", "c"], ["b", "c"], ["c", "a"], ["c", "b"])  # together all rows are unique
    assert "makes 100% of the rows unique" in found[-1].why


def test_a_flag_comes_first() -> None:
    found = suggest_quasi_identifiers(flagged(people(), "colour", quasi_identifier=True))
    assert found[0] == ("colour", "'colour' is marked as known from outside.")
    assert names(suggest_secrets(flagged(people(), "diagnosis", quasi_identifier=True))) == ["annual_income"]
    assert names(suggest_sensitive(flagged(people(), "colour", sensitive=True))) == ["colour"]
    assert names(suggest_secrets(flagged(people(), "colour", sensitive=True))) == ["colour"]


def test_groups_are_known_by_name() -> None:
    assert names(suggest_sensitive(people())) == ["Sex", "Age"]


def test_secrets_are_known_by_name_the_outcome_last() -> None:
    assert names(suggest_secrets(people())) == ["diagnosis", "annual_income"]
    schema = Schema(columns=people().schema.columns, target="colour")
    assert names(suggest_secrets(people().with_schema(schema))) == ["diagnosis", "annual_income", "colour"]


def test_a_word_that_is_a_small_part_of_a_name_says_nothing() -> None:
    other = table(
        category={"type_of_salary_proof": list("ab") * 5, "verified_salary": list("ab") * 5, "z": list("cd") * 5}
    )
    assert names(suggest_secrets(other)) == ["z"]  # the last column, which is taken for an outcome


def test_nothing_is_guessed_of_nothing() -> None:
    constant = table(category={"sex": ["f"] * 3, "diagnosis": [None] * 3})
    assert suggest_quasi_identifiers(constant) == suggest_sensitive(constant) == suggest_secrets(constant) == ()
    assert suggest_quasi_identifiers(table(number={"age": []})) == ()
