"""Marginals as a JSON file that a person can read."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.errors import ModelError
from synth.make.marginals import Marginal

RECIPE = "marginals.json"

Axis = tuple[str, Literal["value", "there"]]


class Marginals(BaseModel):
    """The distribution of each column, in the table's order, and the correlations between them where any were learned.

    `correlations` is the lower triangle, row by row, of the matrix over `axes`: a column's values, or whether one is
    there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    columns: dict[str, Marginal]
    axes: tuple[Axis, ...] = ()
    correlations: tuple[float, ...] = ()

    def write(self, folder: Path) -> None:
        """Write it into an existing folder."""
        (folder / RECIPE).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Marginals:
        """Read it back; `ModelError` where the file is not whole."""
        try:
            return cls.model_validate_json((folder / RECIPE).read_text(encoding="utf-8"))
        except (OSError, ValueError, ValidationError) as error:
            raise ModelError("The fitted distributions cannot be read. Fit the model again.") from error
