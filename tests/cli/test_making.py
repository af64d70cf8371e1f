"""The commands that make tables, as the shell runs them."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

from synth.prepare import read_table, read_text
from synth.work.tables import read_like, recipe_beside
from tests.cli.conftest import Synth
from tests.shared_files import ROOT


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


def test_settings_are_searched_and_told_as_options(patients: Path, synth: Synth) -> None:
    done = synth("tune", patients, "--generator", "trees", "--trials", "2", "--holdout", "0.2", "--json", "trials.json")
    assert done.code == 0, done.err
    assert "trial 1: " in done.out
    found = json.loads(Path("trials.json").read_text())
    assert len(found["trials"]) == 2
    assert found["generator"] == "trees"
    if "--set" in done.out:
        assert "--set min_leaf=" in done.out.splitlines()[-1]
