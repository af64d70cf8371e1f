"""The command that judges a table, whoever made it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli.options import Balance, Fair, Given, Read, SchemaFile, Seed, check_outputs, pairs
from synth.cli.told import Line, plain, tell_report
from synth.errors import SettingsError

if TYPE_CHECKING:
    from synth.judge.measures import Finding
    from synth.judge.report import Report
    from synth.prepare import Control, Table
    from synth.release import Policy, Verdict


def compare(
    real: Annotated[Path, typer.Argument(help="The training rows; or else a table that was made from a spec alone.")],
    synthetic: Annotated[Path | None, typer.Argument(help="The synthetic table.")] = None,
    holdout: Annotated[Path | None, typer.Option(help="Real rows that the generator never saw.")] = None,
    target: Annotated[str | None, typer.Option(help="The column to predict.")] = None,
    quasi_identifier: Annotated[
        list[str], typer.Option(help="A column that attackers know; by default they are guessed.")
    ] = [],  # noqa: B006
    secret: Annotated[list[str], typer.Option(help="A column that attackers want; by default they are guessed.")] = [],  # noqa: B006
    given: Given = [],  # noqa: B006
    balance: Balance = [],  # noqa: B006
    fair: Fair = None,
    provenance: Annotated[
        str | None, typer.Option(help="The synthetic table's column that says which rows are real.")
    ] = None,
    question: Annotated[
        list[str], typer.Option(help="Something to ask of both tables, such as 'mean of age by sex'.")
    ] = [],  # noqa: B006
    map_: Annotated[
        list[str],
        typer.Option("--map", help="A synthetic column that has another name: theirs=ours; theirs= for none of ours."),
    ] = [],  # noqa: B006
    policy: Annotated[Path | None, typer.Option(help="A policy file; by default the built-in one.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 unless the policy's verdict is a pass.")] = False,
    html: Annotated[Path | None, typer.Option(help="Where the report goes, for reading.")] = None,
    json_: Annotated[Path | None, typer.Option("--json", help="Where the report goes, for programs.")] = None,
    schema: SchemaFile = None,
    seed: Seed = 0,
    read: Read = [],  # noqa: B006
) -> None:
    """Compare a synthetic table, whoever made it, with the rows it was made from.

    What was asked of the rows is taken from the recipe beside the table, unless it is said here. A table that a spec
    states is given by itself: it is judged by its own rules.
    """
    from synth.judge import compare as judge  # noqa: PLC0415
    from synth.prepare import parse_read_options, read_table  # noqa: PLC0415
    from synth.release import Policy  # noqa: PLC0415
    from synth.work.judging import protection  # noqa: PLC0415
    from synth.work.tables import recipe_beside  # noqa: PLC0415

    rule = Policy.read(policy) if policy else Policy.read()
    check_outputs([path for path in (real, synthetic, holdout) if path], [html, json_])
    options = parse_read_options(read)
    if synthetic is None:
        if holdout or target or question or provenance or map_:
            raise SettingsError("A table by itself is judged by its own rules only. Give the real table before it.")
        report = judge(None, _stated(real, schema, options), seed=seed)
        _conclude(report, rule, real.name, html, json_, check=check)
        return
    recipe = recipe_beside(synthetic)
    control = _asked(recipe, given, balance, fair)
    first = read_table(real, schema=schema, **options)
    second = _matched(first, synthetic, options, pairs(map_, "--map"))
    third = _matched(first, holdout, options, {}) if holdout else None
    progress = Line()
    told: dict[str, Any] = {
        "holdout": third,
        "target": target,
        "control": control,
        "provenance": provenance or recipe.get("provenance"),
        "quasi_identifiers": quasi_identifier or None,
        "secrets": secret or None,
        "seed": seed,
        **protection(recipe.get("settings", {})),
    }
    answers = _answered(first, second, told, question)
    report = judge(first, second, progress=progress, **told).supplemented(answers)
    progress.end()
    _conclude(report, rule, synthetic.name, html, json_, check=check)


def _conclude(report: Report, policy: Policy, name: str, html: Path | None, json_: Path | None, *, check: bool) -> None:
    """Hold a report against a policy, write it and tell it; exit with 1 where that was asked for."""
    from synth.release import assess  # noqa: PLC0415

    verdict = assess(report, policy)
    _write_report(report, verdict, name, html, json_)
    tell_report(report, verdict)
    if check and verdict.outcome != "pass":
        raise typer.Exit(1)


def _stated(path: Path, schema: Path | None, options: Mapping[str, Any]) -> Table:
    """A table that was made from a spec alone, under the schema that is given or that the spec in its recipe states."""
    from synth.make import generator as find  # noqa: PLC0415
    from synth.prepare import Schema, read_table  # noqa: PLC0415
    from synth.work.tables import read_like, recipe_beside  # noqa: PLC0415

    recipe, stated = recipe_beside(path), Schema.from_json(schema) if schema else None
    if stated is None and recipe.get("source", "") is None:
        one = find(recipe["generator"])
        unaided = one.unaided(one.settings.read(recipe["settings"]))
        stated = unaided.schema if unaided else None
    if stated is None:
        return read_table(path, **options)
    table = read_like(path, stated, options)
    return table.with_schema(table.schema.model_copy(update={"rules": stated.select(table.schema.names).rules}))


def _asked(recipe: Mapping[str, Any], given: Sequence[str], balance: Sequence[str], fair: str | None) -> Control | None:
    """What was asked of the synthetic rows: as said, or else as the recipe has it."""
    from synth.prepare import Control  # noqa: PLC0415

    said = Control.read(given=given, balance=balance, fair=fair)
    return said or (Control.build(**recipe["control"]) if recipe.get("control") else None) or None


def _answered(real: Table, synthetic: Table, told: Mapping[str, Any], questions: Sequence[str]) -> list[Finding]:
    """What is asked of both tables, answered before the long work: a question that cannot be read is refused."""
    from synth.judge import Comparison  # noqa: PLC0415
    from synth.judge.questions import ask  # noqa: PLC0415

    comparison = Comparison.of(real, synthetic, **told) if questions else None
    return [found for text in questions if comparison for found in ask(comparison, text)]


def _matched(real: Table, path: Path, options: Mapping[str, Any], columns: Mapping[str, str]) -> Table:
    """Another table under the real one's names and spellings; what was matched by more than its name is told."""
    from synth.work.mapping import propose  # noqa: PLC0415
    from synth.work.tables import spelled, typed_like  # noqa: PLC0415

    text = spelled(path, options)
    found = propose(real, text, {theirs: ours or None for theirs, ours in columns.items()})
    for match in found.matches:
        if match.theirs != match.ours:
            print(plain(f"{path.name}: {match.theirs!r} is taken for {match.ours!r}: {match.reason}."), file=sys.stderr)
    for note in found.notes:
        print(plain(f"{path.name}: {note}"), file=sys.stderr)
    return typed_like(text, real.schema, options, found.columns, found.levels)


def _write_report(report: Report, verdict: Verdict, name: str, html: Path | None, json_: Path | None) -> None:
    from synth.judge.html import to_html  # noqa: PLC0415
    from synth.work.files import whole, write  # noqa: PLC0415

    said = verdict.model_dump(mode="json")
    with ExitStack() as places:
        if json_:
            report.to_json(places.enter_context(whole(json_)), verdict=said)
        if html:
            write(places.enter_context(whole(html)), to_html(report, title=f"Real and synthetic: {name}", verdict=said))
