"""Patterns that are compiled late do what those compiled at once do."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from yinju.index.text.patterns import Late

TEXT = "In 2019 浦东 had 1,024 firms; in 2021, 2,048."
PATTERN = r"(?P<first>\d)[\d,]*"


def test_every_method_gives_what_a_compiled_pattern_gives() -> None:
    late, compiled = Late(PATTERN), re.compile(PATTERN)
    spans = [match.span() for match in compiled.finditer(TEXT)]
    assert len(spans) == 4
    assert [match.span() for match in late.finditer(TEXT)] == spans
    assert [match.span() for match in late.finditer(TEXT, 5, 20)] == [m.span() for m in compiled.finditer(TEXT, 5, 20)]
    for pos, endpos in ((0, 99), (3, 5), (8, 12)):
        for name in ("search", "match", "fullmatch"):
            found, expected = (getattr(one, name)(TEXT, pos, endpos) for one in (late, compiled))
            assert (found and found.span()) == (expected and expected.span())
    assert late.findall(TEXT) == compiled.findall(TEXT) == ["2", "1", "2", "2"]
    assert late.sub(r"\g<first>", TEXT, 2) == compiled.sub(r"\g<first>", TEXT, 2) != TEXT
    assert late.split(TEXT, 1) == compiled.split(TEXT, 1)
    assert late.pattern == compiled.pattern


def test_flags_hold() -> None:
    assert Late("FIRMS", re.IGNORECASE).search(TEXT)
    assert not Late("FIRMS").search(TEXT)


def test_nothing_is_compiled_before_the_first_use_and_once_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_ = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given[0]) or compile_(*given))
    late = Late("浦东")
    assert compiled == []
    assert late.search(TEXT)
    assert late.search(TEXT)
    assert compiled == ["浦东"]


def test_threads_may_share_one() -> None:
    late = Late(PATTERN)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(late.findall, [TEXT] * 64))
    assert found == [["2", "1", "2", "2"]] * 64
