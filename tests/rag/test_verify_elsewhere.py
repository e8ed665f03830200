"""What the source has, but says of something else than the claim does: places, amounts, and whom a thing is said of."""

from __future__ import annotations

import pytest

from yinju.rag.types import Verdict
from yinju.rag.verify.claims import judge
from yinju.rag.verify.stems import stem

SOURCE = (
    "The shipyard in Portugal delivered twelve new ferries to the harbour company last spring. "
    "Its engines were bought in Norway after a long dispute about noise. "
    "The harbour company paid $40 million for the new ferries. "
    "A museum nearby received a grant of $3 million from the city. "
    "Captain Ines Duarte steered the first ferry across the bay in heavy rain. "
    "Tomas Silveira, who runs the canteen, watched from the pier. "
    "Visitors can still buy tickets at the old kiosk. "
    "The crossing takes 25 minutes."
)
ARTICLE = (
    "葡萄牙的造船厂去年春天向港务公司交付了十二艘新渡轮。渡轮的发动机在挪威买来，此前有过关于噪音的长期争论。"
    "港务公司为新渡轮支付了4000万美元。附近的博物馆得到市里300万美元的拨款。船长首次驾驶渡轮横渡海湾。游客仍可在旧售票亭买票。"
)


@pytest.mark.parametrize(
    ("claim", "verdict", "reason"),
    [
        ("The shipyard in Norway delivered twelve new ferries to the harbour company.", Verdict.PARTIAL, "the source says this of Portugal; Norway stands elsewhere in it"),
        ("The harbour company paid $3 million for the new ferries.", Verdict.CONTRADICTED, "the source says this of $40 million; $3 million stands elsewhere in it"),
        ("Tomas Silveira steered the first ferry across the bay.", Verdict.PARTIAL, "the source says this of Ines Duarte; Tomas Silveira stands elsewhere in it"),
    ],
)  # fmt: skip
def test_what_the_source_says_of_something_else_is_told_with_both_named(
    claim: str, verdict: Verdict, reason: str
) -> None:
    found = judge(claim, [SOURCE])
    assert found.verdict is verdict
    assert reason in found.reasons


@pytest.mark.parametrize(
    ("claim", "verdict", "reason"),
    [
        ("挪威的造船厂去年春天向港务公司交付了十二艘新渡轮。", Verdict.PARTIAL, "原文此处说的是葡萄牙，挪威出现在别处"),
        ("港务公司为新渡轮支付了300万美元。", Verdict.CONTRADICTED, "原文此处说的是4000万美元，300万美元出现在别处"),
    ],
)
def test_reasons_are_chinese_for_a_chinese_claim(claim: str, verdict: Verdict, reason: str) -> None:
    found = judge(claim, [ARTICLE])
    assert found.verdict is verdict
    assert reason in found.reasons


@pytest.mark.parametrize(
    "claim",
    [
        "The shipyard in Portugal delivered twelve new ferries to the harbour company.",
        "The harbour company paid $40 million for the new ferries.",
        "Duarte steered the first ferry across the bay.",
        "Engines of the new ferries were bought in Norway after a dispute about noise.",
        "A museum received a grant of $3 million.",
        "Tomas Silveira watched the first ferry from the pier.",
        "The ferries of Portugal have engines bought in Norway.",
    ],
)
def test_what_the_source_says_is_not_objected_to(claim: str) -> None:
    assert judge(claim, [SOURCE]).verdict in (Verdict.SUPPORTED, Verdict.VERBATIM)


def test_a_town_and_its_country_do_not_take_each_others_place() -> None:
    source = SOURCE.replace("in Portugal", "in Lisbon") + " Portugal has two such yards."
    found = judge("The shipyard in Portugal delivered twelve new ferries to the harbour company.", [source])
    assert not any("elsewhere" in reason for reason in found.reasons)


def test_a_pronoun_may_stand_for_whom_a_thing_is_said_of() -> None:
    source = SOURCE + " Silveira had his turn. He steered the second ferry across the bay in heavy rain, too."
    found = judge("Tomas Silveira steered the second ferry across the bay in heavy rain.", [source])
    assert not any("elsewhere" in reason for reason in found.reasons)


def test_a_few_sentences_are_all_about_the_same() -> None:
    evidence = "The shipyard in Portugal delivered twelve new ferries to the harbour company. It sold others in Norway."
    found = judge("The shipyard in Norway delivered twelve new ferries to the harbour company.", [evidence])
    assert not any("elsewhere" in reason for reason in found.reasons)


def test_a_name_beside_the_same_deed_may_be_another_name_of_whom_it_is_said_of() -> None:
    told = SOURCE.replace("watched from the pier", "watched Duarte as she steered the ferry")
    claim = "Tomas Silveira steered the first ferry across the bay."
    assert any("elsewhere" in reason for reason in judge(claim, [SOURCE]).reasons)
    assert not any("elsewhere" in reason for reason in judge(claim, [told]).reasons)


def test_a_bare_number_does_not_bear_out_more_than_an_amount_with_a_unit() -> None:
    source = "The soup has 43 g of fat. The bun beside it is a 518-calorie one."
    assert judge("The fat of the soup exceeds 438 g.", [source]).verdict is Verdict.CONTRADICTED
    assert judge("The fat of the soup exceeds 40 g.", [source]).verdict is not Verdict.CONTRADICTED


@pytest.mark.parametrize(("one", "other"), [("exceeds", "exceed"), ("needs", "need"), ("feeds", "feed")])
def test_words_whose_endings_are_their_own_keep_them_in_the_plural(one: str, other: str) -> None:
    assert stem(one) == stem(other) == other
