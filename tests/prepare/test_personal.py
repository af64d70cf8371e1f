"""Personal data is recognised by name and by value, in many languages, and other columns are left alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from faker import Faker
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.prepare.personal import mentions, recognise, words_of
from synth.prepare.personal_words import LABELS, WORDS, PersonalType
from tests.shared_files import ROOT, shared

NAMES = ["Anna Schmidt", "John Smith", "María García", "Paul O'Brien", "Peter-Jan Visser", "Laura Rossi"]
FIRST = ["Anna", "John", "María", "Paul", "Peter", "Laura"]
LAST = ["Schmidt", "Smith", "García", "Martin", "Jansen", "Rossi"]
PHONES = ["+49 30 23125 455", "040/66969310", "(212) 555-0123", "+33 1 99 00 12 34", "020 7946 0958"]
DATES = ["1980-02-01", "1975-12-24", "2001-06-30"]
STREETS = ["Hauptstraße 12", "12 High Street", "Calle Mayor 3", "5 rue de la Paix"]
CITIES = ["Berlin", "Lyon", "New York", "Sevilla"]
MAILS = ["a.b@example.org", "jane@example.com", "x_y@mail.example.net"]
CODES = ["06108", "10115", "80331", "EC1A 1BB"]


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("Full Name", NAMES, "name"),
        ("name", NAMES, "name"),
        ("Name", ["Braund, Mr. Owen Harris", "Heikkinen, Miss. Laina", "Allen, Mr. William Henry"], "name"),
        ("customerName", NAMES, "name"),
        ("patient_name", ["Zorbla Quux", "Vrin Blatt", "Ko Li"], "name"),
        ("nom", NAMES, "name"),
        ("nom", LAST, "last_name"),
        ("Kunde", NAMES, "name"),
        ("first_name", FIRST, "first_name"),
        ("Vorname", FIRST, "first_name"),
        ("Prénom", FIRST, "first_name"),
        ("name", FIRST, "first_name"),
        ("LASTNAME", LAST, "last_name"),
        ("Nachname", LAST, "last_name"),
        ("apellidos", LAST, "last_name"),
        ("фамилия", ["Иванов", "Петрова"], "last_name"),
        ("email", MAILS, "email"),
        ("E-Mail-Adresse", MAILS, "email"),
        ("Email_ID", MAILS, "email"),
        ("phone", PHONES, "phone"),
        ("phone_2", [*PHONES, "unbekannt", "NULL"], "phone"),
        ("Telefonnummer", PHONES, "phone"),
        ("téléphone portable", PHONES, "phone"),
        ("IBAN", ["DE89370400440532013000", "FR1420041010050500013M02606"], "iban"),
        ("card_number", ["4111 1111 1111 1111", "5500 0000 0000 0004"], "credit_card"),
        ("SSN", ["078-05-1120", "219-09-9999"], "national_id"),
        ("Sozialversicherungsnummer", ["12 345678 A 901", "65 170839 J 003"], "national_id"),
        ("passport_no", ["C01X00T47", "K5200137"], "passport"),
        ("Kennzeichen", ["B-XY 1234", "HH AB 99"], "license_plate"),
        ("home_address", ["12 High Street, Oxford", "3 Mill Lane, York"], "address"),
        ("Anschrift", ["Hauptstr. 12, 10115 Berlin"], "address"),
        ("street", STREETS, "street"),
        ("Straße", STREETS, "street"),
        ("City", CITIES, "city"),
        ("ville_naissance", CITIES, "city"),
        ("Wohnort", CITIES, "city"),
        ("zip", ["2134", "10001", "94105-1234"], "postcode"),
        ("PLZ", CODES, "postcode"),
        ("birth_date", DATES, "birth_date"),
        ("DOB", DATES, "birth_date"),
        ("Geburtsdatum", ["29.03.1996", "19.06.1945"], "birth_date"),
        ("birthYear", ["1980", "1991"], "birth_date"),
        ("ip_address", ["10.0.0.1", "2001:db8::1"], "ip"),
        ("website", ["example.org", "https://example.com/me"], "url"),
        ("user_name", ["jane42", "x.y", "the-cat"], "username"),
        ("employer", ["Acme Ltd", "Globex GmbH"], "company"),
        ("电话", ["13800138000", "13900139000"], "phone"),
        ("姓名", ["王伟", "李娜"], "name"),
    ],
)
def test_name_and_values_agree(name: str, values: list[str], kind: PersonalType) -> None:
    found = recognise(name, values)
    assert found is not None
    assert found.type == kind
    assert found.why.startswith("Its name") and found.why.endswith(".")


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "sv_SE"])
@pytest.mark.parametrize(
    ("invent", "kind"),
    [
        ("email", "email"),
        ("iban", "iban"),
        ("ipv4", "ip"),
        ("ipv6", "ip"),
        ("url", "url"),
        ("credit_card_number", "credit_card"),
        ("ssn", "national_id"),
        ("name", "name"),
    ],
)
def test_values_alone_are_enough_where_their_spelling_leaves_no_doubt(
    locale: str, invent: str, kind: PersonalType
) -> None:
    fake = Faker(locale)
    fake.seed_instance(1)
    found = recognise("field_7", [str(getattr(fake, invent)()) for _ in range(200)])
    assert found is not None
    assert found.type == kind
    assert "does not say so" in found.why


def test_international_phones_and_streets_speak_for_themselves() -> None:
    phones = recognise("contact_1", ["+49 30 23125455", "+44 20 7946 0958", "+1 212-555-0123"])
    streets = recognise("info", [*STREETS, "221 Baker Street"])
    assert phones is not None and phones.type == "phone"
    assert streets is not None and streets.type == "address"


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("workclass", ["Private", "State-gov"]),
        ("tailnum", ["N14228", "N24211"]),
        ("latitude", ["40.79901", "40.74064"]),
        ("capacity", ["100", "250"]),
        ("velocity", ["10.2", "3.4"]),
        ("ethnicity", ["White", "Black"]),
        ("native-country", ["United-States", "Germany"]),
        ("email_opt_in", ["yes", "no"]),
        ("email", ["0", "1"]),
        ("PhoneService", ["Yes", "No", "No phone service"]),
        ("phone_model", ["iPhone 12", "Galaxy S9"]),
        ("CreditCard", ["0", "1"]),
        ("address_type", ["own house", "rented flat"]),
        ("city_population", ["100000", "250000"]),
        ("City_Category", ["A", "B", "C"]),
        ("company_size", ["50-99 staff", "100-500 staff"]),
        ("product_name", ["Blue lamp", "Red chair"]),
        ("file_name", ["report.csv", "data.xlsx"]),
        ("name", ["chevrolet chevelle malibu", "ford torino"]),
        ("name", ["Blue Lamp", "Desk", "Red Chair"]),
        ("customer", ["C00123", "C00456"]),
        ("residence_since", ["1", "4"]),
        ("market_cap", ["1500000", "23000000"]),
        ("birth_weight", ["3200", "2900"]),
        ("Street", ["Pave", "Grvl"]),
        ("version", ["1.2.3.4", "2.0.0.1", "10.1.2.3"]),
        ("pickup_zone", ["Upper West Side South", "Alphabet City", "Lenox Hill West"]),
        ("login_count", ["1", "12"]),
        ("tin", ["123.456", "98.7654"]),
        ("phone_spend", ["123456.78", "99.5"]),
    ],
)
def test_other_columns_are_left_alone(name: str, values: list[str]) -> None:
    assert recognise(name, values * 30) is None


@pytest.mark.parametrize("digits", range(4, 19))
def test_plain_numbers_are_no_ids(digits: int) -> None:
    numbers = np.random.default_rng(digits).integers(10 ** (digits - 1), 10**digits, 300)
    assert recognise("x", numbers.astype(str).tolist()) is None
    assert recognise("x", [str(numbers[0] + step) for step in range(300)]) is None


@pytest.mark.parametrize(
    "spelling",
    ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "%Y%m%d%H%M", "%d%m%Y%H", "%y%m%d%H%M%S", "%Y-%m-%d %H:%M:%S", "%s"],
)
def test_dates_and_time_stamps_are_no_ids(spelling: str) -> None:
    moments = pd.date_range("2019-01-01", "2024-12-31", periods=400)
    cells = [str(int(one.timestamp())) for one in moments] if spelling == "%s" else moments.strftime(spelling).tolist()
    assert recognise("x", cells) is None


def test_what_describes_without_naming_stays_modelled() -> None:
    direct = {
        kind: found.direct
        for kind, name, values in [
            ("city", "city", CITIES),
            ("postcode", "zip", CODES),
            ("birth_date", "dob", DATES),
            ("email", "email", MAILS),
            ("name", "name", NAMES),
        ]
        if (found := recognise(name, values))
    }
    assert direct == {"city": False, "postcode": False, "birth_date": False, "email": True, "name": True}
    few, many = (recognise("employer", [f"Firm {chr(65 + n % 26)}{n}" for n in range(count)]) for count in (5, 90))
    assert few is not None and not few.direct
    assert many is not None and many.direct


def test_an_empty_column_is_judged_by_its_name() -> None:
    found = recognise("email", ["", " "])
    assert found is not None and found.type == "email"
    assert recognise("name", []) is None
    assert recognise("x", []) is None


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=20))
def test_anything_may_be_asked_and_no_cell_is_quoted(name: str, values: list[str]) -> None:
    found = recognise(name, values)
    assert found is None or found.why.startswith("Its name")


def test_personal_data_inside_free_text_is_counted_by_cell() -> None:
    cells = [
        "Call +49 30 23125455 or write to a.b@example.org",
        "second mail: x@example.com, x@example.net",
        "paid from DE89 3704 0044 0532 0130 00",
        "paid from DE00 3704 0044 0532 0130 00, 2 + 2 = 4 @ noon",
    ]
    assert mentions(cells) == {"email": 2, "phone": 1, "iban": 1}
    assert mentions([]) == {}


def test_few_levels_in_many_rows_are_no_user_names() -> None:
    assert recognise("pseudo", ["high", "low"]) is not None
    assert recognise("pseudo", ["high", "low"], rows=1000) is None


def test_the_words_of_a_name() -> None:
    assert words_of("CustomerE-Mail2") == ("customer", "e", "mail")
    assert words_of("ZIPCode") == ("zip", "code")
    assert words_of("Straße") == words_of("STRASSE") == ("strasse",)
    assert words_of("Prénom ") == ("prenom",)


def test_every_type_has_words_and_a_label() -> None:
    assert WORDS.keys() == LABELS.keys()


@pytest.mark.shared
@pytest.mark.parametrize(
    "file",
    [
        "loans.csv",
        "heart303.csv",
        "magic04.csv",
        "nonvoters_wide.csv",
        "penguins.csv",
        "taxis.csv",
        "airbnb_nyc.csv.gz",
        "credit_default.csv.gz",
        "online_shoppers.csv.gz",
        "flights.csv.gz",
    ],
)
def test_no_false_alarm_on_real_tables(file: str) -> None:
    frame = pd.read_csv(shared("data", file), dtype=str, keep_default_na=False, nrows=20_000)
    assert [name for name in frame if recognise(str(name), frame[name].tolist())] == []


def test_the_messy_customers_are_all_found() -> None:
    path = ROOT / "sample_data" / "messy_customers.csv"
    frame = pd.read_csv(path, sep=";", encoding="cp1252", dtype=str, keep_default_na=False).iloc[:-1]
    found = {str(name): personal.type for name in frame if (personal := recognise(str(name), frame[name].tolist()))}
    assert found == {
        "name": "name",
        "email": "email",
        "phone": "phone",
        "phone.1": "phone",
        "iban": "iban",
        "birth_date": "birth_date",
        "street": "street",
        "postcode": "postcode",
        "city": "city",
    }
