"""`synth …`: the same walk without a browser. Exit code 0 done, 1 no pass under `--check`, 2 bad input."""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from synth.errors import SettingsError, SynthError

if TYPE_CHECKING:
    from synth.judge.measures import Finding
    from synth.judge.report import Report
    from synth.make import Model
    from synth.prepare import Control, Table
    from synth.release import Policy, Verdict
    from synth.work.recipe import Order

app = typer.Typer(
    name="synth",
    help="Make a synthetic table from a sensitive one, and weigh the evidence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Read = Annotated[
    list[str],
    typer.Option(
        help="How the file is spelled, such as delimiter=; or header=no or null=?; may be given several times."
    ),
]
SchemaFile = Annotated[Path | None, typer.Option(help="A schema file; by default the schema is told from the cells.")]
Given = Annotated[list[str], typer.Option(help="A value that every row has: column=value.")]
Balance = Annotated[list[str], typer.Option(help="A level's share of the rows: column=level:share.")]
Fair = Annotated[str | None, typer.Option(help="Equal outcomes between groups: outcome:sensitive.")]
Augment = Annotated[bool, typer.Option("--augment", help="Put the real rows into the table too, marked as such.")]
Impute = Annotated[bool, typer.Option("--impute", help="Make no rows: fill the gaps of the real ones.")]
SPEC_ROWS = 1_000
Seed = Annotated[int, typer.Option(help="The same seed gives the same result.")]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; whatever goes wrong is one line on stderr and exit code 2."""
    with warnings.catch_warnings():
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
        try:
            return int(app(arguments, prog_name="synth", standalone_mode=False) or 0)
        except typer.Abort:
            return _refuse("stopped.", 130)
        except BrokenPipeError:  # whoever read our output has gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        except Exception as error:
            return _refuse(_in_words(error), 2)


def _refuse(message: str, code: int) -> int:
    print(f"synth: {plain(message)}", file=sys.stderr)
    return code


def _in_words(error: Exception) -> str:
    if hasattr(error, "format_message"):
        return f"{error.format_message().rstrip('.')}. See `synth --help`."
    if isinstance(error, OSError) and not isinstance(error, SynthError):
        return f"{error.filename or 'a file'}: {error.strerror or type(error).__name__}."
    from synth.work.worker import in_words  # noqa: PLC0415

    return in_words(error)


def plain(text: str) -> str:
    """Text on one line, fit for a terminal: nothing in it moves the cursor or changes colours."""
    return "".join(mark if mark.isprintable() else " " for mark in text).strip()


@app.command()
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
    from synth.make import generator as find  # noqa: PLC0415
    from synth.prepare import Control, parse_read_options, read_table, split  # noqa: PLC0415
    from synth.work.recipe import Order  # noqa: PLC0415
    from synth.work.runs import check_size  # noqa: PLC0415

    stated = {"spec": _spec_text(spec)} if spec else {}
    chosen = find(generator).settings.read(_pairs(set_) | stated)
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
    _check_outputs([path for path in (source, spec) if path], [out, train_out, holdout_out])
    table = read_table(source, schema=schema, **parse_read_options(read)) if source else None
    parts = split(table, holdout=holdout, seed=seed) if table is not None and holdout is not None else None
    train = parts.train if parts else table
    most = SPEC_ROWS if train is None else len(train)
    order = Order(generator, settings, most if rows is None else rows, seed, control or None)
    check_size(order.rows, seed)
    order.check(train)
    if table is not None:
        _tell_reading(table)
    progress = Line()
    model = order.fit(train, progress)
    made, tried = order.sample(model, train, progress), order.tried(model, train, progress)
    progress.end()
    aside = {train_out: parts.train, holdout_out: parts.holdout} if parts else {}
    drawn = {"holdout": holdout, "seed": seed, "holdout_rows": len(parts.holdout)} if parts else None
    _write_all({path: part for path, part in aside.items() if path}, out, order, model, train, made, drawn)
    what = "rows" if control.holds_real_rows else "synthetic rows"
    typer.echo(f"{len(made):,} {what} are in {plain(str(out))}, with their recipe beside them.")
    if control.holds_real_rows:
        typer.echo(plain(made.reading.notes[-1]))
    for found in tried:
        if isinstance(found, Score):
            typer.echo(plain(found.note))


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


@app.command()
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

    _check_outputs([source], [json_])
    table = read_table(source, schema=schema, **parse_read_options(read))
    train = split(table, holdout=holdout, seed=seed).train if holdout is not None else table
    progress = Line()
    found = search(train, generator, trials=trials, settings=_pairs(set_), seed=seed, progress=progress)
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


@app.command()
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
    from synth.work.tables import read_like, recipe_beside  # noqa: PLC0415

    rule = Policy.read(policy) if policy else Policy.read()
    _check_outputs([path for path in (real, synthetic, holdout) if path], [html, json_])
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
    second = _matched(first, synthetic, options, _pairs(map_, "--map"))
    third = read_like(holdout, first.schema, options) if holdout else None
    progress = Line()
    told: dict[str, Any] = {
        "holdout": third,
        "target": target,
        "control": control,
        "provenance": provenance or recipe.get("provenance"),
        "quasi_identifiers": quasi_identifier or None,
        "secrets": secret or None,
        "k": recipe.get("settings", {}).get("k", 5),
        "seed": seed,
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
    _tell_report(report, verdict)
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
    """The synthetic table under the real one's names; what was matched by more than its name is told."""
    from synth.work.mapping import propose  # noqa: PLC0415
    from synth.work.tables import spelled, typed_like  # noqa: PLC0415

    text = spelled(path, options)
    found = propose(real, text, {theirs: ours or None for theirs, ours in columns.items()})
    for match in found.matches:
        if match.theirs != match.ours:
            print(plain(f"{match.theirs!r} is taken for {match.ours!r}: {match.reason}."), file=sys.stderr)
    for note in found.notes:
        print(plain(note), file=sys.stderr)
    return typed_like(text, real.schema, options, found.columns)


