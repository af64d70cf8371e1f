"""The data card: one page in Markdown that travels with the table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from synth.judge.report import Report
from synth.prepare.schema import Column, Schema
from synth.release.decision import Decision

_MARKDOWN = str.maketrans({character: "\\" + character for character in "\\`*_{}[]<>()#|!~"})


def plain(text: object) -> str:
    """Text from data made safe inside Markdown: nothing in it can become a link, an image, a table or HTML."""
    return " ".join(str(text).split()).translate(_MARKDOWN)


def data_card(
    *,
    name: str,
    purpose: str,
    schema: Schema,
    report: Report,
    recipe: Mapping[str, Any],
    decision: Decision,
    generator: Mapping[str, str],
) -> str:
    """Write the card. `purpose` is the intended use in words; `generator` is the generator's card as a mapping."""
    environment = Environment(
        loader=PackageLoader("synth.release"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701  Markdown, not HTML: every value from data goes through `plain`
    )
    environment.filters["plain"] = plain
    return environment.get_template("data_card.md.j2").render(
        name=name,
        purpose=purpose,
        schema=schema,
        report=report,
        recipe=recipe,
        decision=decision,
        generator=generator,
        treatment=_treatment,
        titles={check.name: check.title for check in decision.verdict.checks},
    )


def _treatment(column: Column) -> str:
    """What was done with a column, in words."""
    return {
        "model": "learned and drawn anew",
        "fake": f"invented ({column.personal or 'text'})",
        "key": "remade in the same pattern",
        "drop": "left out",
        "constant": "the same in every row",
    }[column.treatment]
