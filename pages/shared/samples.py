"""The sample tables that come with the dashboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from synth.prepare.schema import Intent
from synth.work import Dataset, Workspace

FOLDER = Path(__file__).resolve().parents[2] / "sample_data"


@dataclass(frozen=True)
class Sample:
    """One sample table: its file, what it is, and what somebody would want it for."""

    file: str
    title: str
    what: str
    intent: Intent

    def add(self, workspace: Workspace, intent: Intent | None = None) -> Dataset:
        """Put it into the workspace, as an upload would be: for `intent`, else for what the sample shows best."""
        return workspace.add_dataset(self.file, (FOLDER / self.file).read_bytes(), intent=intent or self.intent)


SAMPLES = (
    Sample(
        "hospital_readmissions.csv",
        "Hospital readmissions",
        "3,000 stays of 2,200 patients: who comes back within a month?",
        "training",
    ),
    Sample("card_transactions.csv", "Card transactions", "5,000 payments, about one in fifty a fraud.", "analytics"),
    Sample(
        "messy_customers.csv",
        "A messy customer list",
        "Semicolons, decimal commas, a footer and personal data.",
        "testing",
    ),
)
