"""The commands that look: profile and generators."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Synth


def test_profile_says_what_is_in_a_table(patients: Path, synth: Synth) -> None:
    done = synth("profile", patients)
    assert done.code == 0, done.err
    assert "240 rows in the file = 240 loaded + 0 rejected + 0 blank" in done.err
    assert "ward: category" in done.out
    content = json.loads(synth("profile", patients, "--json").out)
    assert [column["name"] for column in content["columns"]] == ["age", "ward", "ill"]


def test_a_corrected_dialect_is_used(patients: Path, synth: Synth) -> None:
    path = patients.with_name("dialect.csv")
    path.write_text("1;?;2\n3;4;5\n6;7;8\n")
    done = synth("profile", path, "--json", "--read", "delimiter=;", "--read", "header=no", "--read", "null=?")
    columns = json.loads(done.out)["columns"]
    assert len(columns) == 3
    assert columns[1]["missing"] == pytest.approx(1 / 3)


def test_rejected_rows_are_told(patients: Path, synth: Synth) -> None:
    path = patients.with_name("ragged.csv")
    path.write_text("a,b\n1,2\n3\n4,5\n6,7\n")
    done = synth("profile", path)
    assert "1 rejected" in done.err
    assert "line 3 was rejected" in done.err


def test_generators_are_listed_with_their_licence(synth: Synth) -> None:
    done = synth("generators")
    assert "trees:" in done.out
    assert "Licence:" in done.out
    cards = json.loads(synth("generators", "--json").out)
    assert cards[0]["name"] == "trees"
    assert "k" in cards[0]["settings"]
