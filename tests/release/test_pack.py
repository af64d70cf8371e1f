from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from synth.errors import ReleaseError
from synth.prepare.schema import Column, Schema
from synth.release import check_pack, data_card, write_pack
from tests.release.reports import report
from tests.release.test_decision import make


def test_the_pack_checks_itself_and_with_the_usual_tool(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    path = write_pack(tmp_path / "pack.zip", {"synthetic.csv": table, "log.txt": "done\n"}, make("approved"))
    assert check_pack(path) == []
    zipfile.ZipFile(path).extractall(tmp_path / "out")
    tool = shutil.which("sha256sum")
    assert tool is None or subprocess.run([tool, "-c", "SHA256SUMS"], cwd=tmp_path / "out", check=False).returncode == 0


def test_same_files_same_bytes(tmp_path: Path) -> None:
    packs = [
        write_pack(tmp_path / name, {"log.txt": "x"}, make("approved")).read_bytes() for name in ("a.zip", "b.zip")
    ]
    assert packs[0] == packs[1]


def test_a_changed_file_is_found(tmp_path: Path) -> None:
    path = write_pack(tmp_path / "pack.zip", {"log.txt": "x"}, make("approved"))
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(path) as pack, zipfile.ZipFile(forged, "w") as copy:
        for name in pack.namelist():
            copy.writestr(name, b"y" if name == "log.txt" else pack.read(name))
        copy.writestr("more.txt", b"z")
    assert check_pack(forged) == ["log.txt", "more.txt"]


def test_a_refused_run_gives_no_pack_and_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="refused"):
        write_pack(tmp_path / "pack.zip", {}, make("refused"))
    with pytest.raises(ReleaseError, match="could not be written"):
        write_pack(tmp_path / "pack.zip", {"gone.csv": tmp_path / "gone.csv"}, make("approved"))
    assert list(tmp_path.iterdir()) == []


def test_nothing_from_data_becomes_markup_on_the_card() -> None:
    hostile = "[x](http://evil.example)|<img src=x>"
    schema = Schema(columns=(Column(name=hostile, kind="category"),))
    card = data_card(
        name=hostile,
        purpose="Analytics",
        schema=schema,
        report=report(),
        decision=make("approved"),
        recipe={"generator": "trees", "settings": {"k": 5}},
        generator={"title": "Trees", "licence": "MIT"},
    )
    assert "\\[x\\]\\(http" in card
    assert not re.search(r"(?<!\\)[\[<|]x?(\]|img)", card)
    assert "**approved** by Ada Steward on 2026-11-22" in card
