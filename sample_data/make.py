"""Make the sample tables from the rule files beside them, the same bytes every time and everywhere.

    python sample_data/make.py            write each <name>.csv from its <name>.yaml
    python sample_data/make.py --check    write nothing; fail if a table is not what its rules make

A rule file lists columns in the order they are made; each may use those before it. What is drawn once for each unit
(a patient, a card) stands under `per_unit` and is the same in all of that unit's rows; `earlier` counts the rows that
the unit has had before. A column is one operation and, if need be, how it is finished: `min`, `max`, `decimals`,
`unique`, `missing`. In an operation's arguments a number stands for itself, a name for that column's value in the
row, and a mapping of one key for another operation. README.md lists the operations.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import sys
import unicodedata
import zlib
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import NormalDist
from string import Template
from typing import Any

import numpy as np
import yaml

Row = dict[str, Any]
Draw = Callable[[], float]
FINISHING = {"min", "max", "decimals", "unique", "missing"}
PLAIN_CSV = {"encoding": "utf-8", "delimiter": ",", "decimal": ".", "date": "%Y-%m-%d", "time": "%Y-%m-%d %H:%M:%S"}


def stream(seed: int, name: str) -> Draw:
    """Give one name its own uniform numbers in [0, 1), so that a column added changes no other.

    Nothing else is taken from numpy: what is made of them below is plain Python, and outlives its versions.
    """
    return np.random.Generator(np.random.PCG64([seed, zlib.crc32(name.encode())])).random


def poisson(draw: Draw, mean: float) -> int:
    """Count, by turning the cumulative distribution round."""
    left, chance, count = draw(), math.exp(-mean), 0
    while left >= chance > 0:
        left -= chance
        count += 1
        chance *= mean / count
    return count


def years(born: date, then: date) -> int:
    """Full years between two dates, as an age is told."""
    return then.year - born.year - ((then.month, then.day) < (born.month, born.day))


def plain(text: str) -> str:
    """Lower-case ASCII letters of a name, as in an address for mail."""
    spread = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o"))
    return "".join(letter for letter in spread if "a" <= letter <= "z")


def iban(country: str, account: str) -> str:
    """IBAN with the check digits of ISO 13616 (mod 97) before a national account number."""
    digits = "".join(str(int(letter, 36)) for letter in account + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{account}"


# What is drawn: one value from the numbers or dates given.
DRAWN: dict[str, Callable[..., Any]] = {
    "uniform": lambda draw, low, high: low + (high - low) * draw(),
    "normal": lambda draw, mean, spread: mean + spread * NormalDist().inv_cdf(draw()),
    "lognormal": lambda draw, median, spread: median * math.exp(spread * NormalDist().inv_cdf(draw())),
    "poisson": poisson,
    "day": lambda draw, first, last: first + timedelta(days=int(draw() * ((last - first).days + 1))),
    "chance": lambda draw, probability: "yes" if draw() < probability else "no",
}

# What is worked out from other values.
FORMULAS: dict[str, Callable[..., Any]] = {
    "sum": lambda *values: sum(values),
    "product": lambda *values: math.prod(values),
    "exp": math.exp,
    "log": math.log,
    "logistic": lambda score: 1 / (1 + math.exp(-score)),
    "same": lambda one, other: "yes" if one == other else "no",
    "days_after": lambda start, days: start + timedelta(days=int(days)),
    "days_between": lambda start, end: (end - start).days,
    "years_between": years,
    "moment": lambda on, seconds: datetime.combine(on, time()) + timedelta(seconds=int(seconds)),
    "plain": plain,
    "iban": iban,
}


def branch(table: Any, row: Row) -> Any:
    """Follow `{by: column, level: …, else: …}` to the entry for this row; anything else is its own entry."""
    if not isinstance(table, dict) or "by" not in table:
        return table
    level = row[table["by"]]
    return table[level] if level in table else table["else"]


def choose(table: Any, row: Row, draw: Draw) -> Any:
    """Draw one level, by weights `{level: weight}` or evenly from a list; either may be branched by a column."""
    levels = branch(table, row)
    weights = list(accumulate(levels.values() if isinstance(levels, dict) else [1] * len(levels)))
    return list(levels)[bisect(weights, draw() * weights[-1])]


def linear(terms: Any, row: Row, draw: Draw) -> float:
    """Score a row: intercept, plus slope × number, plus what each level is worth (nothing where unnamed)."""
    slopes = sum(slope * row[name] for name, slope in terms.get("slopes", {}).items())
    levels = sum(worth.get(row[name], 0) for name, worth in terms.get("levels", {}).items())
    return float(terms["intercept"] + slopes + levels)


def band(of: Any, row: Row, draw: Draw) -> Any:
    """Name the band of a number from `{of: column, from: {lowest value: name}}`."""
    return [name for lowest, name in of["from"].items() if row[of["of"]] >= lowest][-1]


def pattern(forms: Sequence[str], row: Row, draw: Draw) -> str:
    """Draw one of the forms, then a digit for each of its #."""
    form = choose(forms, row, draw)
    return "".join(str(int(draw() * 10)) if mark == "#" else mark for mark in form)


