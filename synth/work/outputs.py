"""The table of a run as it may leave: CSV, Parquet, and the schema that both are read by."""

from __future__ import annotations

from pathlib import Path

from synth.prepare.table import Table
from synth.prepare.write import write_table
from synth.work import files

NAMES = ("synthetic.csv", "synthetic.parquet")


def write_outputs(folder: Path, table: Table) -> tuple[dict[str, Path], dict[str, int]]:
    """Write all three; the written tables by name, and how many cells of each column were made harmless in the CSV."""
    outputs = {name: folder / name for name in NAMES}
    with files.whole(outputs["synthetic.parquet"]) as path:
        table.frame.to_parquet(path, index=False)
    neutralised = write_table(table, outputs["synthetic.csv"])
    files.write(folder / "schema.json", table.schema.model_dump_json(indent=2) + "\n")
    return outputs, dict(neutralised)
