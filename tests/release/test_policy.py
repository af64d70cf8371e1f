from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from synth.errors import PolicyError
from synth.release.checks import CHECKS
from synth.release.policy import DEFAULT, Check, Policy


def test_the_default_policy_names_every_check_with_its_reason() -> None:
    policy = Policy.read()
    assert [check.check for check in policy.checks] == list(CHECKS)
    assert policy.sha256 == hashlib.sha256(DEFAULT.read_bytes()).hexdigest()


def test_every_check_that_a_policy_may_name_exists() -> None:
    assert set(Check.model_fields["check"].annotation.__args__) == set(CHECKS)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("checks: [", "not valid YAML"),
        ("- 1", "holds no policy"),
        ("name: x\ntitle: y\nchecks: [{check: copies, title: a, why: b}]", "checks → 0 → check"),
        ("name: x\ntitle: y\nchecks: []\nallow_copies: true", "allow_copies"),
        ("name: x\ntitle: y\nchecks: [{check: rules, title: a, why: ''}]", "why"),
    ],
)
def test_a_policy_that_does_not_fit_says_where(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PolicyError, match=said):
        Policy.read(path)


def test_a_policy_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        Policy.read(tmp_path / "none.yaml")
