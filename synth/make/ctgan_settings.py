"""What a steward can set on CTGAN."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm
from typing import Any, ClassVar

from pydantic import Field

from synth.make.deep.settings import ADVANCED, NetworkSettings


class CtganSettings(NetworkSettings):
    """How long the two networks train, on how many rows at a time, and how large they are."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "Quick look": {"epochs": 30},
        "Thorough": {"epochs": 600},
    }

    epochs: int = Field(
        300,
        ge=1,
        le=100_000,
        title="Most epochs",
        description="How often training goes through the table at most. More takes longer and is mostly better.",
    )
    patience: int = Field(
        100,
        ge=1,
        le=100_000,
        title="Epochs without gain",
        description="After so many epochs in which made rows come no nearer to rows held back, it stops. The best "
        "epoch is kept.",
        json_schema_extra=ADVANCED,
    )
    discriminator_dropout: float = Field(
        0.5,
        ge=0,
        le=0.9,
        title="Discriminator: dropout",
        description="Share of its units that are left out at each step, so that it learns no rows by heart.",
        json_schema_extra=ADVANCED,
    )
    generator_l2: float = Field(
        1e-6,
        ge=0,
        le=1,
        title="Generator: L2 penalty",
        description="Holds the generator's weights back.",
        json_schema_extra=ADVANCED,
    )
    discriminator_l2: float = Field(
        1e-6,
        ge=0,
        le=1,
        title="Discriminator: L2 penalty",
        description="Holds the discriminator's weights back.",
        json_schema_extra=ADVANCED,
    )
    batch_size: int = Field(
        500,
        ge=2,
        le=100_000,
        title="Batch size (rows)",
        description="Rows learned from in one step, rounded up to whole packs. Smaller suits small tables.",
    )
    generator_width: int = Field(
        256,
        ge=8,
        le=4096,
        title="Generator: width",
        description="Units in each layer of the network that makes rows.",
        json_schema_extra=ADVANCED,
    )
    generator_layers: int = Field(
        2,
        ge=1,
        le=8,
        title="Generator: layers",
        description="Layers of the network that makes rows.",
        json_schema_extra=ADVANCED,
    )
    discriminator_width: int = Field(
        256,
        ge=8,
        le=4096,
        title="Discriminator: width",
        description="Units in each layer of the network that tells made rows from real ones.",
        json_schema_extra=ADVANCED,
    )
    discriminator_layers: int = Field(
        2,
        ge=1,
        le=8,
        title="Discriminator: layers",
        description="Layers of the network that tells made rows from real ones.",
        json_schema_extra=ADVANCED,
    )
    generator_rate: float = Field(
        2e-4,
        gt=0,
        le=0.1,
        title="Generator: learning rate",
        description="How far one step moves the generator. Lower it if training breaks off.",
        json_schema_extra=ADVANCED,
    )
    discriminator_rate: float = Field(
        2e-4,
        gt=0,
        le=0.1,
        title="Discriminator: learning rate",
        description="How far one step moves the discriminator. Lower it if training breaks off.",
        json_schema_extra=ADVANCED,
    )
    discriminator_steps: int = Field(
        1,
        ge=1,
        le=20,
        title="Discriminator: steps",
        description="Steps of the discriminator for each step of the generator.",
        json_schema_extra=ADVANCED,
    )
    pac: int = Field(
        10,
        ge=1,
        le=100,
        title="Pack (rows)",
        description="Rows judged together, so that making the same row again and again is noticed.",
        json_schema_extra=ADVANCED,
    )
    gpu: bool = Field(
        False,
        title="Use a graphics card",
        description="Train on the graphics card where there is one. The same seed may then give other rows.",
        json_schema_extra=ADVANCED,
    )

    @property
    def batch(self) -> int:
        """The batch size in whole packs; even, as the package asks."""
        pack = lcm(self.pac, 2)
        return -(-self.batch_size // pack) * pack
