"""Filters as people write them."""

from __future__ import annotations

import pytest

from yinju.index.errors import UsageError
from yinju.index.types import Filter
from yinju.rag.filters import parse


def test_nothing_wanted_is_a_filter_that_admits_everything() -> None:
    assert parse((), None, None, ()) == Filter()
    assert not parse((), None, None, ())


def test_languages_are_told_apart_by_their_code_in_any_case() -> None:
    assert parse(["ZH", "en"], None, None, ()).languages == ("zh", "en")


def test_days_come_out_as_iso_days() -> None:
    wanted = parse((), "2021-07-13", "20231105", ())
    assert (wanted.since, wanted.until) == ("2021-07-13", "2023-11-05")


@pytest.mark.parametrize("day", ["yesterday", "13.07.2021", "2021-13-01", "2021-02-30", "2021", " "])
@pytest.mark.parametrize("which", ["since", "until"])
def test_a_day_that_is_none_is_named_in_the_message(day: str, which: str) -> None:
    since, until = (day, None) if which == "since" else (None, day)
    with pytest.raises(UsageError, match="YYYY-MM-DD") as error:
        parse((), since, until, ())
    assert repr(day) in str(error.value)


def test_days_in_the_wrong_order_are_a_mistake_and_not_an_empty_result() -> None:
    with pytest.raises(UsageError, match=r"since 2023-11-05 is after until 2021-07-13"):
        parse((), "2023-11-05", "2021-07-13", ())


def test_one_day_is_a_span_of_its_own() -> None:
    wanted = parse((), "2023-11-05", "2023-11-05", ())
    assert wanted.since == wanted.until == "2023-11-05"


def test_an_empty_day_is_no_limit() -> None:
    assert parse((), "", "", ()) == Filter()


def test_facets_keep_their_order_and_everything_after_the_first_equals_sign() -> None:
    assert parse((), None, None, ["行业=制造业", "source=a=b"]).facets == (("行业", "制造业"), ("source", "a=b"))


@pytest.mark.parametrize("facet", ["行业", "=制造业", "行业=", "=", ""])
def test_a_facet_without_name_or_value_is_named_in_the_message(facet: str) -> None:
    with pytest.raises(UsageError, match="NAME=VALUE") as error:
        parse((), None, None, [facet])
    assert repr(facet) in str(error.value)


def test_a_source_is_a_host_a_folder_or_an_address_there() -> None:
    wanted = parse((), None, None, (), ["www.example.org", " news/2024/ ", "https://News.example.com:80/a?b", "/"])
    assert wanted.sources == ("www.example.org", "news/2024", "news.example.com", "/")


@pytest.mark.parametrize("source", ["", "  "])
def test_an_empty_source_is_a_mistake(source: str) -> None:
    with pytest.raises(UsageError, match="a source is empty; name a host"):
        parse((), None, None, (), [source])
