from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pages.shared.words import ago, count, duration, plain, short, size


@given(st.text(alphabet=st.sampled_from("ab *_`[](){}<>#|!~$:&^=@.-+\\/\n1"), max_size=40))
def test_no_text_from_data_becomes_markup(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parseInline(plain(text))[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}


@pytest.mark.parametrize(
    "hostile",
    [
        "![x](https://evil.example/p.png)",
        "[x](javascript:alert(1))",
        "<img src=x>",
        "https://evil.example",
        "www.evil.example",
    ],
)
def test_links_and_images_are_defused(hostile: str) -> None:
    html = MarkdownIt("commonmark").render(plain(hostile))
    assert "<a" not in html and "<img" not in html
    assert "://" not in plain(hostile) and "www." not in plain(hostile)


@pytest.mark.parametrize("hostile", [":material/home:", ":smile:", ":red[x]", "a:material/home:b", ":+1:"])
def test_no_icon_emoji_or_colour_comes_of_a_name(hostile: str) -> None:
    shown = MarkdownIt("commonmark").renderInline(plain(hostile))
    assert not re.search(r":[a-z_+/]+", shown)


def test_a_name_is_read_aloud_as_it_is_written() -> None:
    assert [plain(name) for name in ("card_type", "sepal.length", "self-paid", "1.5")] == [
        "card_type",
        "sepal.length",
        "self-paid",
        "1.5",
    ]
    assert [plain(name) for name in ("_id_", "a__b", "1. item", "- item")] == [
        r"\_id\_",
        r"a\_\_b",
        r"1\. item",
        r"\- item",
    ]


def test_a_long_name_keeps_both_ends() -> None:
    assert short("a" * 50 + "end", 20).startswith("aaaa")
    assert short("a" * 50 + "end", 20).endswith("end")
    assert len(short("x" * 500, 40)) <= 40
    assert short("whole") == "whole"


def test_numbers_in_words() -> None:
    assert (count(1, "row"), count(2000, "row")) == ("1 row", "2,000 rows")
    assert (duration(0.2), duration(45), duration(600), duration(7200)) == ("under a second", "45 s", "10 min", "2.0 h")
    assert (size(999), size(1500), size(2.5e9)) == ("999 B", "2 kB", "2.5 GB")
    assert ago(datetime.now(UTC) - timedelta(minutes=5)) == "5 min ago"
