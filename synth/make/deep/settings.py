"""What a steward can set on every network, on autoencoders, on a TVAE, and on one that a discriminator judges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field
from pydantic.config import JsonDict

from synth.make.contract import Settings

ADVANCED: JsonDict = {"advanced": True}


class NetworkSettings(Settings):
    """What can be set on every network: rows held back, random inputs, levels of a column."""

    held_back: float = Field(
        0.1,
        ge=0,
        le=0.5,
        title="Rows held back",
        description="Share of the rows (5,000 at most) that are not learned from: they tell which epoch is the best, "
        "and when to stop. 0: the last one is kept.",
        json_schema_extra=ADVANCED,
    )
    embedding: int = Field(
        128,
        ge=1,
        le=4096,
        title="Random inputs",
        description="How many random numbers each row is made from.",
        json_schema_extra=ADVANCED,
    )
    max_levels: int = Field(
        200,
        ge=2,
        le=1000,
        title="Levels of a column",
        description="Of more, rare ones are learned as groups, and drawn within a group by how common they are.",
        json_schema_extra=ADVANCED,
    )


class AutoencoderSettings(NetworkSettings):
    """How long networks train, when they stop, how large they are and how they are held back."""

    presets: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "Recommended": {},
        "Quick look": {"epochs": 30},
        "More private": {"dropout": 0.2, "l2": 1e-4, "patience": 10},
    }

    epochs: int = Field(
        300,
        ge=1,
        le=100_000,
        title="Most epochs",
        description="How often training goes through the table at most; it stops where rows held back no longer gain.",
    )
    patience: int = Field(
        30,
        ge=1,
        le=100_000,
        title="Epochs without gain",
        description="After so many epochs in which rows held back gain nothing, it stops and the best epoch is kept.",
    )
    batch_size: int = Field(
        500,
        ge=2,
        le=100_000,
        title="Batch size (rows)",
        description="Rows learned from in one step. Smaller suits small tables.",
    )
    width: int = Field(
        128,
        ge=4,
        le=4096,
        title="Width of layers",
        description="Units in each layer of the networks.",
        json_schema_extra=ADVANCED,
    )
    layers: int = Field(
        2,
        ge=1,
        le=8,
        title="Layers",
        description="Layers of each network.",
        json_schema_extra=ADVANCED,
    )
    dropout: float = Field(
        0.0,
        ge=0,
        le=0.9,
        title="Dropout",
        description="Share of units that are left out at each step, so that no unit learns single rows by heart.",
        json_schema_extra=ADVANCED,
    )
    l2: float = Field(
        1e-5,
        ge=0,
        le=1,
        title="L2 penalty",
        description="Holds weights back. More learns more smoothly.",
        json_schema_extra=ADVANCED,
    )
    learning_rate: float = Field(
        1e-3,
        gt=0,
        le=0.1,
        title="Learning rate",
        description="How far one step moves the networks. Lower it if training breaks off.",
        json_schema_extra=ADVANCED,
    )


class TvaeSettings(AutoencoderSettings):
    """An autoencoder's settings, and how much reconstruction counts."""

    factor: float = Field(
        2.0,
        gt=0,
        le=100,
        title="Weight of reconstruction",
        description="How much it counts that rows are rebuilt well, against random inputs being spread evenly.",
        json_schema_extra=ADVANCED,
    )


class VaeganSettings(TvaeSettings):
    """An autoencoder's settings, and how much the discriminator counts."""

    judged: float = Field(
        0.1,
        ge=0,
        le=100,
        title="Weight of the discriminator",
        description="How much it counts that rows look real to the discriminator, against rebuilding them well.",
    )
    judge_rate: float = Field(
        2e-4,
        gt=0,
        le=0.1,
        title="Discriminator: learning rate",
        description="How far one step moves the discriminator.",
        json_schema_extra=ADVANCED,
    )
    judge_dropout: float = Field(
        0.3,
        ge=0,
        le=0.9,
        title="Discriminator: dropout",
        description="Share of its units that are left out at each step, so that it learns no rows by heart.",
        json_schema_extra=ADVANCED,
    )
