"""The words of the page."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from yinju.rag.types import Verdict
from yinju.ui.strings import EXAMPLES, STRINGS, TABLES, Interface, say

HAN = re.compile("[\u4e00-\u9fff]")


def placeholders(text: str) -> list[str]:
    """The names in braces of a string."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_both_languages_have_the_same_strings() -> None:
    assert STRINGS["en"].keys() == STRINGS["zh"].keys()
    assert len(STRINGS["en"]) == sum(len(table.EN) for table in TABLES), "no name stands in two tables"


@pytest.mark.parametrize("name", STRINGS["en"])
def test_a_string_takes_the_same_values_in_both_languages(name: str) -> None:
    assert placeholders(STRINGS["en"][name]) == placeholders(STRINGS["zh"][name])


@pytest.mark.parametrize("name", STRINGS["en"])
def test_each_language_is_written_in_its_own_script(name: str) -> None:
    own, other = STRINGS["zh"][name], STRINGS["en"][name]
    if name == "other_language":  # the one word that is meant for readers of the other
        own, other = other, own
    assert HAN.search(own)
    assert not HAN.search(other)


@pytest.mark.parametrize("interface", STRINGS)
def test_every_verdict_has_a_word_of_its_own(interface: Interface) -> None:
    words = [say(verdict.value, interface) for verdict in Verdict]
    assert len(set(words)) == len(Verdict)


@pytest.mark.parametrize("interface", STRINGS)
def test_values_stand_in_the_string(interface: Interface) -> None:
    assert "14" in say("holds", interface, count=14)
    assert "7" in say("open", interface, number=7)
    assert "17" in say("took", interface, milliseconds=17)


def test_a_value_is_text_and_never_a_pattern() -> None:
    assert say("holds", "en", count="{count} %s") == "{count} %s articles in this library"


def test_the_example_questions_are_in_both_languages() -> None:
    assert any(HAN.search(text) for text in EXAMPLES)
    assert any(not HAN.search(text) for text in EXAMPLES)
    assert len(set(EXAMPLES)) == len(EXAMPLES)
