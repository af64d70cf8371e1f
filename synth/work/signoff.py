"""From a finished run to a signed export: the verdict on its report, a person's decision, and the pack.

What was signed is kept as it was signed: the report with its verdict is written to the run's folder at that moment, and
its hash stands in the decision. A pack is made only while those files still have those hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from synth.errors import ReleaseError
from synth.judge.html import to_html
from synth.judge.report import Report
from synth.make import generator
from synth.prepare.schema import INTENTS
from synth.release import Answer, Condition, Decision, Hashes, Policy, Verdict, assess, data_card, decide, write_pack
from synth.release.pack import to_json
from synth.work.files import write
from synth.work.records import Run
from synth.work.workspace import Workspace

DECISION = "decision"
EXPORT = "export"
SIGNED = "signed_report.json"
COMMENTS = "comments.json"
CSV, PARQUET = "synthetic.csv", "synthetic.parquet"
MIXED = "with_real_rows"
"""What a table is called on its way out that is not wholly synthetic."""


def verdict_on(workspace: Workspace, run_id: str, policy: Policy | None = None) -> Verdict | None:
    """The policy's verdict on a run, or None while its report is not complete."""
    report = workspace.report(run_id)
    return None if report is None or report.pending else assess(report, policy)


def sign(
    workspace: Workspace,
    run_id: str,
    answer: Answer,
    *,
    person: str,
    reason: str,
    conditions: Sequence[Condition] = (),
    expiry: date | None = None,
    policy: Policy | None = None,
) -> Decision:
    """Record a person's decision on a run. `ReleaseError` says what stands against it; then nothing is recorded."""
    policy = policy or Policy.read()
    run, report = workspace.run(run_id), workspace.report(run_id)
    dataset = workspace.dataset(run.dataset_id)
    verdict = hashes = signed = None
    if report is not None and run.settled and not report.pending:
        verdict = assess(report, policy)
        signed = _signed(report, verdict)
        hashes = Hashes(
            source=dataset.sha256,
            synthetic=_sha256(workspace.run_folder(run_id) / CSV),
            report=hashlib.sha256(signed.encode()).hexdigest(),
            policy=policy.sha256,
        )
    decision = decide(
        verdict,
        answer,
        run=run_id,
        person=person,
        reason=reason,
        time=datetime.now(UTC),
        hashes=hashes,
        conditions=tuple(conditions),
        expiry=expiry,
        intent=dataset.intent,
    )
    if signed is not None:
        write(workspace.run_folder(run_id) / SIGNED, signed)
    workspace.record(DECISION, run_id, decision.model_dump(mode="json"))
    return decision


def decisions_on(workspace: Workspace, run_id: str) -> list[Decision]:
    """All decisions on a run, the latest last: that one counts."""
    return [Decision.model_validate_json(json.dumps(event.content)) for event in workspace.events(DECISION, run_id)]


def approval(workspace: Workspace, run_id: str) -> Decision:
    """The decision on whose strength the run's table may leave now.

    `ReleaseError` where nobody approved it, it was refused, the approval is over, or a file is not as it was signed.
    """
    decisions = decisions_on(workspace, run_id)
    if not decisions:
        raise ReleaseError("Nobody has approved this run yet. Nothing leaves before that.")
    decision = decisions[-1]
    if decision.answer == "refused":
        raise ReleaseError(f"This run was refused by {decision.person}. Nothing can be exported from it.")
    if not decision.allows_export(datetime.now(UTC).date()):
        raise ReleaseError(f"The approval of this run ended on {decision.expiry}. Decide on it again.")
    folder = workspace.run_folder(run_id)
    made = workspace.recipe(run_id)["outputs"]
    wanted = {CSV: decision.hashes.synthetic, PARQUET: made[PARQUET], SIGNED: decision.hashes.report}
    for name, signed in wanted.items():
        if _sha256(folder / name) != signed:
            raise ReleaseError(f"The file {name} is not as it was when it was signed. Make the run again.")
    return decision


def export(workspace: Workspace, run_id: str) -> Path:
    """Make the evidence pack of an approved run and say where the zip lies; `ReleaseError` as `approval` has it."""
    decision = approval(workspace, run_id)
    name = MIXED if workspace.recipe(run_id).get("provenance") else "synthetic"
    pack = workspace.run_folder(run_id) / f"{name}-{run_id}-{decision.hashes.synthetic[:12]}.zip"
    write_pack(pack, _files(workspace, run_id, decision), decision)
    pack.chmod(0o600)
    return pack


def hand_over(workspace: Workspace, run_id: str, path: Path) -> bytes:
    """The content of a run's pack, CSV or Parquet, once more only while it is approved; noted in the record."""
    approval(workspace, run_id)
    content = path.read_bytes()
    workspace.record(EXPORT, run_id, {"file": path.name, "sha256": hashlib.sha256(content).hexdigest()})
    return content


def _files(workspace: Workspace, run_id: str, decision: Decision) -> dict[str, str | Path]:
    run, folder = workspace.run(run_id), workspace.run_folder(run_id)
    dataset = workspace.dataset(run.dataset_id)
    signed = (folder / SIGNED).read_text(encoding="utf-8")
    report = Report.from_json(folder / SIGNED)
    recipe = workspace.recipe(run_id)
    card = data_card(
        name=dataset.name,
        purpose=INTENTS[dataset.intent],
        schema=workspace.schema(run.dataset_id, run.dataset_version),
        report=report,
        recipe=recipe,
        decision=decision,
        generator=_card(run),
    )
    packed: dict[str, str | Path] = {
        f"{MIXED}.csv" if recipe.get("provenance") else CSV: folder / CSV,
        "data_card.md": card,
        "report.html": to_html(
            report, title=f"Real and synthetic: {dataset.name}", verdict=decision.verdict.model_dump(mode="json")
        ),
        "report.json": signed,
        "recipe.json": to_json(recipe),
        "log.txt": workspace.log(run_id),
    }
    return packed | _comments(workspace, run_id, decision)


def _comments(workspace: Workspace, run_id: str, decision: Decision) -> dict[str, str | Path]:
    """What was written about columns before the decision, if anything was."""
    said = [each for each in workspace.comments(run_id) if each.time <= decision.time]
    return {COMMENTS: to_json({"comments": [each.model_dump(mode="json") for each in said]})} if said else {}


def _card(run: Run) -> dict[str, Any]:
    """What the data card says of the generator; of somebody else's only what the steward was told."""
    if not run.external:
        return asdict(generator(run.generator).card)
    return {"title": run.maker, "licence": "licence not known here"}


def _signed(report: Report, verdict: Verdict) -> str:
    """The report with its verdict, as it is signed and packed: which rows are risky stays in the house."""
    return to_json(report.leaving().model_dump(mode="json") | {"verdict": verdict.model_dump(mode="json")})


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ReleaseError(f"The run's file {path.name} is not there any more. Make the run again.") from error
