"""Widths and lines of labels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.reports.charts.text import text_width, wrap

words = st.text("abcMW iIl-–，、架构能力 ", min_size=1, max_size=60)
search = settings(max_examples=120, deadline=None)


def test_a_chinese_character_is_as_wide_as_the_font_is_high() -> None:
    assert text_width("架构", 12) == 24


@pytest.mark.parametrize("text", ["iiii", "MMMM", "Architect", "C01", "MLOps"])
def test_no_letter_is_wider_than_the_font_is_high(text: str) -> None:
    assert 0 < text_width(text, 10) < 10 * len(text)


def test_it_breaks_english_between_words_and_chinese_anywhere() -> None:
    assert wrap("Large-scale distributed training", 12, 90) == ("Large-scale", "distributed", "training")
    assert wrap("大规模分布式训练", 12, 60) == ("大规模分", "布式训练")


def test_closing_punctuation_begins_no_line() -> None:
    for limit in range(24, 100, 4):
        assert not any(line[0] in "，、：" for line in wrap("方案架构：高可用、成本、价值与可信", 12, limit))


def test_a_word_that_is_too_wide_gets_its_own_line() -> None:
    assert wrap("a heterogeneous b", 12, 30) == ("a", "heterogeneous", "b")


def test_nothing_has_no_lines() -> None:
    assert wrap("", 12, 50) == ()
    assert wrap("  ", 12, 50) == ()


@search
@given(words, st.floats(30, 200))
def test_no_sign_is_lost_and_no_line_is_too_wide(text: str, limit: float) -> None:
    lines = wrap(text, 12, limit)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert text_width(line, 12) <= limit or len(wrap(line, 12, 1)) <= 2
