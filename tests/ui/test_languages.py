"""What languages are called on the page."""

from __future__ import annotations

import re

import pytest
from py3langid.langid import rank

from yinju.ui.strings.languages import NAMES, language_name

HAN = re.compile("[\u4e00-\u9fff]")


def test_every_language_that_of_two_letters_that_can_be_detected_has_a_name() -> None:
    detected = {code for code, _ in rank("which language is this?") if len(code) == 2}
    assert len(detected) > 90
    assert detected <= NAMES.keys()


@pytest.mark.parametrize("code", NAMES)
def test_a_name_is_in_the_language_of_the_interface(code: str) -> None:
    assert not HAN.search(language_name(code, "en"))
    assert HAN.search(language_name(code, "zh"))


@pytest.mark.parametrize("column", [0, 1])
def test_no_two_languages_have_one_name(column: int) -> None:
    assert len({names[column] for names in NAMES.values()}) == len(NAMES)


def test_a_language_without_a_name_goes_by_its_code() -> None:
    assert language_name("xx", "en") == language_name("xx", "zh") == "xx"
