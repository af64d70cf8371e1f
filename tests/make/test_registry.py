"""The registry of generators: each is found by its name, and a name that is none says which there are."""

from __future__ import annotations

import pytest

from synth.errors import SettingsError
from synth.make.registry import GENERATORS, generator, versions


def test_each_generator_is_found_by_its_own_name() -> None:
    names = [one.card.name for one in GENERATORS]
    assert len(set(names)) == len(names)
    assert [generator(name) for name in names] == list(GENERATORS)


def test_an_unknown_name_says_which_are_known() -> None:
    with pytest.raises(SettingsError, match=r"no generator 'tree'.*trees, boost"):
        generator("tree")


def test_a_run_depends_on_the_libraries_that_its_generator_names() -> None:
    for one in GENERATORS:
        assert {"numpy", "pandas", *one.packages} <= set(versions(one))