def _write_report(report: Report, verdict: Verdict, name: str, html: Path | None, json_: Path | None) -> None:
    from synth.judge.html import to_html  # noqa: PLC0415
    from synth.work.files import whole, write  # noqa: PLC0415

    said = verdict.model_dump(mode="json")
    with ExitStack() as places:
        if json_:
            report.to_json(places.enter_context(whole(json_)), verdict=said)
        if html:
            write(places.enter_context(whole(html)), to_html(report, title=f"Real and synthetic: {name}", verdict=said))


@app.command()
def profile(
    source: Annotated[Path, typer.Argument(help="The table, as CSV.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
    spec: Annotated[Path | None, typer.Option(help="Where a spec that starts from the profile goes.")] = None,
    k: Annotated[int, typer.Option(min=1, help="The spec tells only values that so many people hold.")] = 5,
    schema: SchemaFile = None,
    read: Read = [],  # noqa: B006
) -> None:
    """Say what is in a table; or write a spec to start from, for `synth generate --generator rules`."""
    from synth.prepare import parse_read_options, read_table  # noqa: PLC0415
    from synth.prepare import profile as look  # noqa: PLC0415

    _check_outputs([source], [spec])
    table = read_table(source, schema=schema, **parse_read_options(read))
    if spec is not None:
        _tell_reading(table)
        _write_spec(table, k, spec)
        return
    found = look(table)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    _tell_reading(table)
    typer.echo(plain(found.headline))
    for column in found.columns:
        personal = f", looks like {column.personal}" if column.personal else ""
        typer.echo(
            plain(
                f"{column.name}: {column.kind}, {column.treatment}, {column.distinct:,} distinct, "
                f"{column.missing:.1%} missing{personal}. {column.summary}"
            )
        )
    for alert in found.alerts:
        typer.echo(plain(f"! {alert.sentence} {alert.advice}"))


def _write_spec(table: Table, k: int, path: Path) -> None:
    from synth.make.spec import spec_of, spec_text  # noqa: PLC0415
    from synth.work.files import whole, write  # noqa: PLC0415

    with whole(path) as place:
        write(place, spec_text(spec_of(table, k)))
    typer.echo(f"A spec to start from is in {plain(str(path))}: change it, then generate from it.")


@app.command()
def generators(as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False) -> None:
    """Say which generators there are, and their settings."""
    from synth.make import GENERATORS  # noqa: PLC0415

    cards = [asdict(one.card) | {"settings": one.settings.model_json_schema()["properties"]} for one in GENERATORS]
    if as_json:
        typer.echo(json.dumps(cards, indent=2, ensure_ascii=False))
        return
    for card in cards:
        typer.echo(f"{card['name']}: {card['what']}\n  Licence: {card['licence']}")
        for name, field in card["settings"].items():
            typer.echo(f"  --set {name}={field.get('default')}  {field.get('description', '')}")


@app.command(name="app")
def dashboard(
    workspace: Annotated[Path | None, typer.Option(help="Where datasets and runs are kept.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Where it answers on localhost; else the first free from 8501.")
    ] = None,
) -> None:
    """Open the dashboard on this computer."""
    from synth.dashboard import serve  # noqa: PLC0415

    serve(workspace, port)


class Line:
    """A `Progress` that is one line on a terminal, and nothing where nobody looks on."""

    def __call__(self, stage: str, done: int, total: int, *_: Any, **__: Any) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[2K{plain(stage)} {done:,} of {total:,}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Clear the line."""
        if sys.stderr.isatty():
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def _pairs(options: Sequence[str], of: str = "--set") -> dict[str, str]:
    """`["min_leaf=10"]` as a mapping."""
    pairs = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not (name and equals):
            raise SettingsError(f"{of} {option!r} is not understood. Write it as {of} name=value.")
        pairs[name] = value
    return pairs


def _check_outputs(inputs: Sequence[Path], outputs: Sequence[Path | None]) -> None:
    """See, before any long work, that each output can be written and is neither an input nor another output."""
    taken = {path.resolve() for path in inputs}
    for path in filter(None, outputs):
        if path.resolve() in taken:
            raise SettingsError(f"{str(path)!r} is named twice. Give each input and output a file of its own.")
        taken.add(path.resolve())
        if path.is_dir() or not path.resolve().parent.is_dir() or not os.access(path.resolve().parent, os.W_OK):
            raise SettingsError(
                f"{str(path)!r} cannot be written. Name a file in a folder that is there and open to you."
            )


def _tell_reading(table: Table) -> None:
    """How the file was read; what was left out goes to stderr."""
    reading = table.reading
    print(
        f"{reading.rows_in_file:,} rows in the file = {reading.loaded:,} loaded + {len(reading.rejected):,} rejected "
        f"+ {reading.blank:,} blank; {len(table.schema.columns)} columns.",
        file=sys.stderr,
    )
    for reject in reading.rejected[:5]:
        print(plain(f"line {reject.line:,} was rejected: {reject.why}"), file=sys.stderr)
    for name, cells in reading.unparsed.items():
        print(plain(f"{cells:,} cells of {name!r} did not fit their kind and count as missing"), file=sys.stderr)


def _tell_report(report: Report, verdict: Verdict) -> None:
    """The scores of the whole table, as the report's pages spell them, and the policy's checks."""
    from synth.judge.words import figure, title  # noqa: PLC0415

    for note in report.notes:
        typer.echo(plain(note))
    for score in report.scores:
        if (not score.subject or score.group == "usefulness") and score.value is not None:
            fresh = f" (a fresh real sample: {figure(score.reference.value, score.measure)})" if score.reference else ""
            typer.echo(plain(f"{title(score)}: {figure(score.value, score.measure)}{fresh}. {score.note}"))
    for check in verdict.checks:
        typer.echo(plain(f"[{check.outcome}] {check.title}: {check.reason}"))
    typer.echo(f"Verdict by the policy {plain(verdict.policy)}: {verdict.outcome}.")


if __name__ == "__main__":
    sys.exit(main())
