"""The frame of the command line: its commands, and errors in one line."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence

import typer

from synth.cli.judging import compare
from synth.cli.looking import dashboard, generators, profile
from synth.cli.making import generate, tune
from synth.cli.told import plain
from synth.errors import SynthError

app = typer.Typer(
    name="synth",
    help="Make a synthetic table from a sensitive one, and weigh the evidence.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (generate, tune, compare, profile, generators):
    app.command()(command)
app.command(name="app")(dashboard)


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
