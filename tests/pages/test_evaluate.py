"""Evaluate only: what was matched by hand stands in the address."""

from __future__ import annotations

from pages.shared.places import EVALUATE
from synth.work import Workspace
from tests.pages.conftest import Open

ROWS = b"".join(b"%d,%d,%s\n" % (20 + n, 1000 + n, (b"east", b"west")[n % 2]) for n in range(60))


def test_a_bookmark_takes_up_the_matches_that_were_corrected(workspace: Workspace, page: Open) -> None:
    dataset = workspace.add_dataset("real.csv", b"age,pay,ward\n" + ROWS, intent="testing")
    upload = workspace.put_aside(dataset.id, "theirs.csv", b"age,pay,area\n" + ROWS)
    app = page(EVALUATE.path, dataset=dataset.id, synthetic=upload.id, match="2-.9-1.0-zz.1-99")
    assert not app.exception
    assert not app.error
    assert any("not judged: pay, ward" in warning.value for warning in app.warning)
    assert app.query_params["match"] == "2-.1-"
