"""The spec that the documentation shows is one."""

from __future__ import annotations

import re

import synth
from synth.make.spec.values import ORIGINS
from synth.make.spec.words import FAMILY_NAMES
from synth.prepare.formula.functions import NAMED
from tests.shared_files import ROOT

TEXT = (ROOT / "docs" / "specs.md").read_text(encoding="utf-8")


def test_the_spec_in_the_documentation_makes_a_table() -> None:
    (spec,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    made = synth.fit(None, "rules", settings={"spec": spec}).sample(200).frame
    assert (made["total"] == (made["quantity"] * made["price"]).round(2)).all()


def test_the_documentation_names_all_that_there_is() -> None:
    words = set(re.findall(r"[\w-]+", TEXT))
    assert {*ORIGINS, *FAMILY_NAMES, *NAMED} <= words
