"""Characters that nobody sees: what of them is stored, shown to a reader, and told to a model."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.text.invisible import bare, cleaned, escaped, shown

KEPT = [
    "می\u200cخواهم", "ന\u200dമ", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "❤\ufe0f", "1\ufe0f\u20e3", "葛\U000e0100城",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "ไทย\u200bไทย", "é e\u0301 ạ̈́", "בְּרֵאשִׁ֖ית",
    "\U0001f3f3\ufe0f\u200d\U0001f308", "a\tb\nc", "𠮷 ａ 한국 Ελλάδα",
]  # fmt: skip
ANYTHING = st.text(
    alphabet=st.one_of(
        st.characters(),
        st.sampled_from("\x1b\x9b\u202e\u2066\u200b\u200d\ufeff\u00ad\ufe0f\U000e0041\ud800\u2028\u0301[]0;m1a中"),
    ),
    max_size=60,
)


@pytest.mark.parametrize("text", KEPT)
def test_what_a_language_or_a_picture_is_spelled_with_stays(text: str) -> None:
    assert cleaned(text) == shown(text) == bare(text) == text


@pytest.mark.parametrize(
    ("text", "seen", "told"),
    [
        ("a\x1b[31mb\x1b[0m", "a␛[31mb␛[0m", "ab"),
        ("\x1b]8;;https://evil.example\x1b\\go\x1b]8;;\x07", "␛]8;;https://evil.example␛\\go␛]8;;␇", "go"),
        ("\x9b2Ja\x9d0;t\x9cb", "⟨U+009B⟩2Ja⟨U+009D⟩0;t⟨U+009C⟩b", "ab"),
        ("a\rb\x08\x00\x7f", "a␍b␈␀␡", "ab"),
        ("pay \u202e001\u202c now", "pay ⟨U+202E⟩001⟨U+202C⟩ now", "pay 001 now"),
        ("a\u2067\u202bb", "a⟨U+2067…U+202B⟩b", "ab"),
        ("ig\u200bno\u2060re\ufeff", "ignore", "ignore"),
        ("a\u200b\u200c\u200b\u200cb", "a⟨U+200B…U+200C⟩b", "ab"),
        ("hi\U000e0068\U000e0069", "hi⟨U+E0068…U+E0069⟩", "hi"),
        ("x\ufe0f\ufe0e", "x", "x"),
        ("sev\u00aden", "seven", "seven"),
        ("שלום.\u200f", "שלום.", "שלום."),
        ("a\u2028b\x85c", "a\nb\nc", "a b c"),
        ("\ud800", "⟨U+D800⟩", ""),
        ("a" + "\u0301" * 50, "a" + "\u0301" * 6, "a" + "\u0301" * 6),
        ("\ufff9seen\ufffaunseen\ufffb", "⟨U+FFF9⟩seen⟨U+FFFA⟩unseen⟨U+FFFB⟩", "seenunseen"),
    ],
)
def test_what_steers_or_hides_is_named_to_a_reader_and_kept_from_a_model(text: str, seen: str, told: str) -> None:
    assert shown(text) == seen
    assert bare(text) == told


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("ig\u200bnore\u00ad", "ignore"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("pay \u202e001\u202c", "pay \u202e001\u202c"),
        ("שלום.\u200f", "שלום.\u200f"),
        ("\ufeffa", "a"),
    ],
)
def test_what_has_no_meaning_is_not_stored_and_what_has_one_is(text: str, stored: str) -> None:
    assert cleaned(text) == stored


@settings(deadline=None, max_examples=300)
@given(ANYTHING)
def test_nothing_shown_or_told_steers_anything(text: str) -> None:
    for result in (shown(text), bare(text)):
        categories = {
            unicodedata.category(c) for c in result if c not in "\n\t\u200b\u200c\u200d\u00ad" and ord(c) < 0xE0000
        }
        assert categories.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
        assert not set(result) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert shown(shown(text)) == shown(text)


@settings(deadline=None, max_examples=300)
@given(ANYTHING)
def test_escaped_json_has_the_same_value(text: str) -> None:
    whole = text.encode("utf-8", "replace").decode()
    written = escaped(json.dumps(whole, ensure_ascii=False))
    assert json.loads(written) == whole
    assert not set(written) & set("\x1b\x7f\x9b\u202e\u200b\u2028\U000e0041")
    escaped(json.dumps(text, ensure_ascii=False)).encode()
