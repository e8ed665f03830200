"""Citation measures: a marker leads to the exact sentence, and the sentence supports what it stands behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.eval.measures import citations
from yinju.eval.measures.types import Case
from yinju.eval.types import GoldSpan, Query, Reply

PROPERTY = settings(max_examples=40, deadline=None, database=None)
MEASURES = {measure.name: measure for measure in citations.MEASURES}
PUDONG = "Pudong has over 600 AI companies."
ROBOTS = "A robot valley will follow."
RIVER = "The river flows to the sea."
LUJIAZUI = "陆家嘴有六百家金融机构。"
TEXTS = {"d1": f"{PUDONG} {ROBOTS}", "d2": f"{RIVER} 𠮷。{LUJIAZUI}"}
SENTENCES = (PUDONG, ROBOTS, RIVER, LUJIAZUI)


def place(sentence: str) -> GoldSpan:
    """Where a sentence stands."""
    (doc,) = (doc for doc, text in TEXTS.items() if sentence in text)
    start = TEXTS[doc].index(sentence)
    return GoldSpan(doc, start, start + len(sentence))


def a_citation(marker: int, quote: str = PUDONG, **fields: Any) -> dict[str, Any]:
    """A citation of a sentence at its place."""
    return {"marker": marker, **place(quote)._asdict(), "quote": quote, "verdict": "verbatim", **fields}


def a_case(
    said: Sequence[tuple[str, Sequence[int]]],
    cited: Sequence[Mapping[str, Any]],
    offered: Sequence[str] = (),
    relevant: Mapping[str, int] | None = None,
    gold: Sequence[GoldSpan] = (),
    refused: bool = False,
    answerable: bool = True,
) -> Case:
    """A reply of statements with their markers; `offered` is the evidence that was found."""
    query = Query("q", "Who?", "en", "c", answerable=answerable, relevant=relevant, gold=tuple(gold))
    statements = tuple({"text": text, "citations": list(markers)} for text, markers in said)
    evidence = tuple(map(place, offered))
    reply = Reply("q", "…", refused, statements=statements, citations=tuple(cited), evidence=evidence)
    return Case(query, reply, texts=TEXTS)


def figure(name: str, case: Case) -> float | None:
    """What one reply contributes; None when the measure says nothing about it."""
    scores = MEASURES[name].score(case)
    return scores[""][0] if scores else None


# anchors


def test_anchors_hold_when_markers_and_citations_are_one_to_one_and_every_quote_stands_at_its_place() -> None:
    said = [(PUDONG, [1]), (f"{ROBOTS} {LUJIAZUI}", [2, 3]), (PUDONG, [1])]
    cited = [a_citation(1), a_citation(2, ROBOTS), a_citation(3, LUJIAZUI)]
    assert figure("anchor integrity", a_case(said, cited)) == 1


def test_offsets_count_code_points_also_behind_a_character_outside_the_basic_plane() -> None:
    start = len(RIVER) + len(" 𠮷。")
    assert figure("anchor integrity", a_case([(LUJIAZUI, [1])], [a_citation(1, LUJIAZUI, start=start)])) == 1
    in_utf16 = {"start": start + 1, "end": start + 1 + len(LUJIAZUI)}
    assert figure("anchor integrity", a_case([(LUJIAZUI, [1])], [a_citation(1, LUJIAZUI, **in_utf16)])) == 0


@pytest.mark.parametrize(
    ("said", "cited"),
    [
        pytest.param([(ROBOTS, [1])], [a_citation(1, ROBOTS, start=35)], id="start shifted"),
        pytest.param([(PUDONG, [1])], [a_citation(1, end=32)], id="end shifted"),
        pytest.param([(PUDONG, [1])], [a_citation(1, start=1, end=34)], id="both shifted"),
        pytest.param([(PUDONG, [1])], [a_citation(1, end=9_999)], id="end behind the document"),
        pytest.param([(PUDONG, [1])], [a_citation(1, doc="d2")], id="another document"),
        pytest.param([(PUDONG, [1])], [a_citation(1, doc="d9")], id="unknown document"),
        pytest.param([(PUDONG, [1])], [a_citation(1) | {"quote": PUDONG.upper()}], id="quote changed"),
        pytest.param([(PUDONG, [1])], [a_citation(1), a_citation(2, ROBOTS)], id="citation without a statement"),
        pytest.param([(PUDONG, [1, 2])], [a_citation(1)], id="marker without a citation"),
        pytest.param([(PUDONG, [1])], [a_citation(1), a_citation(1, ROBOTS)], id="marker of two citations"),
        pytest.param([(PUDONG, [])], [], id="no citation at all"),
        pytest.param([], [], id="nothing said"),
    ],
)
def test_one_broken_anchor_breaks_the_reply(said: list[tuple[str, list[int]]], cited: list[Mapping[str, Any]]) -> None:
    assert figure("anchor integrity", a_case(said, cited)) == 0


@pytest.mark.parametrize(
    "cited",
    [
        pytest.param(a_citation(1) | {"doc": "d9", "start": 0, "end": 0, "quote": ""}, id="nothing of no document"),
        pytest.param(a_citation(1) | {"start": 5, "end": 5, "quote": ""}, id="nothing of a document"),
        pytest.param(a_citation(1, start=-len(TEXTS["d1"])), id="offset counted from the end"),
    ],
)
def test_an_anchor_that_no_reader_could_follow_breaks_the_reply(cited: Mapping[str, Any]) -> None:
    assert figure("anchor integrity", a_case([(PUDONG, [1])], [cited])) == 0


# support


def test_recall_is_the_share_of_statements_that_their_citations_together_support() -> None:
    said = [(PUDONG, [1]), (f"{ROBOTS} {PUDONG}", [1, 2]), (f"{ROBOTS} {PUDONG}", [1]), ("Nobody knows.", [2])]
    assert figure("citation recall", a_case(said, [a_citation(1), a_citation(2, ROBOTS)])) == 2 / 4


def test_a_citation_that_is_not_needed_lowers_precision() -> None:
    cited = [a_citation(1), a_citation(2, RIVER)]
    assert figure("citation precision", a_case([(PUDONG, [1])], cited)) == 1
    assert figure("citation precision", a_case([(PUDONG, [1, 2])], cited)) == 1 / 2
    assert figure("citation recall", a_case([(PUDONG, [1, 2])], cited)) == 1


def test_a_citation_that_supports_only_together_with_another_is_needed() -> None:
    both = f"{PUDONG} {ROBOTS}"
    cited = [a_citation(1), a_citation(2, ROBOTS), a_citation(3, RIVER)]
    assert figure("citation precision", a_case([(both, [1, 2])], cited)) == 1
    assert figure("citation precision", a_case([(both, [1, 2, 3])], cited)) == pytest.approx(2 / 3)


def test_a_citation_that_supports_alone_counts_although_another_does_too() -> None:
    assert figure("citation precision", a_case([(PUDONG, [1, 2])], [a_citation(1), a_citation(2)])) == 1


def test_citations_of_a_statement_that_they_do_not_support_are_all_in_vain() -> None:
    case = a_case([(PUDONG, [1]), ("Nobody knows.", [1, 2])], [a_citation(1), a_citation(2, ROBOTS)])
    assert figure("citation precision", case) == pytest.approx(1 / 3)


def test_a_statement_that_its_citations_do_not_support_is_of_the_wrong_source_or_ungrounded() -> None:
    said = [(PUDONG, [1]), (ROBOTS, [1]), (RIVER, []), ("Nobody knows.", [1]), ("Nobody asks.", [])]
    case = a_case(said, [a_citation(1)], offered=[PUDONG, ROBOTS, RIVER])
    assert figure("citation recall", case) == 1 / 5
    assert figure("wrong-source statements", case) == 2 / 5
    assert figure("ungrounded statements", case) == 2 / 5


def test_without_other_evidence_an_unsupported_statement_is_ungrounded() -> None:
    case = a_case([(ROBOTS, [1])], [a_citation(1)])
    assert figure("wrong-source statements", case) == 0
    assert figure("ungrounded statements", case) == 1


def test_a_marker_that_leads_nowhere_supports_nothing() -> None:
    case = a_case([(PUDONG, [7])], [a_citation(1)], offered=[PUDONG])
    assert figure("citation recall", case) == 0
    assert figure("citation precision", case) == 0
    assert figure("wrong-source statements", case) == 1


def test_the_share_of_unchecked_citations_is_taken_from_the_reply() -> None:
    cited = [a_citation(1), a_citation(2, ROBOTS, verdict="unchecked"), a_citation(3, RIVER, verdict="unsupported")]
    assert figure("unchecked citations", a_case([(PUDONG, [1, 2, 3])], cited)) == pytest.approx(1 / 3)
    assert figure("unchecked citations", a_case([(PUDONG, [])], [])) is None


# gold


def test_gold_precision_is_over_citations_and_gold_recall_over_statements() -> None:
    said = [(PUDONG, [1, 2]), (ROBOTS, [2]), (RIVER, [3]), (RIVER, [])]
    cited = [a_citation(1), a_citation(2, ROBOTS), a_citation(3, RIVER)]
    case = a_case(said, cited, relevant={"d1": 1})
    assert figure("gold citation precision", case) == pytest.approx(2 / 3)
    assert figure("gold citation recall", case) == 2 / 4


def test_an_answer_without_citations_has_no_gold_citation() -> None:
    case = a_case([(PUDONG, [])], [], relevant={"d1": 1}, gold=[place(PUDONG)])
    names = ("gold citation precision", "gold citation recall", "gold sentence cited")
    assert [figure(name, case) for name in names] == [0, 0, 0]


@pytest.mark.parametrize("case", [{"relevant": {}}, {"relevant": None}, {"relevant": {"d1": 1}, "answerable": False}])
def test_without_gold_documents_gold_citations_say_nothing(case: dict[str, Any]) -> None:
    found = a_case([(PUDONG, [1])], [a_citation(1)], **case)
    assert figure("gold citation precision", found) is None
    assert figure("gold citation recall", found) is None


def test_the_gold_sentence_is_cited_when_half_of_it_is_in_a_quote() -> None:
    doc, start, end = place(ROBOTS)
    half = start + (end - start) // 2
    for gold, right in [((start, end), 1), ((half - 20, end), 1), ((0, half - 1), 0), ((0, 10), 0)]:
        case = a_case([(ROBOTS, [1])], [a_citation(1, ROBOTS)], gold=[GoldSpan(doc, *gold)])
        assert figure("gold sentence cited", case) == right
    assert figure("gold sentence cited", a_case([(ROBOTS, [1])], [a_citation(1, ROBOTS)])) is None


# refusals, failures, range


def test_a_refusal_says_nothing_about_citations() -> None:
    case = a_case([], [], relevant={"d1": 1}, gold=[place(PUDONG)], refused=True)
    assert [name for name in MEASURES if figure(name, case) is not None] == []


def test_a_missing_reply_has_no_anchor_and_supports_nothing() -> None:
    case = Case(a_case([], [], relevant={"d1": 1}, gold=[place(PUDONG)]).query, Reply("q", error="no reply"))
    for name in MEASURES.keys() - {"ungrounded statements", "wrong-source statements", "unchecked citations"}:
        assert figure(name, case) == 0


@pytest.mark.parametrize("name", ["ungrounded statements", "wrong-source statements"])
def test_a_missing_reply_is_not_the_best_reply(name: str) -> None:
    assert figure(name, Case(a_case([], []).query, Reply("q", error="no reply"))) != 0


@PROPERTY
@given(
    st.lists(st.tuples(st.sampled_from([*SENTENCES, "Nobody knows."]), st.lists(st.integers(1, 4))), max_size=4),
    st.lists(st.builds(a_citation, st.integers(1, 4), st.sampled_from(SENTENCES)), max_size=4),
    st.lists(st.sampled_from(SENTENCES), max_size=3),
)
def test_every_measure_stays_between_0_and_1_and_every_statement_is_counted_once(
    said: list[tuple[str, list[int]]], cited: list[dict[str, Any]], offered: list[str]
) -> None:
    case = a_case(said, cited, offered, {"d1": 1}, [place(PUDONG)])
    found = {name: figure(name, case) for name in MEASURES}
    assert all(share is None or 0 <= share <= 1 for share in found.values())
    kinds = ("citation recall", "wrong-source statements", "ungrounded statements")
    assert sum(found[name] or 0 for name in kinds) == pytest.approx(1 if said else 0)
