"""Answer measures: every part by one of its aliases, figures made by hand, and a refusal is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.eval.measures import answers
from yinju.eval.measures.answers import contains, exact, lcs_f1, token_f1, tokens
from yinju.eval.measures.types import Case
from yinju.eval.types import Query, Reply

PROPERTY = settings(max_examples=40, deadline=None, database=None)
MEASURES = {measure.name: measure for measure in answers.MEASURES}
TEXTS = st.text(st.sampled_from("a an the 600 é 上海東京กขкиהיहि한국🚀.,，。\u0301 "), max_size=12)


def a_case(answer: str, parts: Sequence[Sequence[str]] = (("600",),), refused: bool = False, **more: Any) -> Case:
    """A reply to a question with these parts; `more` goes to the query."""
    query = Query("q", "How many?", "en", "c", parts=tuple(map(tuple, parts)), **more)
    return Case(query, Reply("q", answer=answer, refused=refused, statements=({"text": answer, "citations": []},)))


def figure(name: str, case: Case) -> float | None:
    """What one query contributes; None when the measure says nothing about it."""
    scores = MEASURES[name].score(case)
    return scores[""][0] if scores else None


@pytest.mark.parametrize(
    ("answer", "parts", "right"),
    [
        ("There are 600 firms.", [["600"]], True),
        ("There are 16000 firms.", [["600"]], True),
        ("There are six hundred.", [["600"]], False),
        ("There are six hundred.", [["600", "Six Hundred"]], True),
        ("In JULY 2021.", [["2021"], ["july", "7月"]], True),
        ("2021年7月", [["2021"], ["July", "7月"]], True),
        ("In 2021.", [["2021"], ["July", "7月"]], False),
        ("", [["600"]], False),
    ],
)
def test_a_reply_is_right_when_it_holds_every_part_by_one_of_its_aliases(
    answer: str, parts: list[list[str]], right: bool
) -> None:
    assert contains(answer, parts) is right
    assert figure("containment accuracy", a_case(answer, parts)) == right


@pytest.mark.parametrize("name", ["containment accuracy", "exact match", "token F1", "LCS F1"])
def test_a_refusal_is_wrong_whatever_it_says(name: str) -> None:
    assert figure(name, a_case("600", refused=False)) == 1
    assert figure(name, a_case("600", refused=True)) == 0


@pytest.mark.parametrize("name", ["containment accuracy", "exact match", "token F1", "LCS F1"])
def test_a_missing_reply_is_wrong(name: str) -> None:
    query = a_case("").query
    assert figure(name, Case(query, Reply("q", error="no reply"))) == 0


@pytest.mark.parametrize("gold", ["A", "The The", "∞"])
def test_a_refusal_is_wrong_also_where_the_answer_is_an_article_or_a_sign(gold: str) -> None:
    assert figure("exact match", a_case("", [[gold]], refused=True)) == 0


@pytest.mark.parametrize("more", [{"answerable": False}, {"conflict": True}])
def test_nothing_is_expected_where_nothing_answers_or_sources_disagree(more: dict[str, Any]) -> None:
    for name in ("containment accuracy", "exact match", "token F1", "LCS F1"):
        assert figure(name, a_case("600", **more)) is None


def test_nothing_is_expected_where_the_dataset_gives_no_answer() -> None:
    for name in ("containment accuracy", "exact match", "token F1", "LCS F1"):
        assert figure(name, a_case("600", [])) is None


def test_answers_of_several_parts_are_judged_by_containment_alone() -> None:
    case = a_case("July 2021", [["2021"], ["July"]])
    assert figure("containment accuracy", case) == 1
    assert [figure(name, case) for name in ("exact match", "token F1", "LCS F1")] == [None, None, None]


def test_the_alias_that_fits_best_counts() -> None:
    case = a_case("six hundred", [["600", "six hundred firms", "Six hundred!"]])
    assert [figure(name, case) for name in ("exact match", "token F1", "LCS F1")] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The U.S. has 3 firms!", ["the", "u", "s", "has", "3", "firms"]),
        ("上海有600家企业。", ["上", "海", "有", "600", "家", "企", "业"]),
        ("ＡＩ in Straße", ["ai", "in", "strasse"]),
        ("東京タワー", ["東", "京", "タ", "ワ", "ー"]),
        ("서울 특별시", ["서울", "특별시"]),
        ("snake_case", ["snake", "case"]),
        ("", []),
    ],
)
def test_tokens_are_words_and_in_scripts_without_spaces_characters(text: str, found: list[str]) -> None:
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("answer", "gold", "figure"),
    [
        ("The Eiffel Tower.", "eiffel tower", 1),
        ("an eiffel tower", "the Eiffel Tower", 1),
        ("Eiffel", "Eiffel Tower", 0),
        ("tower eiffel", "Eiffel Tower", 0),
        ("《上海》。", "上海", 1),
        ("theatre", "atre", 0),
    ],
)
def test_exact_match_overlooks_case_marks_and_english_articles(answer: str, gold: str, figure: int) -> None:
    assert exact(answer, gold) == figure


@pytest.mark.parametrize(
    ("answer", "gold", "figure"),
    [
        # 2 shared of 5 said and 2 wanted: P = 2/5, R = 1, F1 = 4/7
        ("It is in Pudong, Shanghai", "Shanghai Pudong", 4 / 7),
        # a word said twice is shared once: 1 of 2 and 1
        ("firms, firms", "firms", 2 / 3),
        # 浦, 东 of 6 said and 4 wanted
        ("他在浦东工作", "上海浦东", 2 * 2 / (6 + 4)),
        # 600, 家 of 4 said and 3 wanted
        ("共有600家", "600多家", 2 * 2 / (4 + 3)),
        ("Beijing", "Shanghai", 0),
        ("", "Shanghai", 0),
    ],
)
def test_token_f1_by_hand(answer: str, gold: str, figure: float) -> None:
    assert token_f1(answer, gold) == pytest.approx(figure)


@pytest.mark.parametrize(
    ("answer", "gold", "figure"),
    [
        # the longest common run is “the red”: 2 of 4 said and 4 wanted
        ("the red old fox", "fox in the red", 2 * 2 / (4 + 4)),
        # 浦东: 2 of 5 said and 5 wanted, though three characters are shared
        ("浦东新上区", "上海的浦东", 2 * 2 / (5 + 5)),
        ("上海浦东", "上海浦东", 1),
        ("东浦", "浦东", 2 * 1 / (2 + 2)),
        ("Beijing", "上海", 0),
        ("", "上海", 0),
    ],
)
def test_the_longest_common_run_by_hand(answer: str, gold: str, figure: float) -> None:
    assert lcs_f1(answer, gold) == pytest.approx(figure)


@PROPERTY
@given(TEXTS, TEXTS)
def test_every_comparison_stays_between_0_and_1_and_a_run_is_no_more_than_what_is_shared(
    answer: str, gold: str
) -> None:
    assert 0 <= lcs_f1(answer, gold) <= token_f1(answer, gold) <= 1
    assert exact(answer, gold) in (0, 1)


@PROPERTY
@given(TEXTS.filter(lambda text: bool(tokens(text))))
def test_a_text_is_its_own_best_answer(text: str) -> None:
    assert exact(text, text) == token_f1(text, text) == lcs_f1(text, text) == 1


def test_a_word_that_a_long_answer_repeats_is_compared_like_any_other() -> None:
    gold = "on and " * 150
    assert lcs_f1("so on and on", gold) == pytest.approx(2 * 3 / (4 + 300))


def test_sizes_are_counted_of_replies_that_answer() -> None:
    case = a_case("上海有600家。")
    assert figure("statements a reply", case) == 1
    assert figure("characters a reply", case) == 8


@pytest.mark.parametrize("reply", [Reply("q", answer="No.", refused=True), Reply("q", error="the engine failed")])
def test_a_refusal_and_a_failure_have_no_size(reply: Reply) -> None:
    for name in ("statements a reply", "characters a reply"):
        assert figure(name, Case(a_case("").query, reply)) is None
