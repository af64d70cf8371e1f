"""A policy: a YAML file of checks, each with its limit and its reason."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from synth.errors import PolicyError

DEFAULT = Path(__file__).parent / "policies" / "default.yaml"


class Check(BaseModel):
    """One demand on a report; `check` names the test in `synth.release.checks`, `limit` is in its measure's unit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    check: Literal["dcr_share", "membership", "near_copies", "replayed", "attacks", "pairs", "usefulness", "rules"]
    title: str = Field(min_length=1)
    why: str = Field(min_length=1)
    limit: float | None = None


class Policy(BaseModel):
    """A named list of checks, and the hash of the very file it was read from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    name: str = Field(min_length=1)
    title: str = Field(min_length=1)
    checks: tuple[Check, ...]
    sha256: str = ""

    @classmethod
    def read(cls, path: Path | str = DEFAULT) -> Policy:
        """Read a policy file; `PolicyError` says which line of it does not fit."""
        path = Path(path)
        try:
            content = path.read_bytes()
            fields = yaml.safe_load(content)
        except OSError as error:
            raise PolicyError(f"The policy file {path.name!r} cannot be read: {error.strerror}.") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise PolicyError(f"The policy file {path.name!r} is not valid YAML.") from error
        if not isinstance(fields, dict):
            raise PolicyError(f"The policy file {path.name!r} holds no policy: it needs name, title and checks.")
        try:
            return cls.model_validate(fields | {"sha256": hashlib.sha256(content).hexdigest()})
        except ValidationError as error:
            first = error.errors()[0]
            where = " → ".join(str(part) for part in first["loc"])
            raise PolicyError(f"The policy file {path.name!r} does not fit at {where}: {first['msg']}.") from None
