"""The sample tables are what their rules make, and hold what their README says of them."""

from __future__ import annotations

import csv
import runpy
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import pandas as pd
import pytest
import yaml
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from stdnum import iban

SAMPLES = Path(__file__).resolve().parents[1] / "sample_data"
NAMES = ("card_transactions", "hospital_readmissions", "messy_customers")
Rows = list[dict[str, str]]


def rows_of(name: str) -> Rows:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def hospital() -> Rows:
    return rows_of("hospital_readmissions")


@pytest.fixture(scope="module")
def cards() -> Rows:
    return rows_of("card_transactions")


@pytest.fixture(scope="module")
def customers() -> list[str]:
    return (SAMPLES / "messy_customers.csv").read_bytes().decode("cp1252").split("\n")


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, folder / "make.py", "--check"], capture_output=True, text=True, check=False)


def holders(rows: Rows, column: str, unit: str) -> dict[str, int]:
    """How many units hold each level."""
    pairs = {(row[column], row[unit]) for row in rows if row[column]}
    levels = [level for level, _ in pairs]
    return {level: levels.count(level) for level in set(levels)}


@pytest.mark.parametrize("name", NAMES)
def test_remaking_gives_the_same_bytes(name: str) -> None:
    table = runpy.run_path(str(SAMPLES / "make.py"))["table"]
    spec = yaml.safe_load((SAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    made, kept = table(spec), (SAMPLES / f"{name}.csv").read_bytes()
    assert made == kept
    assert len(kept) < 600_000
    assert b"\r" not in kept


def test_check_fails_on_one_changed_byte_and_writes_nothing(tmp_path: Path) -> None:
    folder = copytree(SAMPLES, tmp_path / "sample_data")
    changed = (folder / "card_transactions.csv").read_bytes().replace(b"no\n", b"No\n", 1)
    (folder / "card_transactions.csv").write_bytes(changed)
    failed = check(folder)
    assert failed.returncode == 1
    assert failed.stderr.startswith("card_transactions.csv is not what card_transactions.yaml makes")
    assert len(failed.stderr.splitlines()) == 1
    assert (folder / "card_transactions.csv").read_bytes() == changed


def test_an_unknown_operation_is_named() -> None:
    evaluate: Any = runpy.run_path(str(SAMPLES / "make.py"))["evaluate"]
    with pytest.raises(ValueError, match="no operation 'eval'; choose from uniform"):
        evaluate({"eval": "1 + 1"}, {}, lambda: 0.5)


def test_hospital_has_returning_patients(hospital: Rows) -> None:
    patients = [row["patient_id"] for row in hospital]
    assert len(hospital) == 3_000
    assert len(set(patients)) == 2_200
    assert len({row["encounter_id"] for row in hospital}) == 3_000
    assert {len({row["sex"] for row in hospital if row["patient_id"] == one}) for one in patients[:50]} == {1}


def test_hospital_dates_fit_the_length_of_stay(hospital: Rows) -> None:
    for row in hospital:
        stay = date.fromisoformat(row["discharge_date"]) - date.fromisoformat(row["admission_date"])
        assert stay.days == int(row["length_of_stay"]) >= 1


def test_each_visit_counts_as_one_more_admission(hospital: Rows) -> None:
    before: dict[str, int] = {}
    for row in hospital:
        now = int(row["previous_admissions"])
        assert now == before.get(row["patient_id"], now - 1) + 1
        before[row["patient_id"]] = now


def test_no_listed_admission_is_a_readmission_within_30_days(hospital: Rows) -> None:
    left: dict[str, date] = {}
    for row in hospital:
        admitted = date.fromisoformat(row["admission_date"])
        assert (admitted - left.get(row["patient_id"], date.min)).days > 30
        left[row["patient_id"]] = date.fromisoformat(row["discharge_date"])


def test_hospital_holds_values_to_protect(hospital: Rows) -> None:
    held = holders(hospital, "diagnosis_code", "patient_id")
    assert sum(count < 5 for count in held.values()) == 6
    assert len({row["patient_id"] for row in hospital if row["age"] == "101"}) == 1
    assert max(int(row["age"]) for row in hospital) == 101


def test_creatinine_is_not_missing_at_random(hospital: Rows) -> None:
    """Kidney patients, whose values are high, nearly always have theirs taken."""
    missing = pd.DataFrame(hospital).assign(missing=lambda frame: frame["creatinine"] == "")
    kidneys = missing["diagnosis_code"].str.startswith("N1")
    assert missing[kidneys]["missing"].mean() < 0.05
    assert missing[~kidneys]["missing"].mean() > 0.15


def test_readmission_can_be_learned(hospital: Rows) -> None:
    frame = pd.DataFrame(hospital)
    numbers = ["age", "length_of_stay", "comorbidities", "previous_admissions", "medications", "haemoglobin"]
    frame[[*numbers, "creatinine", "bmi"]] = frame[[*numbers, "creatinine", "bmi"]].apply(pd.to_numeric)
    inputs = frame.drop(columns=["readmitted", "encounter_id", "patient_id", "admission_date", "discharge_date"])
    model = make_pipeline(
        make_column_transformer(
            (make_pipeline(SimpleImputer(), StandardScaler()), make_column_selector(dtype_include="number")),
            (
                OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20),
                make_column_selector(dtype_include=object),
            ),
        ),
        LogisticRegression(C=0.1, max_iter=2_000),
    )
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    outcome = frame["readmitted"] == "yes"
    auc = cross_val_score(model, inputs, outcome, groups=frame["patient_id"], scoring="roc_auc", cv=folds)
    assert 0.75 < auc.mean() < 0.80


def test_card_amount_is_quantity_times_price_to_the_cent(cards: Rows) -> None:
    assert len(cards) == 5_000
    assert all(
        Decimal(row["amount"]) == int(row["quantity"]) * Decimal(row["unit_price"])
        and row["amount"][-3] == row["unit_price"][-3] == "."
        for row in cards
    )


def test_fraud_is_rare_and_depends_on_the_rest(cards: Rows) -> None:
    fraud = [row for row in cards if row["fraud"] == "yes"]
    abroad = [row for row in cards if row["merchant_country"] != row["home_country"]]
    assert 0.015 < len(fraud) / len(cards) < 0.025
    assert sum(row["fraud"] == "yes" for row in abroad) / len(abroad) > 3 * len(fraud) / len(cards)


def test_cards_repeat_and_only_an_online_payment_has_a_device(cards: Rows) -> None:
    assert len({row["card_id"] for row in cards}) == 420
    assert {row["channel"] for row in cards if row["device"]} == {"online"}
    assert sum(count < 5 for count in holders(cards, "merchant_country", "card_id").values()) == 4


def test_customers_are_as_messy_as_promised(customers: list[str]) -> None:
    header, rows = customers[0].split(";"), list(csv.reader(customers[1:-2], delimiter=";"))
    full = [tuple(row) for row in rows if row]
    assert header.count("phone") == 2
    assert "revenue (€)" in header
    assert customers[-2:] == ["Total;600", ""]
    assert (len(full), rows.count([]), len(full) - len(set(full))) == (600, 2, 4)
    assert {len(row) for row in full} == {len(header)}


def test_customers_are_invented_yet_look_real(customers: list[str]) -> None:
    rows = [row for row in csv.reader(customers[1:-2], delimiter=";") if row]
    column = dict(zip(customers[0].split(";"), zip(*rows, strict=True), strict=True))
    accounts = [cell for cell in column["iban"] if cell.startswith("DE")]
    assert len(accounts) > 500
    assert all(iban.is_valid(cell) and cell[4] == "9" for cell in accounts)
    assert {cell.partition("@")[2].partition(".")[0] for cell in column["email"] if "@" in cell} == {"example"}
    assert all(len(cell) == 5 for cell in column["postcode"])
    assert sum(cell.startswith("0") for cell in column["postcode"]) > 200
    assert {cell for cell in column["iban"] if not cell.startswith("DE")} == {"", "k.A.", "NULL"}
