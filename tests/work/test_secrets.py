"""Secrets planted in a table, each held by one person, are nowhere in what leaves the house with its synthetic one."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from synth.prepare import write_table
from synth.release import Condition
from synth.release.decision import Answer
from synth.work import Workspace
from synth.work.signoff import export, sign, verdict_on
from tests.judge.test_secrets import HASH, people, secrets_in
from tests.work.conftest import until


@pytest.mark.parametrize("generator", ["trees"])
def test_neither_pack_nor_card_nor_log_tells_a_secret(tmp_path: Path, generator: str) -> None:
    workspace = Workspace.open(tmp_path / "workspace")
    write_table(people(300, 0, planted=True), tmp_path / "people.csv")
    content = (tmp_path / "people.csv").read_bytes()
    assert len(secrets_in([content.decode()])) >= 9
    dataset = workspace.add_dataset("people.csv", content, intent="testing")
    run = workspace.start_run(dataset.id, generator, settings={}, rows=200, seed=3)
    run = until(lambda: workspace.run(run.id), lambda run: run.settled and not run.scoring)
    verdict = verdict_on(workspace, run.id)
    assert verdict is not None
    conditions = [Condition(check=check.name, text="Internal use.") for check in verdict.open]
    answer: Answer = "approved with conditions" if conditions else "approved"
    sign(workspace, run.id, answer, person="Ada", reason="Fit.", conditions=conditions)
    with zipfile.ZipFile(export(workspace, run.id)) as pack:
        names = pack.namelist()
        texts = {name: HASH.sub("", pack.read(name).decode()) for name in names}
    assert {"synthetic.csv", "data_card.md", "report.html", "report.json", "recipe.json", "log.txt"} <= set(names)
    texts["log"] = workspace.log(run.id)
    texts["events"] = str([HASH.sub("", str(event.content)) for event in workspace.events()])
    assert {name: secrets_in([text]) for name, text in texts.items() if secrets_in([text])} == {}
