"""The benchmark's table and its own sums; nothing is timed here."""

from __future__ import annotations

import pytest

from benchmarks import measure, speed, tasks
from benchmarks.figures import Figure, Peer, table


def test_a_figure_as_a_row() -> None:
    figure = Figure("sorting", 2.0, "s", 5, (Peer("theirs", 8.0), Peer("others'", 1234.5)))
    assert table([figure]).splitlines() == [
        "| What | Measured | Goal | Reached | Beside it | Peer ÷ ours |",
        "| --- | --- | --- | --- | --- | --- |",
        "| sorting | 2 s | ≤ 5 s | yes | theirs: 8 s<br>others': 1,234 s | 4 ×<br>617 × |",
    ]


@pytest.mark.parametrize(("value", "reached"), [(5.0, True), (5.01, False)])
def test_a_goal_is_reached_up_to_its_end(value: float, reached: bool) -> None:
    assert Figure("x", value, "s", 5).reached is reached
    assert Figure("x", value, "s").reached is None
    assert ("**no**" in Figure("x", value, "s", 5).row) is not reached


def test_what_was_extrapolated_is_labelled_and_only_training_is_multiplied() -> None:
    peer = speed._extrapolated(measure.Measured({"all": 50.0, "training": 40.0}), 10)
    assert peer.value == 10 + 30 * 40
    assert peer.name == "`ctgan`, 300 epochs (extrapolated: 10 × 30)"


def test_a_task_tells_its_figures_as_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    measured = measure.Measured()
    with measured.stage("nothing"):
        pass
    assert 0 <= measured.seconds["nothing"] < 10
    assert measured.megabytes > 10
    measured.tell()
    assert capsys.readouterr().out.startswith('{"seconds": {"nothing": ')


def test_every_task_that_is_run_exists() -> None:
    assert {"walk", "trees", "ctgan", "ctgan_package", "sdv", "copulas"} == set(tasks.TASKS)
    assert "cores" in measure.machine()
