"""The shell, run as the shell runs it."""

from __future__ import annotations

import csv
import hashlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from synth.cli import main, plain
from synth.judge.words import figure
from synth.prepare import read_table, read_text
from synth.work.tables import read_like, recipe_beside
from tests.shared_files import ROOT

SYNTH = [sys.executable, "-m", "synth"]


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def patients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of 240 rows in the folder that the commands run in."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "patients.csv"
    rows = [f"{20 + row * 7 % 60},{('east', 'west')[row % 2]},{('yes', 'no')[row % 3 == 0]}" for row in range(240)]
    path.write_text("\n".join(["age,ward,ill", *rows]) + "\n")
    return path


class Done(NamedTuple):
    code: int
    out: str
    err: str


Synth = Callable[..., Done]


@pytest.fixture
def synth(capsys: pytest.CaptureFixture[str]) -> Synth:
    def run(*arguments: str | Path) -> Done:
        return Done(main([str(argument) for argument in arguments]), *capsys.readouterr())

    return run


def test_the_walk_from_a_table_to_a_verdict(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    made = synth(
        *("generate", patients, "--generator", "trees", "--rows", "150", "--seed", "1", "--out", "made.csv"),
        *("--holdout", "0.25", "--train-out", "T.csv", "--holdout-out", "H.csv", "--set", "k=3"),
    )
    assert made.code == 0, made.err
    assert "150 synthetic rows" in made.out
    assert [len(read_table(folder / name)) for name in ("made.csv", "T.csv", "H.csv")] == [150, 180, 60]
    recipe = json.loads((folder / "made.csv.recipe.json").read_text())
    assert (recipe["generator"], recipe["rows"], recipe["seed"], recipe["settings"]["k"]) == ("trees", 150, 1, 3)
    assert recipe["outputs"]["made.csv"] == hashlib.sha256((folder / "made.csv").read_bytes()).hexdigest()
    assert recipe["source"]["sha256"] == hashlib.sha256(patients.read_bytes()).hexdigest()

    compared = synth(
        *("compare", "T.csv", "made.csv", "--holdout", "H.csv", "--target", "ill"),
        *("--html", "r.html", "--json", "r.json"),
    )
    assert compared.code == 0, compared.err
    assert "Verdict by the policy" in compared.out
    report = json.loads((folder / "r.json").read_text())
    assert report["format"] == 1
    assert report["verdict"]["outcome"] in ("pass", "fail", "not measured")
    assert report["holdout"]["rows"] == 60
    assert "<script" not in (folder / "r.html").read_text()
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["patients.csv", "made.csv", "made.csv.recipe.json", "T.csv", "H.csv", "r.html", "r.json"]
    )


def test_a_copy_does_not_pass_and_check_says_so_by_its_exit_code(patients: Path, synth: Synth) -> None:
    train, holdout, copy = (patients.with_name(name) for name in ("T.csv", "H.csv", "copy.csv"))
    lines = [f"{number},{number * 37 % 101 / 7:.3f},{'ab'[number % 2]}" for number in range(400)]
    for path, part in ((train, lines[:300]), (holdout, lines[300:]), (copy, lines[:300])):
        path.write_text("\n".join(["id,size,letter", *part]) + "\n")
    done = synth("compare", train, copy, "--holdout", holdout, "--check")
    assert done.code == 1, done.err
    assert "fail" in done.out
    assert synth("compare", train, copy, "--holdout", holdout).code == 0


def test_the_same_seed_gives_the_same_bytes(patients: Path, synth: Synth) -> None:
    for out in ("one.csv", "two.csv"):
        assert synth("generate", patients, "--seed", "5", "--out", out).code == 0
    one, two = (patients.with_name(name) for name in ("one.csv", "two.csv"))
    assert one.read_bytes() == two.read_bytes()
    assert len(read_table(one)) == 240


