"""What titles are sorted by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yinju.index.text.sounds import sound


def test_case_accents_and_what_stands_before_the_first_word_do_not_count() -> None:
    assert sound("“Éclair”") < sound("Fig")
    assert sound("《apple》") == sound("APPLE") + "》"
    assert sound("école").startswith("ecole")


def test_chinese_stands_where_it_sounds() -> None:
    assert sorted(["中国", "安徽", "上海", "北京", "apple", "zoo"], key=sound) == ["安徽", "apple", "北京", "上海", "中国", "zoo"]  # fmt: skip
    assert sorted(["先进", "西安"], key=sound) == ["西安", "先进"], "syllable by syllable"


@given(st.text())
def test_any_title_has_a_place(title: str) -> None:
    assert isinstance(sound(title), str)
    assert sound(title) == sound(title)
