"""The way of a question, from its words to a verified answer, over the sample articles."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import pytest

from factories import library_of
from fakes import FakeEncoder, ScriptedChat
from yinju.index.errors import LibraryMissing, UsageError
from yinju.index.library import Library
from yinju.index.types import Filter
from yinju.rag import Yinju
from yinju.rag.compose.llm import MOST, Writer
from yinju.rag.phrases import phrase
from yinju.rag.pipeline import Answered, Event, EvidenceFound, StatementWritten
from yinju.rag.types import Answer, Turn, Verdict

CHAIRMAN = "Who is the chairman of Trinity Innovation Fund?"
HOST = "虹桥分论坛的开幕环节由谁主持？"
ELSEWHERE = "What did Napoleon Bonaparte eat at Waterloo?"
NOWHERE = "怎样做苹果派？"


class Asked:
    """Every question of these tests is asked once."""

    def __init__(self, library: Library) -> None:
        self.engine = Yinju(library)
        self.events = lru_cache(maxsize=None)(self._events)

    def _events(self, text: str, wanted: Filter | None = None) -> tuple[Event, ...]:
        return tuple(self.engine.stream(text, wanted=wanted))

    def __call__(self, text: str, wanted: Filter | None = None) -> Answer:
        last = self.events(text, wanted)[-1]
        assert isinstance(last, Answered)
        return last.answer


@pytest.fixture(scope="module")
def asked(samples: Library) -> Asked:
    return Asked(samples)


def by_a_model(library: Library, *pieces: str, error: Exception | None = None) -> tuple[Yinju, ScriptedChat]:
    """An engine with a scripted language model, and the model."""
    chat = ScriptedChat(pieces=list(pieces), error=error)
    return Yinju(library, Writer(chat, "scripted")), chat


# what comes, and in which order


@pytest.mark.parametrize("text", [CHAIRMAN, HOST])
def test_evidence_comes_first_then_the_statements_then_the_whole_answer(asked: Asked, text: str) -> None:
    first, *middle, last = asked.events(text)
    assert isinstance(first, EvidenceFound)
    assert first.evidence
    assert isinstance(last, Answered)
    assert [event.statement for event in middle if isinstance(event, StatementWritten)] == list(last.answer.statements)
    assert len(middle) == len(last.answer.statements) >= 1


def test_a_refusal_comes_right_after_the_evidence(asked: Asked) -> None:
    assert [type(event) for event in asked.events(ELSEWHERE)] == [EvidenceFound, Answered]


def test_the_evidence_is_there_before_the_model_is_asked(samples: Library) -> None:
    engine, chat = by_a_model(samples, "The chairman is Gao Daming [1].")
    stream = engine.stream(CHAIRMAN, compose="llm")
    assert isinstance(next(stream), EvidenceFound)
    assert chat.asked == []
    assert isinstance(next(stream), StatementWritten)
    assert len(chat.asked) == 1


def test_asking_gives_what_the_stream_ends_with(asked: Asked) -> None:
    streamed, answered = asked(CHAIRMAN), asked.engine.ask(CHAIRMAN)
    assert answered.answer == streamed.answer
    assert answered.citations == streamed.citations
    assert answered.hits == streamed.hits


def test_the_same_question_has_the_same_answer_on_every_thread(asked: Asked) -> None:
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(asked.engine.ask, [HOST] * 4))
    assert {answer.answer for answer in answers} == {asked(HOST).answer}
    assert {answer.citations for answer in answers} == {asked(HOST).citations}


# answers


def test_an_answer_is_the_sentence_that_states_it(asked: Asked) -> None:
    assert asked(HOST).answer == "虹桥分论坛的开幕环节由中国电子学会副理事长兼秘书长陈英主持。 [1]"
    assert "chairman of Trinity Innovation Fund, Gao Daming," in asked(CHAIRMAN).statements[0].text


@pytest.mark.parametrize("text", [CHAIRMAN, HOST, "How many AI companies are there in Pudong?"])
def test_every_anchor_resolves_in_the_stored_text(asked: Asked, samples: Library, text: str) -> None:
    for citation in asked(text).citations:
        article = samples.article(citation.article_id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote
        assert article.text[: citation.start].endswith(citation.prefix)
        assert article.text[citation.end :].startswith(citation.suffix)
        assert article.sha256 == citation.sha256


@pytest.mark.parametrize("text", [CHAIRMAN, HOST, "How many AI companies are there in Pudong?"])
def test_markers_and_citations_are_one_to_one(asked: Asked, text: str) -> None:
    answer = asked(text)
    assert [citation.marker for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert [statement.citations for statement in answer.statements] == [(c.marker,) for c in answer.citations]
    assert [int(number) for number in re.findall(r"\[(\d+)\]", answer.answer)] == [c.marker for c in answer.citations]
    assert all(answer.cited(citation.marker) is citation for citation in answer.citations)


def test_a_marker_that_is_not_there_leads_nowhere(asked: Asked) -> None:
    with pytest.raises(KeyError):
        asked(HOST).cited(2)


def test_quotes_are_verbatim_and_nothing_is_excused(asked: Asked) -> None:
    answer = asked(CHAIRMAN)
    assert {citation.verdict for citation in answer.citations} == {Verdict.VERBATIM}
    assert all(citation.reasons for citation in answer.citations)
    assert (answer.refused, answer.reason, answer.compose) == (False, None, "quotes")


def test_an_answer_cites_sources_in_both_languages(asked: Asked) -> None:
    assert {citation.language for citation in asked(CHAIRMAN).citations} == {"en", "zh"}


def test_an_answer_tells_its_models_and_how_long_each_stage_took(asked: Asked) -> None:
    answer = asked(HOST)
    assert answer.models == {"encoder": "multilingual-e5-small", "llm": None}
    assert list(answer.timings_ms) == ["understand", "search", "evidence", "compose", "verify", "total"]
    *stages, total = answer.timings_ms.values()
    assert 0 < sum(stages) <= total + 1
    assert answer.timings_ms["search"] > 0


def test_hits_are_ranked_from_one_with_scores_that_do_not_rise_on_the_first_page_and_after_it(asked: Asked) -> None:
    for text in (HOST, ELSEWHERE):
        hits = asked(text).hits
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        for part in (hits[:10], hits[10:]):
            assert [hit.score for hit in part] == sorted((hit.score for hit in part), reverse=True)


def test_passages_are_searched_for_in_the_language_of_the_question(asked: Asked, samples: Library) -> None:
    found = [(hit.article_id, hit.start, hit.score) for hit in asked(HOST).hits]
    with samples.view() as view:
        own, other = (
            [(hit.article_id, hit.start, hit.score) for hit in view.search(HOST, language=language)]
            for language in ("zh", "en")
        )
    assert found == own != other


# refusals


@pytest.mark.parametrize("text", [ELSEWHERE, NOWHERE])
def test_a_refusal_states_nothing_and_shows_the_nearest_passages(asked: Asked, text: str) -> None:
    answer = asked(text)
    assert answer.refused
    assert (answer.statements, answer.citations) == ((), ())
    assert answer.hits


def test_a_refusal_names_what_is_missing(asked: Asked) -> None:
    assert asked(ELSEWHERE).reason == "No article mentions Napoleon Bonaparte and Waterloo."


def test_a_refusal_speaks_the_language_of_the_question(asked: Asked) -> None:
    assert asked(ELSEWHERE).answer == phrase("refusal", "en")
    assert asked(NOWHERE).answer == phrase("refusal", "zh") != phrase("refusal", "en")
    assert asked(NOWHERE).reason == phrase("nearest", "zh") != phrase("nearest", "en")


def test_a_question_in_a_language_we_write_no_sentences_in_is_refused_in_english(asked: Asked) -> None:
    assert asked("애플파이는 어떻게 만들어요?").answer == phrase("refusal", "en")


def test_an_empty_library_says_that_it_is_empty(tmp_path: Path) -> None:
    answer = Yinju(library_of(tmp_path, FakeEncoder())).ask(CHAIRMAN)
    assert (answer.refused, answer.reason, answer.hits) == (True, "The library holds no articles yet.", ())


@pytest.mark.parametrize("text", ["", "   ", "?!"])
def test_a_question_without_words_is_no_question(asked: Asked, text: str) -> None:
    with pytest.raises(UsageError):
        asked.engine.ask(text)


def test_a_library_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        Yinju.open(tmp_path / "nothing")


# conversations


def test_a_follow_up_is_answered_from_what_came_before(asked: Asked) -> None:
    follow_up = "When did it take place?"
    earlier = Turn("What is the sub-forum Intelligent Manufacturing Creates New Industries in Chongqing?", "A forum.")
    assert "September 1, 2020" not in asked(follow_up).answer, "alone it says nothing about which event"
    answer = asked.engine.ask(follow_up, history=[earlier])
    assert "September 1, 2020" in answer.statements[0].text
    assert answer.question == follow_up


def test_a_chinese_follow_up_knows_whom_it_is_about(asked: Asked) -> None:
    answer = asked.engine.ask("他在会上说了什么？", history=[Turn("熊继军是谁？", "副部长。")])
    assert not answer.refused
    assert all("熊继军" in statement.text for statement in answer.statements[:1])


# filters


def test_only_articles_in_the_chosen_language_are_found(asked: Asked) -> None:
    answer = asked(CHAIRMAN, Filter(languages=("zh",)))
    assert {hit.language for hit in answer.hits} == {"zh"}
    assert {citation.language for citation in answer.citations} == {"zh"}
    assert "Gao Daming" in answer.answer


@pytest.mark.parametrize(
    ("wanted", "days"),
    [
        (Filter(since="2023-01-01"), {"2023-11-05"}),
        (Filter(since="2021-07-13", until="2021-07-13"), {"2021-07-13"}),
        (Filter(until="2021-07-13"), {"2020-09-03", "2021-07-13"}),
    ],
)
def test_only_articles_of_the_chosen_days_are_found(
    asked: Asked, samples: Library, wanted: Filter, days: set[str]
) -> None:
    published = {article.id: article.published for article in samples.articles()}
    assert {published[hit.article_id] for hit in asked(HOST, wanted).hits} == days


def test_only_articles_with_the_chosen_facet_are_found(asked: Asked, samples: Library) -> None:
    titles = {article.id: article.title for article in samples.articles()}
    answer = asked("谁主持讨论环节？", Filter(facets=(("关键词", "大模型"),)))
    assert {titles[hit.article_id] for hit in answer.hits} == {"第七届虹桥论坛分论坛的致辞与讨论"}
    assert "龚克" in answer.answer


def test_a_filter_that_admits_no_article_is_the_reason_of_the_refusal(asked: Asked) -> None:
    answer = asked(CHAIRMAN, Filter(languages=("de",)))
    assert (answer.refused, answer.reason) == (True, "No article matches the chosen filters.")
    assert asked(HOST, Filter(until="1999-12-31")).reason == "没有文章符合所选的条件。"


# a language model


def test_a_model_writes_over_the_evidence_and_its_words_are_not_called_verbatim(samples: Library) -> None:
    engine, _ = by_a_model(samples, "The chairman is", " Gao Daming [1]. He", " is the chairman of the fund. [1]")
    *_, last = engine.stream(CHAIRMAN, compose="llm")
    assert isinstance(last, Answered)
    answer = last.answer
    assert answer.answer == "The chairman is Gao Daming. [1] He is the chairman of the fund. [1]"
    assert (answer.compose, answer.reason, answer.refused) == ("llm", None, False)
    assert answer.models == {"encoder": "multilingual-e5-small", "llm": "scripted"}
    assert [(c.marker, c.verdict) for c in answer.citations] == [(1, Verdict.SUPPORTED)]
    assert "Gao Daming" in answer.cited(1).quote


def test_a_model_that_repeats_a_sentence_is_verbatim(asked: Asked, samples: Library) -> None:
    (statement,) = asked(HOST).statements
    engine, _ = by_a_model(samples, statement.text.replace("。", "[1]。"))
    answer = engine.ask(HOST, compose="llm")
    assert answer.statements == (statement,)
    assert [c.verdict for c in answer.citations] == [Verdict.VERBATIM]


def test_what_the_model_did_not_cite_is_not_cited(samples: Library) -> None:
    engine, _ = by_a_model(samples, "Gao Daming is the chairman [2].")
    answer = engine.ask(CHAIRMAN, compose="llm")
    assert [citation.marker for citation in answer.citations] == [2]
    assert answer.statements[0].citations == (2,)


def test_a_marker_of_the_model_points_at_the_evidence_with_that_number(asked: Asked, samples: Library) -> None:
    first = asked.events(HOST)[0]
    assert isinstance(first, EvidenceFound)
    engine, chat = by_a_model(samples, f"{first.evidence[2].quote.rstrip('。')}[3]。")
    answer = engine.ask(HOST, compose="llm")
    ((_, human),) = chat.asked
    assert f'<evidence number="3">{answer.cited(3).quote}</evidence>' in human.content
    assert human.content.count("<evidence ") <= MOST


def test_a_model_is_not_asked_unless_it_is_wanted(samples: Library) -> None:
    engine, chat = by_a_model(samples, "Gao Daming is the chairman [1].")
    assert engine.ask(CHAIRMAN).compose == "quotes"
    assert chat.asked == []


def test_a_model_is_not_asked_what_the_articles_do_not_answer(samples: Library) -> None:
    engine, chat = by_a_model(samples, "A croissant [1].")
    assert engine.ask(ELSEWHERE, compose="llm").refused
    assert chat.asked == []


@pytest.mark.parametrize(
    ("pieces", "error", "why"),
    [
        (["NO ANSWER"], None, phrase("model_refused", "en")),
        (["Its chairman is Joseph Sifakis [1]."], None, phrase("model_unfounded", "en")),
        ([], RuntimeError("out of order"), "scripted: RuntimeError: out of order"),
        (["Gao Daming is the chairman [1]. He"], TimeoutError("too slow"), "scripted: TimeoutError: too slow"),
    ],
)
def test_when_the_model_fails_the_quotes_are_the_answer_and_it_is_said_why(
    asked: Asked, samples: Library, pieces: list[str], error: Exception | None, why: str
) -> None:
    engine, _ = by_a_model(samples, *pieces, error=error)
    answer = engine.ask(CHAIRMAN, compose="llm")
    assert (answer.answer, answer.citations) == (asked(CHAIRMAN).answer, asked(CHAIRMAN).citations)
    assert (answer.compose, answer.refused) == ("quotes", False)
    assert why in (answer.reason or "")
    assert answer.models["llm"] is None


def test_a_closed_stream_stops_the_model(samples: Library) -> None:
    engine, chat = by_a_model(samples, *["Gao Daming is the chairman [1]. "] * 3_000)
    stream = engine.stream(CHAIRMAN, compose="llm")
    assert [type(next(stream)) for _ in range(2)] == [EvidenceFound, StatementWritten]
    stream.close()
    for _ in range(500):
        if chat.closed:
            break
        time.sleep(0.01)
    assert chat.closed
    assert chat.closed[0] < 3_000


def test_a_chat_model_of_ones_own_takes_the_place_of_the_one_in_the_environment(
    samples: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINJU_LLM_MODEL", "/none.gguf")
    chat = ScriptedChat(pieces=["The chairman is Gao Daming [1]."])
    engine = Yinju.open(samples.catalogue.folder, writer=Writer(chat, "my own"))
    assert engine.llm == "my own"
    assert engine.ask(CHAIRMAN, compose="llm").answer == "The chairman is Gao Daming. [1]"


@pytest.mark.parametrize("text", [CHAIRMAN, HOST])
def test_without_a_model_the_quotes_are_the_answer_and_it_is_said_why(asked: Asked, text: str) -> None:
    answer = asked.engine.ask(text, compose="llm")
    assert (answer.answer, answer.compose, answer.refused) == (asked(text).answer, "quotes", False)
    assert answer.reason == phrase("no_model", asked(text).language)
    assert answer.models["llm"] is None


# sources that disagree

FIRMS, PUDONG = "浦东现在有多少家人工智能企业？", ("600多家", "500多家")


@pytest.mark.parametrize("text", [FIRMS, "How many AI companies are there in Pudong?"])
def test_sources_that_disagree_are_both_quoted_and_set_side_by_side(asked: Asked, text: str) -> None:
    answer = asked(text)
    (conflict,) = answer.conflicts
    assert sorted(value["text"] for value in conflict["values"]) == sorted(PUDONG)
    for value in conflict["values"]:
        citation = answer.cited(value["citation"])
        assert value["text"] in citation.quote
        assert citation.verdict is Verdict.VERBATIM
        assert any(value["citation"] in statement.citations for statement in answer.statements)
    assert len({answer.cited(value["citation"]).article_id for value in conflict["values"]}) == 2


def test_what_a_model_leaves_out_of_a_disagreement_is_quoted_after_it(samples: Library) -> None:
    engine, _ = by_a_model(samples, "浦东的人工智能企业从350家增加到500多家 [1]。")
    answer = engine.ask(FIRMS, compose="llm")
    assert answer.compose == "llm"
    (conflict,) = answer.conflicts
    assert sorted(value["text"] for value in conflict["values"]) == sorted(PUDONG)
    for value in conflict["values"]:
        assert value["text"] in answer.cited(value["citation"]).quote
        assert any(value["citation"] in statement.citations for statement in answer.statements)
    assert len(answer.statements) > 1


def test_an_answer_nobody_disputes_has_no_conflict(asked: Asked) -> None:
    assert asked(CHAIRMAN).conflicts == ()
    assert asked(ELSEWHERE).conflicts == ()


def test_the_short_answer_is_marked_in_its_quote(asked: Asked) -> None:
    statement = asked("How many AI companies are there in Pudong?").statements[0]
    assert statement.marked is not None
    assert statement.text[slice(*statement.marked)] == "600"


def test_a_part_that_no_article_answers_is_said_beside_the_answer_to_the_other(asked: Asked) -> None:
    answer = asked("How many AI companies are there in Pudong, and what was Tesla's revenue in 2023?")
    assert not answer.refused
    assert "600" in answer.statements[0].text
    assert "Tesla" in (answer.reason or "")
    assert "Tesla" not in " ".join(statement.text for statement in answer.statements)
