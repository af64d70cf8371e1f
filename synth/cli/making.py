"""Commands that make a table, or look for settings that make a better one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.cli.options import Augment, Balance, Fair, Given, Impute, Read, SchemaFile, Seed, check_outputs, pairs
from synth.cli.told import Line, plain, tell_reading, warn
from synth.errors import SettingsError

if TYPE_CHECKING:
    from synth.make import Model
    from synth.prepare import Table
    from synth.work.recipe import Order


SPEC_ROWS = 1_000


def generate(
    source: Annotated[Path | None, typer.Argument(help="The real table, as CSV; none where a spec states all.")] = None,
    generator: Annotated[str, typer.Option(help="See `synth generators`.")] = "trees",
    spec: Annotated[
        Path | None, typer.Option(help="A spec that states the table, for --generator rules; it needs no real one.")
    ] = None,
    rows: Annotated[
        int | None, typer.Option(help="Rows to make; by default as many as were learned from, or 1,000 from a spec.")
    ] = None,
    seed: Seed = 0,
    out: Annotated[Path, typer.Option(help="Where the synthetic table goes.")] = Path("synthetic.csv"),
    holdout: Annotated[float | None, typer.Option(help="Share of rows that the generator never sees.")] = None,
    train_out: Annotated[Path | None, typer.Option(help="Where the training rows go.")] = None,
    holdout_out: Annotated[Path | None, typer.Option(help="Where the rows that were held out go.")] = None,
    schema: SchemaFile = None,
    set_: Annotated[list[str], typer.Option("--set", help="A setting, such as min_leaf=10.")] = [],  # noqa: B006
    given: Given = [],  # noqa: B006
    balance: Balance = [],  # noqa: B006
    fair: Fair = None,
    augment: Augment = False,
    impute: Impute = False,
    read: Read = [],  # noqa: B006
) -> None:
    """Make a synthetic table, and a recipe beside it."""
    from synth.judge.score import Score  # noqa: PLC0415
    from synth.make import forecast  # noqa: PLC0415
    from synth.make import generator as find  # noqa: PLC0415
    from synth.prepare import Control, parse_read_options, read_table, split  # noqa: PLC0415
    from synth.work.recipe import Order  # noqa: PLC0415
    from synth.work.runs import check_size  # noqa: PLC0415

    stated = {"spec": _spec_text(spec)} if spec else {}
    chosen = find(generator).settings.read(pairs(set_) | stated)
    unaided = find(generator).unaided(chosen) is not None
    if unaided == (source is not None):
        raise SettingsError(
            "A spec states the whole table: leave out the real one, or the spec."
            if unaided
            else "Name the real table; only `--generator rules --spec S.yaml` needs none."
        )
    settings = chosen.model_dump(mode="json")
    control = Control.read(given=given, balance=balance, fair=fair, augment=augment, impute=impute)
    if holdout is None and (train_out or holdout_out):
        raise SettingsError("--train-out and --holdout-out need --holdout, such as --holdout 0.2.")
    if unaided and holdout is not None:
        raise SettingsError("A spec has no rows to hold out: leave out --holdout.")
    check_outputs([path for path in (source, spec) if path], [out, train_out, holdout_out])
    table = read_table(source, schema=schema, **parse_read_options(read)) if source else None
    parts = split(table, holdout=holdout, seed=seed) if table is not None and holdout is not None else None
    train = parts.train if parts else table
    most = SPEC_ROWS if train is None else len(train)
    order = Order(generator, settings, most if rows is None else rows, seed, control or None)
    check_size(order.rows, seed)
    order.check(train)
    if table is not None:
        tell_reading(table)
    warn(forecast(train, generator, settings, order.rows).warnings)
    progress = Line()
    model = order.fit(train, progress)
    made, tried = order.sample(model, train, progress), order.tried(model, train, progress)
    progress.end()
    aside = {train_out: parts.train, holdout_out: parts.holdout} if parts else {}
    drawn = {"holdout": holdout, "seed": seed, "holdout_rows": len(parts.holdout)} if parts else None
    _write_all({path: part for path, part in aside.items() if path}, out, order, model, train, made, drawn)
    what = "" if control.holds_real_rows else "synthetic "
    told = f"1 {what}row is" if len(made) == 1 else f"{len(made):,} {what}rows are"
    typer.echo(f"{told} in {plain(str(out))}, with a recipe beside.")
    for note in made.reading.notes:
        typer.echo(plain(note))
    for found in tried:
        if isinstance(found, Score):
            typer.echo(plain(found.note))


def tune(
    source: Annotated[Path, typer.Argument(help="The real table, as CSV.")],
    generator: Annotated[str, typer.Option(help="See `synth generators`.")] = "boost",
    trials: Annotated[int, typer.Option(help="How many settings to try.")] = 20,
    holdout: Annotated[float | None, typer.Option(help="Share of rows that are not looked at, as in generate.")] = None,
    seed: Seed = 0,
    json_: Annotated[Path | None, typer.Option("--json", help="Where all trials go, for programs.")] = None,
    schema: SchemaFile = None,
    set_: Annotated[list[str], typer.Option("--set", help="A setting to start from, such as min_leaf=10.")] = [],  # noqa: B006
    read: Read = [],  # noqa: B006
) -> None:
    """Search the settings of a generator that make the likest table, without coming too near to real rows."""
    from synth.prepare import parse_read_options, read_table, split  # noqa: PLC0415
    from synth.work.files import whole  # noqa: PLC0415
    from synth.work.tuning import tune as search  # noqa: PLC0415

    check_outputs([source], [json_])
    table = read_table(source, schema=schema, **parse_read_options(read))
    train = split(table, holdout=holdout, seed=seed).train if holdout is not None else table
    progress = Line()
    found = search(train, generator, trials=trials, settings=pairs(set_), seed=seed, progress=progress)
    progress.end()
    if json_:
        with whole(json_) as path:
            path.write_text(json.dumps(asdict(found), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for trial in found.trials:
        said = f"{trial.score:.4f}" if trial.score is not None else plain(trial.why)
        near = ", too near to learned rows" if trial.excess else ""
        typer.echo(f"trial {trial.number}: {said}{near} in {trial.seconds:.1f} s")
    typer.echo(plain(found.finding))
    if found.best:
        typer.echo(" ".join(f"--set {name}={found.best.settings[name]}" for name in found.searched))


def _spec_text(path: Path) -> str:
    from synth.make.spec.text import spec_file  # noqa: PLC0415

    return spec_file(path)


def _write_all(
    aside: Mapping[Path, Table],
    out: Path,
    order: Order,
    model: Model,
    train: Table | None,
    made: Table,
    drawn: Mapping[str, Any] | None,
) -> None:
    """Write every file or none: they take their places together, at the end."""
    from synth.prepare import write_table  # noqa: PLC0415
    from synth.work.files import whole  # noqa: PLC0415
    from synth.work.tables import recipe_path  # noqa: PLC0415

    with ExitStack() as places:
        for path, part in aside.items():
            write_table(part, places.enter_context(whole(path)), neutralise=False)
        recipe, written = places.enter_context(whole(recipe_path(out))), places.enter_context(whole(out))
        write_table(made, written, neutralise=False)
        order.write_recipe(recipe, model, train, made, {out.name: written}, split=drawn)
