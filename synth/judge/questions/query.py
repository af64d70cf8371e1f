"""A question as a value, and as a line of text that a person writes: `mean of age by sex where region = North`."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple, NoReturn, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from synth.errors import ReportError

Asked = Literal["count", "share", "mean", "median", "sum", "rate"]
Operator = Literal["=", "!=", "<", "<=", ">", ">="]
FIGURES: tuple[Asked, ...] = get_args(Asked)
OPERATORS: tuple[Operator, ...] = get_args(Operator)
KEYWORDS = ("of", "by", "where", "and")
MOST_GROUPINGS = 2

_TOKEN = re.compile(r"""\s*(?:"((?:[^"]|"")*)"|'((?:[^']|'')*)'|(,)|([^\s,"'][^\s,]*))""")
_SIGN = re.compile(r"<=|>=|!=|=|<|>")
_PLAIN = re.compile(r"""[^\s,"'<>=!][^\s,"'<>=!]*""")
EXAMPLES = "count by sex; mean of age by sex where region = North; rate of income = >50K by sex"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(_Value):
    """What a row must be like: `column op value`; a missing cell never is."""

    column: str
    op: Operator = "="
    value: str

    def __str__(self) -> str:
        return f"{_quoted(self.column)} {self.op} {_quoted(self.value, value=True)}"


class Query(_Value):
    """A question to both tables; `str` gives the text that `Query.read` reads.

    - `count`: rows in each group, those of the synthetic table scaled to as many rows as the real one has.
    - `share`: each group's share of the rows that meet `where`; without `by`, the share of all rows that meet it.
    - `mean`, `median`, `sum` of the column's known numbers; the sum is scaled as counts are.
    - `rate`: of the rows whose `column` is known, the share for which `column op level` holds.
    - `by`: up to two columns whose values part the rows. `where`: conditions that all must hold.
    """

    figure: Asked
    column: str | None = None
    op: Operator = "="
    level: str | None = None
    by: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Query:
        if self.figure in ("count", "share") and self.column is not None:
            raise ValueError(f"{self.figure} is of rows, not of a column: leave out 'of {self.column}'")
        if self.figure not in ("count", "share") and not self.column:
            raise ValueError(f"say of which column: {self.figure} of …")
        if (self.figure == "rate") != (self.level is not None):
            raise ValueError("a rate, and only a rate, is of a value: rate of income = high")
        if len(self.by) > MOST_GROUPINGS or len(set(self.by)) < len(self.by):
            raise ValueError("rows can be grouped by at most two different columns")
        return self

    def __str__(self) -> str:
        of = "" if self.column is None else f" of {_quoted(self.column)}"
        level = "" if self.level is None else f" {self.op} {_quoted(self.level, value=True)}"
        by = f" by {', '.join(map(_quoted, self.by))}" if self.by else ""
        where = f" where {' and '.join(map(str, self.where))}" if self.where else ""
        return f"{self.figure}{of}{level}{by}{where}"

    @classmethod
    def build(cls, **fields: Any) -> Query:
        """Make a question of a form's fields; `ReportError` says what does not fit."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            first = error.errors()[0]
            message = first["msg"].removeprefix("Value error, ")
            raise ReportError(f"This question does not fit: {message}.") from None

    @classmethod
    def read(cls, text: str) -> Query:
        """Read a question as typed; `ReportError` says which word does not fit, and what could stand there.

        `FIGURE [of COLUMN [OP VALUE]] [by COLUMN, COLUMN] [where COLUMN OP VALUE and …]`; names and values with spaces,
        commas or quotes stand in quotes, inside which a quote is written twice.
        """
        return _Reader(text).query()


class _Token(NamedTuple):
    text: str
    quoted: bool = False


class _Reader:
    """Reads a question word by word."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.place = 0

    def query(self) -> Query:
        figure = self._next("a figure").text.lower()
        if figure not in FIGURES:
            raise ReportError(
                f"A question starts with {', '.join(FIGURES)}, not with {figure!r}. Examples: {EXAMPLES}."
            )
        fields: dict[str, Any] = {"figure": figure}
        if self._skip("of"):
            if figure == "rate":
                asked = self._condition()
                fields |= {"column": asked.column, "op": asked.op, "level": asked.value}
            else:
                fields["column"] = self._next("a column").text
        if self._skip("by"):
            fields["by"] = [self._next("a column").text]
            while self._skip(",") or self._skip("and"):
                fields["by"].append(self._next("a column").text)
        if self._skip("where"):
            fields["where"] = [self._condition()]
            while self._skip(",") or self._skip("and"):
                fields["where"].append(self._condition())
        if self.place < len(self.tokens):
            self._refuse("'of', 'by', 'where', 'and' or the end")
        return Query.build(**fields)

    def _condition(self) -> Condition:
        """`column op value`, the signs standing alone or not."""
        column = self._next("a column")
        sign = None if column.quoted else _SIGN.search(column.text, 1)
        if sign is not None:
            name, op, rest = column.text[: sign.start()], sign.group(), column.text[sign.end() :]
        else:
            name, token = column.text, self._next(f"one of {' '.join(OPERATORS)}")
            start = None if token.quoted else _SIGN.match(token.text)
            if start is None:
                self.place -= 1
                self._refuse(f"one of {' '.join(OPERATORS)} after {name!r}")
            op, rest = start.group(), token.text[start.end() :]
        value = rest or self._next("a value").text
        return Condition.model_validate({"column": name, "op": op, "value": value})

    def _next(self, wanted: str) -> _Token:
        if self.place == len(self.tokens):
            raise ReportError(f"{self.text!r} ends where {wanted} should stand. Examples: {EXAMPLES}.")
        token = self.tokens[self.place]
        if not token.quoted and (token.text in (*KEYWORDS, ",")):
            self._refuse(wanted)
        self.place += 1
        return token

    def _skip(self, word: str) -> bool:
        """Whether that word stands here; it is passed."""
        found = self.place < len(self.tokens) and self.tokens[self.place] == _Token(word)
        self.place += found
        return found

    def _refuse(self, wanted: str) -> NoReturn:
        raise ReportError(
            f"In {self.text!r}, {self.tokens[self.place].text!r} stands where {wanted} should. Names and values with "
            f"spaces stand in quotes. Examples: {EXAMPLES}."
        )


def _tokens(text: str) -> list[_Token]:
    tokens, place, line = [], 0, text.rstrip()
    while place < len(line):
        found = _TOKEN.match(line, place)
        if found is None:
            raise ReportError(f"In {text!r} a quote is opened and not closed.")
        double, single, comma, word = found.groups()
        if double is not None or single is not None:
            inside = double.replace('""', '"') if double is not None else single.replace("''", "'")
            tokens.append(_Token(inside, quoted=True))
        else:
            tokens.append(_Token(comma or word))
        place = found.end()
    return tokens


def _quoted(text: str, *, value: bool = False) -> str:
    """A name or value as it is typed: in quotes where it would be read as something else without."""
    plain = re.fullmatch(r"""[^\s,"'][^\s,]*""", text) if value else _PLAIN.fullmatch(text)
    return text if plain and text not in KEYWORDS else '"' + text.replace('"', '""') + '"'