# What reads its arguments in its own way.
WORDED: dict[str, Callable[[Any, Row, Draw], Any]] = {
    "choose": choose,
    "lookup": lambda table, row, draw: evaluate(branch(table, row), row, draw),
    "linear": linear,
    "band": band,
    "pattern": pattern,
    "text": lambda template, row, draw: Template(template).substitute(row),
}


def evaluate(rule: Any, row: Row, draw: Draw) -> Any:
    """Work out a rule for a row: a number is itself, a name is a column, a mapping of one key is an operation."""
    if isinstance(rule, str):
        return row[rule]
    if not isinstance(rule, dict):
        return rule
    ((name, arguments),) = rule.items()
    if name in WORDED:
        return WORDED[name](arguments, row, draw)
    if name not in DRAWN and name not in FORMULAS:
        raise ValueError(f"there is no operation {name!r}; choose from {', '.join([*DRAWN, *FORMULAS, *WORDED])}")
    values = [evaluate(each, row, draw) for each in (arguments if isinstance(arguments, list) else [arguments])]
    return DRAWN[name](draw, *values) if name in DRAWN else FORMULAS[name](*values)


def finish(value: Any, rule: Row) -> Any:
    """Keep a number inside its bounds and at its decimals."""
    value = min(max(value, rule.get("min", value)), rule.get("max", value))
    return round(value, rule["decimals"] or None) if "decimals" in rule else value


def fill(rows: list[Row], columns: Row, seed: int) -> None:
    """Add the columns to the rows, one column after the other."""
    for name, rule in columns.items():
        operation = {key: rule[key] for key in rule if key not in FINISHING}
        draw, taken = stream(seed, name), set()
        for row in rows:
            while (value := finish(evaluate(operation, row, draw), rule)) in taken:
                pass
            row[name] = value
            if rule.get("unique"):
                taken.add(value)


def units(spec: Row) -> list[Row]:
    """Draw the units and give each its rows: one to begin with, the others by the weight `returns`."""
    if "per_unit" not in spec:
        return [{} for _ in range(spec["rows"])]
    per_unit = spec["per_unit"]
    made: list[Row] = [{} for _ in range(per_unit["count"])]
    fill(made, per_unit["columns"], spec["seed"])
    draw = stream(spec["seed"], "returns")
    weights = list(accumulate(evaluate(per_unit["returns"], unit, draw) for unit in made))
    more = Counter(bisect(weights, draw() * weights[-1]) for _ in range(spec["rows"] - len(made)))
    return [unit | {"earlier": earlier} for place, unit in enumerate(made) for earlier in range(1 + more[place])]


def cell(value: Any, decimals: int | None, dialect: Row) -> str:
    """Spell one value."""
    if isinstance(value, date):
        return value.strftime(dialect["time" if isinstance(value, datetime) else "date"])
    if decimals is not None:
        return f"{value:.{decimals}f}".replace(".", dialect["decimal"])
    return str(value)


def cells(rows: list[Row], name: str, rule: Row, dialect: Row, seed: int) -> list[str]:
    """Spell one column, leaving out what is missing: only now, so that other columns depend on the true value."""
    draw, missing = stream(seed, f"{name} missing"), rule.get("missing", {"rate": 0})
    return [
        choose(missing.get("as", [""]), row, draw)
        if draw() < evaluate(missing["rate"], row, draw)
        else cell(row[name], rule.get("decimals"), dialect)
        for row in rows
    ]


def table(spec: Row) -> bytes:
    """Make a whole file from its rules: header, rows, and the disorder that `csv` asks for."""
    rows, dialect = units(spec), PLAIN_CSV | spec.get("csv", {})
    fill(rows, spec["columns"], spec["seed"])
    if "order_by" in spec:
        rows.sort(key=lambda row: row[spec["order_by"]])
    rules = spec.get("per_unit", {}).get("columns", {}) | spec["columns"]
    columns = [cells(rows, name, rules[name], dialect, spec["seed"]) for name in spec["write"]]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=dialect["delimiter"], lineterminator="\n")
    writer.writerow(dialect.get("header", {}).get(name, name) for name in spec["write"])
    for number, line in enumerate(zip(*columns, strict=True), start=1):
        writer.writerows([line] * (1 + (number in dialect.get("repeated", ()))))
        writer.writerows([[]] * (number in dialect.get("blank_after", ())))
    writer.writerows(dialect.get("footer", ()))
    return buffer.getvalue().encode(dialect["encoding"])


def main() -> int:
    """Write or check every table; the exit code is how many differ."""
    parser = argparse.ArgumentParser(description="Make the sample tables from their rules.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a table would change")
    check, differ = parser.parse_args().check, 0
    for rules in sorted(Path(__file__).parent.glob("*.yaml")):
        target, made = rules.with_suffix(".csv"), table(yaml.safe_load(rules.read_text(encoding="utf-8")))
        if not check:
            target.write_bytes(made)
        elif not target.exists() or target.read_bytes() != made:
            print(f"{target.name} is not what {rules.name} makes: run python sample_data/make.py", file=sys.stderr)
            differ += 1
    return differ


if __name__ == "__main__":
    sys.exit(main())
