"""The arrows of the house: who may import whom, and what must not be imported before it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shared_files import ROOT

ROOMS = {
    "errors": set(),
    "prepare": {"errors"},
    "make": {"errors", "prepare"},
    "judge": {"errors", "prepare"},
    "release": {"errors", "prepare", "judge"},
    "work": {"errors", "prepare", "make", "judge", "release"},
    "dashboard": {"errors", "work"},
    "cli": {"errors", "prepare", "make", "judge", "release", "work", "dashboard"},
}
COSTLY = {"torch", "ctgan", "sdmetrics", "rdt", "copulas"}


def modules() -> list[Path]:
    return sorted((ROOT / "synth").rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ROOT / "synth").parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Every dotted name that a file imports, and the statement that does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by dots; write the whole name"
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def at_import(path: Path) -> set[str]:
    """The first parts of the names that are imported as soon as the file is."""
    body = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if not _for_types(node)]
    names: set[str] = set()
    for node in body:
        for inner in [node] if isinstance(node, ast.Import | ast.ImportFrom) else []:
            found = [alias.name for alias in inner.names] if isinstance(inner, ast.Import) else [str(inner.module)]
            names |= {name.split(".")[0] for name in found}
    return names


def _for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_the_rooms_before_it(path: Path) -> None:
    if path.name in ("__init__.py", "__main__.py") and path.parent.name == "synth":
        return
    here = room(path)
    for name, _ in imports(path):
        parts = name.split(".")
        if parts[0] == "synth" and len(parts) > 1 and parts[1] not in ("__version__", "__file__"):
            assert parts[1] in ROOMS[here] | {here}, f"{path.name} in {here} imports {name}"


def test_release_takes_only_the_report_what_it_holds_and_its_words_from_judge() -> None:
    for path in (ROOT / "synth" / "release").rglob("*.py"):
        taken = {name for name, _ in imports(path) if name.startswith("synth.judge")}
        values = ("synth.judge.report", "synth.judge.score", "synth.judge.exhibits", "synth.judge.words")
        assert all(name.startswith(values) for name in taken), (path, taken)


def test_nothing_in_the_library_imports_the_screen() -> None:
    for path in modules():
        for name, _ in imports(path):
            assert name.split(".")[0] not in ("streamlit", "pages", "app"), f"{path} imports {name}"


def test_charts_are_built_in_files_that_say_so() -> None:
    for path in modules():
        charts = "charts" in (path.stem, path.parent.name) and room(path) in ("prepare", "judge")
        assert charts or not any(name.startswith("plotly") for name, _ in imports(path)), path


def test_costly_packages_are_imported_only_inside_functions() -> None:
    for path in modules():
        assert not at_import(path) & COSTLY, path


def test_no_page_lies_where_streamlit_would_run_it_without_the_frame() -> None:
    assert (ROOT / "pages").is_dir()
    assert list((ROOT / "pages").glob("*.py")) == []


def test_the_frame_stays_small_and_without_logic() -> None:
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) <= 60


def loaded_by(modules: str, watched: set[str]) -> str:
    """Which of the watched packages are there once these modules are imported, in a process of their own."""
    code = f"import sys, {modules}; print(sorted({watched!r} & set(sys.modules)))"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_importing_the_rooms_does_not_pull_in_what_is_costly() -> None:
    rooms = "synth.prepare, synth.make, synth.judge, synth.release, synth.work, synth.work.signoff, synth.dashboard"
    assert loaded_by(rooms, {"streamlit", *COSTLY}).strip() == "[]"


def test_importing_the_shell_pulls_in_next_to_nothing() -> None:
    assert loaded_by("synth, synth.cli", {"streamlit", "pandas", "sklearn", *COSTLY}).strip() == "[]"


def test_the_library_s_names_are_all_there() -> None:
    import synth  # noqa: PLC0415

    for name in synth.__all__:
        assert getattr(synth, name) is not None
    assert set(synth.__all__) <= set(dir(synth))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = synth.nothing


def test_the_version_is_the_project_s() -> None:
    import tomllib  # noqa: PLC0415

    import synth  # noqa: PLC0415

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == synth.__version__
