"""Commands that look: what is in a table, which generators there are, and the dashboard."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from synth.cli.options import Read, SchemaFile, check_outputs
from synth.cli.told import plain, tell_reading

if TYPE_CHECKING:
    from synth.prepare import Table


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

    check_outputs([source], [spec])
    table = read_table(source, schema=schema, **parse_read_options(read))
    if spec is not None:
        tell_reading(table)
        _write_spec(table, k, spec)
        return
    found = look(table)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
        return
    tell_reading(table)
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


def dashboard(
    workspace: Annotated[Path | None, typer.Option(help="Where datasets and runs are kept.")] = None,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Where it answers on localhost; else the first free from 8501.")
    ] = None,
) -> None:
    """Open the dashboard on this computer."""
    from synth.dashboard import serve  # noqa: PLC0415

    serve(workspace, port)