def test_what_is_asked_of_the_rows_is_met(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    done = synth("generate", patients, "--given", "ward=east", "--balance", "ill=yes:0.5", "--rows", "100")
    assert done.code == 0, done.err
    frame = read_table(folder / "synthetic.csv").frame
    assert set(frame["ward"]) == {"east"}
    assert json.loads((folder / "synthetic.csv.recipe.json").read_text())["control"]["given"] == {"ward": "east"}


def test_real_rows_beside_are_marked_and_the_recipe_says_so_to_compare(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    made = synth("generate", patients, "--augment", "--balance", "ill=yes:0.5", "--rows", "120", "--out", "more.csv")
    assert made.code == 0, made.err
    assert "360 rows are in more.csv" in made.out
    assert "240 real and 120 synthetic" in made.out
    assert "internal use only" in made.out
    frame = read_table(folder / "more.csv").frame
    assert frame["ill"].mean() == 0.5
    assert synth("compare", patients, "more.csv", "--json", "r.json").code == 0
    report = json.loads((folder / "r.json").read_text())
    assert (report["provenance"]["real"], report["provenance"]["synthetic"]) == (240, 120)
    assert report["control"]["augment"] is False
    assert any(check["name"] == "real_rows" for check in report["verdict"]["checks"])


def test_protection_that_is_off_is_said_before_after_and_by_report_and_policy(patients: Path, synth: Synth) -> None:
    header, *rows = patients.read_text().splitlines()
    named = [f"{row},{f'rare {place}' if place % 4 == 0 else 'clerk'}" for place, row in enumerate(rows)]
    patients.write_text("\n".join([f"{header},job", *named]) + "\n")
    schema = read_table(patients).schema.with_column("job", kind="category", treatment="model")
    schema.to_json("schema.json")
    parts = ("--holdout", "0.3", "--train-out", "T.csv", "--holdout-out", "H.csv", "--schema", "schema.json")
    made = synth("generate", patients, "--set", "k=1", *parts, "--out", "made.csv")
    assert made.code == 0, made.err
    said = "Value protection is off (k = 1): values that a single person has may be repeated."
    assert said in made.err
    assert said in made.out
    judged = synth("compare", "T.csv", "made.csv", "--holdout", "H.csv", "--schema", "schema.json")
    assert "Value protection was off: this table may repeat values that a single person has." in judged.out
    assert "[fail] No rare value and no extreme is repeated more often than by chance" in judged.out
    assert "Value protection was off (k = 1). " in judged.out


def test_gaps_are_filled_and_how_well_is_said(patients: Path, synth: Synth) -> None:
    lines = patients.read_text().splitlines()
    gappy = [line if row % 4 else line.rpartition(",")[0] + "," for row, line in enumerate(lines, 3)]
    patients.write_text("\n".join([lines[0], *gappy[1:]]) + "\n")
    made = synth("generate", patients, "--impute", "--out", "filled.csv")
    assert made.code == 0, made.err
    assert "60 filled" in made.out
    assert "18 known cells of 'ill' that were hidden" in made.out
    assert "commonest or middle value would be in" in made.out
    filled = read_table(patients.with_name("filled.csv")).frame
    assert filled["ill"].notna().all()
    assert (filled["provenance"] == "filled").sum() == 60


def test_a_table_from_a_spec_alone_and_a_spec_from_a_table(patients: Path, synth: Synth) -> None:
    assert synth("profile", patients, "--spec", "spec.yaml").code == 0
    spec = patients.with_name("spec.yaml")
    assert "weights: {east: 0.5, west: 0.5}" in spec.read_text(encoding="utf-8")
    spec.write_text(spec.read_text(encoding="utf-8") + "rules: [{kind: range, columns: [age], value: [30, null]}]\n")
    made = synth("generate", "--generator", "rules", "--spec", spec, "--rows", "50", "--given", "ward=east")
    assert made.code == 0, made.err
    frame = read_table(patients.with_name("synthetic.csv")).frame
    assert list(frame) == ["age", "ward", "ill"]
    assert set(frame["ward"]) == {"east"}
    assert frame["age"].between(30, 79).all()
    recipe = json.loads(patients.with_name("synthetic.csv.recipe.json").read_text(encoding="utf-8"))
    assert recipe["source"] is None
    assert recipe["spec_sha256"] == hashlib.sha256(spec.read_bytes()).hexdigest()
    compared = synth("compare", "synthetic.csv", "--json", "r.json")
    assert compared.code == 0, compared.err
    assert "made from rules alone" in compared.out
    assert "The rule “age is at least 30” is broken by 0 of 50 synthetic rows." in compared.out + "".join(
        score["note"] for score in json.loads(patients.with_name("r.json").read_text(encoding="utf-8"))["scores"]
    )
    both = synth("generate", patients, "--generator", "rules", "--spec", spec)
    assert (both.code, "leave out the real one" in both.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", "patients.csv", "--impute"], "nothing to fill"),
        (["generate", "patients.csv", "--impute", "--augment"], "nothing else can be asked for"),
        (["generate", "patients.csv", "--augment", "--given", "ward=nowhere"], "nowhere"),
        (["generate", "patients.csv", "--augment", "--balance", "ill=yes:0.9", "--rows", "10"], "Ask for"),
        (["generate", "absent.csv"], "absent.csv"),
        (["generate", "patients.csv", "--generator", "magic"], "magic"),
        (["generate", "patients.csv", "--set", "k=0"], "'k'"),
        (["generate", "patients.csv", "--set", "nothing"], "--set"),
        (["generate", "patients.csv", "--rows", "0"], "from 1 to 10,000,000"),
        (["generate", "patients.csv", "--rows", "many"], "--rows"),
        (["generate", "patients.csv", "--given", "ward=nowhere"], "nowhere"),
        (["generate", "patients.csv", "--given", "floor=3"], "floor"),
        (["generate", "patients.csv", "--balance", "ill=yes"], "column=level:share"),
        (["generate", "patients.csv", "--fair", "ill"], "outcome:sensitive"),
        (["generate", "patients.csv", "--holdout", "2"], "2"),
        (["generate", "patients.csv", "--train-out", "T.csv"], "--holdout"),
        (["generate", "patients.csv", "--out", "no/such/folder.csv"], "no/such/folder.csv"),
        (["generate", "patients.csv", "--out", "patients.csv"], "named twice"),
        (["generate", "patients.csv", "--read", "colour=blue"], "colour"),
        (["generate", "patients.csv", "--schema", "absent.json"], "absent.json"),
        (["generate", "empty.csv"], "empty"),
        (["compare", "patients.csv", "absent.csv"], "absent.csv"),
        (["compare", "patients.csv", "patients.csv", "--target", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--policy", "absent.yaml"], "absent.yaml"),
        (["compare", "patients.csv", "patients.csv", "--secret", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--quasi-identifier", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--provenance", "floor"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--map", "floor=age"], "floor"),
        (["compare", "patients.csv", "patients.csv", "--map", "age"], "--map"),
        (["compare", "patients.csv", "patients.csv", "--given", "age"], "column=value"),
        (["compare", "patients.csv", "patients.csv", "--question", "mean of floor"], "floor"),
        (["profile", "empty.csv"], "empty"),
        (["profile", "."], "."),
        (["dance"], "dance"),
        (["generate"], "Name the real table"),
        (["generate", "--generator", "rules"], "Name the real table"),
        (["generate", "--generator", "rules", "--spec", "absent.yaml"], "'absent.yaml' cannot be read"),
        (["generate", "--generator", "rules", "--spec", "empty.csv"], "'empty.csv' is empty"),
        (["generate", "--spec", "patients.csv"], "no setting 'spec'"),
        (["compare", "patients.csv", "--target", "ill"], "its own rules only"),
        (["profile", "patients.csv", "--spec", "patients.csv"], "named twice"),
        (["app", "--workspace", "patients.csv"], "patients.csv"),
        (["app", "--port", "0"], "--port"),
    ],
)
def test_bad_input_is_one_clear_line_and_leaves_nothing(
    patients: Path, synth: Synth, arguments: list[str], words: str
) -> None:
    (patients.parent / "empty.csv").touch()
    before = sorted(patients.parent.iterdir())
    done = synth(*arguments)
    assert done.code == 2
    assert done.err.startswith("synth: ")
    assert len(done.err.splitlines()) == 1, done.err
    assert words in done.err
    assert done.out == ""
    assert sorted(patients.parent.iterdir()) == before


def test_the_shell_gets_the_code_and_no_traceback(patients: Path) -> None:
    command = [*SYNTH, "generate", "absent.csv"]
    done = subprocess.run(command, cwd=patients.parent, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("synth: ")
    assert done.stderr.count("\n") == 1


def test_profile_says_what_is_in_a_table(patients: Path, synth: Synth) -> None:
    done = synth("profile", patients)
    assert done.code == 0, done.err
    assert "240 rows in the file = 240 loaded + 0 rejected + 0 blank" in done.err
    assert "ward: category" in done.out
    content = json.loads(synth("profile", patients, "--json").out)
    assert [column["name"] for column in content["columns"]] == ["age", "ward", "ill"]


def test_a_corrected_dialect_is_used(patients: Path, synth: Synth) -> None:
    path = patients.with_name("dialect.csv")
    path.write_text("1;?;2\n3;4;5\n6;7;8\n")
    done = synth("profile", path, "--json", "--read", "delimiter=;", "--read", "header=no", "--read", "null=?")
    columns = json.loads(done.out)["columns"]
    assert len(columns) == 3
    assert columns[1]["missing"] == pytest.approx(1 / 3)


def test_rejected_rows_are_told(patients: Path, synth: Synth) -> None:
    path = patients.with_name("ragged.csv")
    path.write_text("a,b\n1,2\n3\n4,5\n6,7\n")
    done = synth("profile", path)
    assert "1 rejected" in done.err
    assert "line 3 was rejected" in done.err


def test_generators_are_listed_with_their_licence(synth: Synth) -> None:
    done = synth("generators")
    assert "trees:" in done.out
    assert "Licence:" in done.out
    cards = json.loads(synth("generators", "--json").out)
    assert cards[0]["name"] == "trees"
    assert "k" in cards[0]["settings"]


def test_names_from_a_file_cannot_drive_the_terminal() -> None:
    assert plain("age\x1b[2J\nward") == "age [2J ward"


def test_cells_made_harmless_for_spreadsheets_are_given_back(tmp_path: Path) -> None:
    real, made = tmp_path / "real.csv", tmp_path / "made.csv"
    real.write_text("a,b\n=1+1,x\n'twas,y\n=1+1,x\n'twas,y\n")
    made.write_text("a,b\n'=1+1,x\n'twas,y\n")
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    schema = read_table(real).schema
    assert read_like(made, schema, {}).frame["a"].tolist() == ["'=1+1", "'twas"]
    recipe = tmp_path / "made.csv.recipe.json"
    recipe.write_text(json.dumps({"outputs": {"made.csv": digest}, "neutralised": {"a": 1}}))
    assert read_like(made, schema, {}).frame["a"].tolist() == ["=1+1", "'twas"]
    recipe.write_text(json.dumps({"outputs": {"made.csv": digest}, "neutralised": {}}))
    assert read_like(made, schema, {}).frame["a"].tolist() == ["'=1+1", "'twas"]
    recipe.write_text(json.dumps({"outputs": {"made.csv": "another file's"}, "neutralised": {"a": 1}}))
    assert recipe_beside(made) == {}


def test_the_shell_writes_cells_and_headers_raw(tmp_path: Path, synth: Synth) -> None:
    rows = [f"{row * 7 % 60},{('=1+1', '@east')[row % 2]}" for row in range(240)]
    (tmp_path / "real.csv").write_text("\n".join(["age,=ward", *rows]) + "\n")
    assert synth("generate", tmp_path / "real.csv", "--out", tmp_path / "made.csv").code == 0
    with (tmp_path / "made.csv").open(newline="") as made:
        header, *cells = csv.reader(made)
    assert header == ["age", "=ward"]
    assert {ward for _, ward in cells} == {"=1+1", "@east"}
    assert json.loads((tmp_path / "made.csv.recipe.json").read_text())["neutralised"] == {}


def test_a_made_table_is_spelled_as_its_source(tmp_path: Path, synth: Synth) -> None:
    source, made = ROOT / "sample_data" / "messy_customers.csv", tmp_path / "made.csv"
    assert synth("generate", source, "--out", made, "--rows", "200").code == 0
    real, synthetic = read_text(source).frame, read_text(made).frame
    assert synthetic.columns.tolist() == real.columns.tolist()
    assert synthetic["revenue (€)"].str.fullmatch(r"\d+,\d\d|k\.A\.").all()
    assert synthetic["discount (%)"].str.fullmatch(r"\d+,\d|-").all()
    assert synthetic["last_order"].str.fullmatch(r"\d\d\.\d\d\.\d{4}|-").all()
    assert set(synthetic["newsletter"]) == {"yes", "no", ""}


def test_a_port_in_use_is_one_clear_line(patients: Path, synth: Synth) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = synth("app", "--workspace", patients.parent / "workspace", "--port", str(port))
    assert done.code == 2
    assert f"Port {port} is taken" in done.err


def test_the_dashboard_answers_from_another_folder(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*SYNTH, "app", "--workspace", str(tmp_path / "workspace"), "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env=_environment(), stdout=subprocess.PIPE, text=True) as server:
        try:
            assert _answers(port)
            assert (tmp_path / "workspace" / "record.sqlite").exists()
        finally:
            server.terminate()
            said, _ = server.communicate(timeout=10)
    assert f"http://localhost:{port}" in said


def _answers(port: int) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            connection = http.client.HTTPConnection("localhost", port, timeout=5)
            connection.request("GET", "/_stcore/health")
            return connection.getresponse().status == 200
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    return False


def test_what_was_asked_of_the_rows_is_read_from_the_recipe_or_said(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    assert synth("generate", patients, "--given", "ward=east", "--rows", "100", "--out", "made.csv").code == 0
    assert synth("compare", patients, "made.csv", "--json", "r.json").code == 0
    assert json.loads((folder / "r.json").read_text())["control"]["given"] == {"ward": "east"}
    assert synth("compare", patients, "made.csv", "--balance", "ill=yes:0.5", "--json", "s.json").code == 0
    assert json.loads((folder / "s.json").read_text())["control"]["balance"] == {"ill": {"yes": 0.5}}


def test_another_s_columns_are_matched_and_may_be_corrected(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    lines = patients.read_text().splitlines()
    (folder / "bought.csv").write_text("\n".join(["AGE,Ward ,sick", *lines[1:120]]) + "\n")
    done = synth("compare", patients, "bought.csv", "--json", "r.json")
    assert done.code == 0, done.err
    assert "'AGE' is taken for 'age'" in done.err
    assert {column["name"] for column in json.loads((folder / "r.json").read_text())["columns"]} >= {"age", "ward"}
    done = synth("compare", patients, "bought.csv", "--json", "s.json", "--map", "sick=ill", "--map", "AGE=")
    assert {column["name"] for column in json.loads((folder / "s.json").read_text())["columns"]} == {"ward", "ill"}
    assert "lacks 1 column: 'age'" in done.out


def test_the_same_figures_in_the_shell_in_html_and_in_json(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    arguments = ("--holdout", "0.25", "--train-out", "T.csv", "--holdout-out", "H.csv", "--out", "made.csv")
    assert synth("generate", patients, *arguments).code == 0
    done = synth("compare", "T.csv", "made.csv", "--holdout", "H.csv", "--html", "r.html", "--json", "r.json")
    html = (folder / "r.html").read_text()
    scores = json.loads((folder / "r.json").read_text())["scores"]
    of_table = [score for score in scores if not score["subject"] and score["value"] is not None]
    assert {score["measure"] for score in of_table} >= {"shape", "copies", "dcr_share"}
    for score in of_table:
        shown = figure(score["value"], score["measure"])
        assert f": {shown}" in done.out, score["measure"]
        assert shown in html, score["measure"]


def test_rows_that_are_said_to_be_real_are_left_out_of_privacy(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    lines = patients.read_text().splitlines()
    marked = [f"{line},{('real', 'synthetic')[row % 2]}" for row, line in enumerate(lines[1:])]
    (folder / "mixed.csv").write_text("\n".join([f"{lines[0]},origin", *marked]) + "\n")
    assert synth("compare", patients, "mixed.csv", "--provenance", "origin", "--json", "r.json").code == 0
    found = json.loads((folder / "r.json").read_text())["provenance"]
    assert found == {"column": "origin", "synthetic": 120, "real": 120, "filled": 0}


def test_a_question_is_answered_in_the_shell_and_in_the_report(patients: Path, synth: Synth) -> None:
    folder = patients.parent
    assert synth("generate", patients, "--out", "made.csv").code == 0
    done = synth("compare", patients, "made.csv", "--question", "mean of age by ward", "--json", "r.json")
    assert done.code == 0, done.err
    (found,) = [each for each in json.loads((folder / "r.json").read_text())["exhibits"] if each["kind"] == "question"]
    assert found["text"] == "mean of age by ward"
    assert found["sentence"] in done.out


def test_settings_are_searched_and_told_as_options(patients: Path, synth: Synth) -> None:
    done = synth("tune", patients, "--generator", "trees", "--trials", "2", "--holdout", "0.2", "--json", "trials.json")
    assert done.code == 0, done.err
    assert "trial 1: " in done.out
    found = json.loads(Path("trials.json").read_text())
    assert len(found["trials"]) == 2
    assert found["generator"] == "trees"
    if "--set" in done.out:
        assert "--set min_leaf=" in done.out.splitlines()[-1]
