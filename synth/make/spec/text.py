"""A spec as YAML: read safely and within bounds, written so that a person can read and change it.

Plain words stay words: only true, false, null and plain decimal numbers are read as such, so that the levels `no`,
`0123` and `12:30` are what they look like. Aliases are refused, as a few of them can stand for billions of nodes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from synth.errors import SettingsError
from synth.make.spec.spec import Spec

MOST_BYTES = 2_000_000
MOST_DEPTH = 20
_FILE = re.compile(r"[^\n]+\.(ya?ml|json)", re.IGNORECASE)


class _Loader(yaml.SafeLoader):
    """A safe loader that knows fewer words, no alias, and no key twice."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  pyyaml's own name
    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise _at(self._mark(), "aliases (*) are not allowed: write it out")
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _at(self._mark(), f"it is nested too deeply: {MOST_DEPTH} levels at the most")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _mark(self) -> Any:
        return self.peek_event().start_mark  # type: ignore[no-untyped-call]

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if key.value in seen or not isinstance(key, yaml.ScalarNode):
                raise _at(key.start_mark, "a name stands here twice, or is none")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]{0,15})$"), list("-0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?$"),
    list("-0123456789"),
)
_Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


class _Dumper(yaml.SafeDumper):
    """Writes what `_Loader` reads back as it was."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {  # noqa: RUF012
        key: [*yaml.SafeDumper.yaml_implicit_resolvers.get(key, []), *_Loader.yaml_implicit_resolvers.get(key, [])]
        for key in {*yaml.SafeDumper.yaml_implicit_resolvers, *_Loader.yaml_implicit_resolvers}
    }

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _float(dumper: yaml.SafeDumper, value: float) -> yaml.ScalarNode:
    """A number as `_Loader` knows it."""
    whole = value == int(value) and abs(value) < 1e15
    kind = "int" if whole else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(int(value)) if whole else repr(value))


_Dumper.add_representer(float, _float)


class _LineDumper(_Dumper):
    """Writes texts of several lines with signs for their ends."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style='"' if len(f"{value}.".splitlines()) > 1 else None
    )


_LineDumper.add_representer(str, _text)


class _At(yaml.YAMLError):
    pass


def _at(mark: Any, why: str) -> _At:
    return _At(f"line {mark.line + 1}, {why}")


def read_spec(text: str) -> Spec:
    """The spec that a YAML text states; `SettingsError` says what does not fit, and where."""
    fields = read_piece(text)
    if not isinstance(fields, dict):
        raise SettingsError("The spec is empty: it needs 'columns', a list of what each column holds.")
    return Spec.build(fields)


def read_piece(text: str) -> Any:
    """What a YAML text holds, be it a whole spec or a piece of one; `SettingsError` where it cannot be read."""
    if len(text.encode("utf-8", errors="replace")) > MOST_BYTES:
        raise SettingsError(f"The spec is too large: {MOST_BYTES // 1_000_000} MB at the most.")
    try:
        return yaml.load(text, _Loader)  # noqa: S506  a safe loader, narrowed
    except _At as error:
        raise SettingsError(f"The spec cannot be read: in {error}.") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise SettingsError(f"The spec is not valid YAML{where}. Check its indents, colons and quotes.") from None
    except (ValueError, RecursionError):
        raise SettingsError("The spec cannot be read: it holds a value that is none.") from None


def spec_fields(spec: Spec) -> dict[str, Any]:
    """A spec as plain values, without what is as it is by default."""
    return {"format": 1, **spec.model_dump(mode="json", exclude_defaults=True)}


def spec_text(spec: Spec) -> str:
    """A spec as YAML, without what is as it is by default."""
    return piece_text(spec_fields(spec))


def piece_text(fields: Any) -> str:
    """Plain values as YAML."""
    return str(
        yaml.dump(fields, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=None)
    )


def line_text(fields: Any) -> str:
    """Plain values as YAML on a single line, however many there are."""
    text = yaml.dump(
        fields, Dumper=_LineDumper, sort_keys=False, allow_unicode=True, width=MOST_BYTES, default_flow_style=True
    )
    return str(text).removesuffix("...\n").strip()


def text_or_file(value: str) -> str:
    """The text of a spec, which may be in a file that is named instead; `SettingsError` where it cannot be read."""
    return spec_file(Path(value.strip())) if _FILE.fullmatch(value.strip()) else value


def spec_file(path: Path) -> str:
    """What a spec's file holds; `SettingsError` where it cannot be read."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise SettingsError(f"The spec {path.name!r} is too large: {MOST_BYTES // 1_000_000} MB at the most.")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"The spec {path.name!r} is no text in UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"The spec {path.name!r} cannot be read: {error.strerror}.") from None
    if not text.strip():
        raise SettingsError(f"The spec {path.name!r} is empty: it needs 'columns', a list of what each column holds.")
    return text
