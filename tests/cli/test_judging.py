"""The commands that judge, as the shell runs them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from synth.judge.words import figure
from synth.prepare import read_table
from tests.cli.conftest import Synth


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
