"""The evidence pack: one zip with the table, what it is, why it may leave, and a hash of each file in it."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from synth.errors import ReleaseError
from synth.release.decision import Decision

SUMS = "SHA256SUMS"
README = """This pack was made by synth. Check it with:  sha256sum -c SHA256SUMS

synthetic.csv    the table (with_real_rows.csv if it holds real rows: then it is for internal use only)
data_card.md     what it is, what it may be used for, who answered for it
report.html      the comparison with the real table, for reading and printing
report.json      the same figures for programs, with the policy's verdict
recipe.json      generator, settings, seed, versions and hashes: enough to make it again
decision.json    who decided what, when, why, and under which conditions
comments.json    what the stewards wrote about single columns, if they did
log.txt          what happened while it was made
"""


def write_pack(path: Path, files: Mapping[str, str | Path], decision: Decision) -> Path:
    """Write the zip to `path`, whole or not at all.

    `files` gives each file's name in the pack and its text, or the path it is copied from. The same files and decision
    give the same bytes. Raises `ReleaseError` if the decision does not allow export or the disk refuses.
    """
    if decision.answer == "refused":
        raise ReleaseError("This run was refused. Nothing can be exported from it.")
    made = decision.time.timetuple()[:6]
    everything = dict(files) | {"README.txt": README, "decision.json": decision.model_dump_json(indent=2) + "\n"}
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".pack-", suffix=".zip")
    os.close(handle)
    try:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as pack:
            sums = [f"{_add(pack, name, everything[name], made)}  {name}\n" for name in sorted(everything)]
            _add(pack, SUMS, "".join(sums), made)
        Path(temporary).replace(path)
    except OSError as error:
        raise ReleaseError(
            f"The pack could not be written: {error.strerror}. Free some space and try again."
        ) from error
    finally:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
    return path


def check_pack(path: Path) -> list[str]:
    """Names of the files in a pack that are not as they were when it was made; empty when all is well."""
    with zipfile.ZipFile(path) as pack:
        lines = pack.read(SUMS).decode().splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
        found = {name: _digest(pack, name) for name in pack.namelist() if name != SUMS}
    return sorted(name for name in listed.keys() | found.keys() if listed.get(name) != found.get(name))


def to_json(content: Mapping[str, object]) -> str:
    """JSON as every file of the pack writes it."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _add(pack: zipfile.ZipFile, name: str, content: str | Path, made: tuple[int, ...]) -> str:
    """Copy one file into the pack in pieces and return its SHA-256."""
    entry = zipfile.ZipInfo(name, date_time=made)  # type: ignore[arg-type]
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    digest = hashlib.sha256()
    with pack.open(entry, "w", force_zip64=True) as target:
        if isinstance(content, str):
            target.write(content.encode())
            return hashlib.sha256(content.encode()).hexdigest()
        with content.open("rb") as source:
            while piece := source.read(1 << 20):
                digest.update(piece)
                target.write(piece)
    return digest.hexdigest()


def _digest(pack: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with pack.open(name) as content:
        while piece := content.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
