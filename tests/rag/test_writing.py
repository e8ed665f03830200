"""What becomes of the sentences a model writes: kept, repaired, replaced by the source's own, or dropped."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import an_article, evidence_for
from fakes import ScriptedChat
from yinju.index.errors import ModelFailed
from yinju.rag.citations import cite
from yinju.rag.clock import Clock
from yinju.rag.compose import quotes
from yinju.rag.compose.llm import Writer
from yinju.rag.events import StartedOver, StatementWritten
from yinju.rag.phrases import phrase
from yinju.rag.types import Evidence, Origin, Statement, Verdict
from yinju.rag.understand import understand
from yinju.rag.verify.quotes import verify
from yinju.rag.writing import Composed, Composing, composed

ENGLISH = (
    "Gao Daming is the chairman of Trinity Innovation Fund.",
    "Pudong has 600 AI companies, and it plans 1,000 by 2025.",
    "Wang Li visited Oslo in May 2021.",
)
CHINESE = (
    "高大明是三一创新基金的董事长。",
    "浦东有600家人工智能企业，计划到2025年达到1000家。",
    "王丽在2021年5月访问了奥斯陆。",
)
QUESTION, FRAGE = "Who is the chairman of Trinity Innovation Fund?", "三一创新基金的董事长是谁？"


def evidence(texts: Sequence[str] = ENGLISH, language: str = "en") -> tuple[Evidence, ...]:
    article = an_article(" ".join(texts), language=language)
    found = [evidence_for(article, text, number) for number, text in enumerate(texts, 1)]
    return tuple(replace(item, score=1 / item.number) for item in found)


def drained(composing: Composing) -> tuple[list[StatementWritten | StartedOver], Composed]:
    """What a composing tells, and what it returns."""
    events = []
    while True:
        try:
            events.append(next(composing))
        except StopIteration as stop:
            return events, stop.value


class Told:
    """What came of one question: the events, the answer composed, and the model that was asked."""

    def __init__(
        self, *replies: list[str] | Exception, question: str = QUESTION, seconds: float = 60.0, **other: object
    ):
        self.found = evidence(CHINESE, "zh") if re.search("[一-鿿]", question) else evidence()
        self.chat = ScriptedChat(replies=list(replies), **other)  # type: ignore[arg-type]
        writer = Writer(self.chat, "scripted", seconds=seconds, pause=lambda _: None)
        self.events, self.composed = drained(composed(understand(question), self.found, "llm", writer, Clock()))

    @property
    def said(self) -> list[tuple[str, tuple[int, ...], str]]:
        return [(one.text, one.citations, one.origin.value) for one in self.composed.statements]

    @property
    def is_quotes(self) -> bool:
        chosen = quotes.compose(self.found)
        return (
            self.composed.compose == "quotes"
            and self.composed.statements == quotes.statements(chosen)
            and self.composed.evidence == chosen
        )


TRUE = "The chairman is Gao Daming."
FALSE = "The chairman is Wang Li [1]."


def test_what_the_evidence_bears_out_is_kept_as_it_was_written() -> None:
    told = Told([f"{TRUE} [1]"])
    assert told.said == [(TRUE, (1,), "written")]
    assert told.composed.note is None
    assert [item.number for item in told.composed.evidence] == [1]
    assert told.events == [StatementWritten(told.composed.statements[0])]


def test_the_sources_own_words_are_called_quoted() -> None:
    assert Told([f"{ENGLISH[0]} [1]"]).said == [(ENGLISH[0], (1,), "quoted")]
    assert Told([f"{CHINESE[0]}[1]"], question=FRAGE).said == [(CHINESE[0], (1,), "quoted")]


@pytest.mark.parametrize("marks", ["[2]", "", "[3]", "[9]"])
def test_a_wrong_or_missing_citation_is_put_right_without_asking_the_model(marks: str) -> None:
    told = Told([f"{TRUE} {marks}"])
    assert told.said == [(TRUE, (1,), "repaired")]
    assert told.composed.note is None
    assert len(told.chat.asked) == 1


def test_a_citation_that_adds_nothing_is_left_out() -> None:
    assert Told([f"{TRUE} [1][3]"]).said == [(TRUE, (1,), "written")]
    both = "Gao Daming is the chairman, and Wang Li visited Oslo."
    assert Told([f"{both} [1][3]"]).said == [(both, (1, 3), "written")]
    assert Told(["Pudong has 600 AI companies, and Wang Li visited Oslo. [3]"]).said == [
        ("Pudong has 600 AI companies, and Wang Li visited Oslo.", (2, 3), "repaired")
    ]


@pytest.mark.parametrize("marks", ["[3]", "[1][3]", "[1][2][3]", ""])
@pytest.mark.parametrize(("question", "false"), [(QUESTION, "The chairman is Wang Li."), (FRAGE, "董事长是王丽。")])
def test_two_quotes_do_not_make_a_fact_that_neither_states(question: str, false: str, marks: str) -> None:
    assert Told([f"{false}{marks}"], question=question).is_quotes


@pytest.mark.parametrize(
    ("question", "false", "anew", "why"),
    [
        (QUESTION, "Pudong has 900 AI companies [2].", "Pudong has 600 AI companies. [2]", "900"),
        (FRAGE, "浦东有900家人工智能企业[2]。", "浦东有600家人工智能企业。[2]", "900家"),
    ],
)
def test_an_unfounded_sentence_is_written_anew_once(question: str, false: str, anew: str, why: str) -> None:
    told = Told([false], [anew], question=question)
    assert told.said[0] == (anew.replace("[2]", "").strip(), (2,), "repaired")
    assert why in told.chat.asked[1][-1].content
    assert len(told.chat.asked) == 2


@pytest.mark.parametrize("anew", [["Pudong has 800 AI companies [2]."], ["NO ANSWER"], [], RuntimeError("broken")])
def test_a_sentence_that_cannot_be_repaired_is_replaced_by_its_quote(anew: list[str] | Exception) -> None:
    told = Told([f"{TRUE} [1] Pudong has 900 AI companies [2]."], anew)
    assert told.said == [(TRUE, (1,), "written"), (ENGLISH[1], (2,), "quoted")]
    assert told.composed.note == (
        "Of what the language model wrote, the evidence does not bear out all: the source's own words stand for one sentence."
    )
    assert (told.composed.compose, len(told.chat.asked)) == ("llm", 2)


def test_what_is_about_nothing_in_the_evidence_is_dropped_and_counted() -> None:
    told = Told(["高大明是董事长[1]。水獭每天吃许多鱼[2]。企鹅住在南极[3]。"], ["无法回答"], question=FRAGE)
    assert told.said == [("高大明是董事长。", (1,), "written")]
    assert told.composed.note == "语言模型写的内容并非全部有据：2句没有采用。"
    assert len(told.chat.asked) == 3


def test_when_nothing_of_its_own_stands_the_quotes_are_the_answer_and_nothing_else_was_shown() -> None:
    for question, reply in (
        (QUESTION, [FALSE]),
        (QUESTION, ["Otters eat fish [2]."]),
        (QUESTION, ["Otters eat fish."]),
        (FRAGE, ["董事长是王丽[1]。"]),
    ):
        told = Told(reply, question=question)
        assert told.is_quotes
        assert told.composed.note == phrase("model_unfounded", "en" if question == QUESTION else "zh")
        assert [event.statement for event in told.events if isinstance(event, StatementWritten)] == list(
            told.composed.statements
        )
        assert len(told.events) == len(told.composed.statements)


@pytest.mark.parametrize(("question", "language"), [(QUESTION, "en"), (FRAGE, "zh")])
@pytest.mark.parametrize(
    ("reply", "name"),
    [
        (["NO ANSWER"], "model_refused"),
        (["I don't know."], "model_refused"),
        (["无法回答。"], "model_refused"),
        ([""], "model_silent"),
        (["[1]"], "model_silent"),
        (["Председатель фонда — Гао Дамин, как сказано [1]."], "model_foreign"),
    ],
)
def test_a_model_that_is_of_no_use_leaves_the_quotes_and_a_note_in_the_questions_language(
    question: str, language: str, reply: list[str], name: str
) -> None:
    told = Told(reply, question=question)
    assert told.is_quotes
    assert told.composed.note == phrase(name, language)


@pytest.mark.parametrize("shown", [False, True])
def test_a_model_that_breaks_off_leaves_the_quotes_and_says_why(shown: bool) -> None:
    told = Told(pieces=[f"{TRUE} [1] And" if shown else ""], error=ConnectionError("reset"))
    assert told.is_quotes
    assert "scripted: ConnectionError: reset" in (told.composed.note or "")
    begun = [type(event) for event in told.events]
    assert (StartedOver in begun) == shown
    assert begun[0] is StatementWritten


class Refused(Exception):
    """An endpoint's refusal, with its HTTP status as clients give it."""

    def __init__(self, status_code: int) -> None:
        super().__init__("Something in English")
        self.status_code = status_code


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (TimeoutError("no answer in time"), "model_late"),
        (ConnectionError("connection refused"), "model_unreachable"),
        (Refused(401), "model_key"),
        (Refused(422), "model_error"),
        (ModelFailed("the reply broke off", "model_broke_off"), "model_broke_off"),
        (ModelFailed("model.gguf: no such file", "model_unstarted"), "model_unstarted"),
        (ValueError("what is this?"), "model_failed"),
    ],
)
def test_why_a_model_failed_is_said_in_the_questions_language(error: Exception, name: str) -> None:
    chinese = Told(pieces=[""], error=error, question=FRAGE).composed.note or ""
    assert chinese == phrase(name, "zh")
    assert not re.findall("[A-Za-z]{3,}", re.sub("`[^`]*`|YINJU_LLM_API_KEY", "", chinese))
    english = Told(pieces=[""], error=error).composed.note or ""
    assert str(error) in english
    assert english == phrase(name, "en", why=english.partition("(")[2].rpartition(")")[0])


def test_without_a_model_the_quotes_are_the_answer() -> None:
    _, made = drained(composed(understand(FRAGE), evidence(CHINESE, "zh"), "llm", None, Clock()))
    assert (made.compose, made.note) == ("quotes", phrase("no_model", "zh"))


def test_a_sentence_in_another_language_is_written_anew_or_replaced() -> None:
    foreign = "浦东有600家人工智能企业，计划到2025年达到1000家[2]。"
    told = Told([f"{TRUE} [1] {foreign}"], ["Pudong has 600 AI companies. [2]"])
    assert told.said == [(TRUE, (1,), "written"), ("Pudong has 600 AI companies.", (2,), "repaired")]
    told = Told([f"{TRUE} [1] {foreign}"], [foreign])
    assert told.said == [(TRUE, (1,), "written"), (ENGLISH[1], (2,), "quoted")]


def test_what_no_check_can_read_stays_and_is_called_unchecked() -> None:
    told = Told(["기금의 회장은 가오다밍입니다 [1]."], question="기금의 회장은 누구입니까?")
    assert told.said[0] == ("기금의 회장은 가오다밍입니다.", (1,), "written")
    citation, *_ = verify(
        told.composed.statements,
        cite(told.composed.evidence),
        {item.article.id: item.article for item in told.composed.evidence}.get,
    )
    assert citation.verdict is Verdict.UNCHECKED


def test_an_answer_without_the_number_asked_for_has_the_quote_with_it_besides() -> None:
    question, said = "How many AI companies are there in Pudong?", "AI companies are in Pudong."
    assert Told([f"{said} [2]"], question=question).said == [(said, (2,), "written"), (ENGLISH[1], (2,), "quoted")]
    counted = "Pudong has 600 AI companies."
    assert Told([f"{counted} [2]"], question=question).said == [(counted, (2,), "written")]


@pytest.mark.parametrize(
    ("question", "bare", "whole"),
    [
        ("How many AI companies are there in Pudong?", "600", "There are 600 AI companies in Pudong."),
        ("浦东有多少家人工智能企业？", "600家", "浦东有600家人工智能企业。"),
        (QUESTION, "Gao Daming.", TRUE),
        (FRAGE, "高大明。", "董事长是高大明。"),
        ("王丽什么时候访问了奥斯陆？", "2021年5月", "王丽在2021年5月访问了奥斯陆。"),
    ],
)
def test_a_bare_word_or_number_which_any_quote_may_hold_is_written_anew_as_a_sentence(
    question: str, bare: str, whole: str
) -> None:
    ((text, _, origin),) = Told([f"{bare} [2]"], [f"{whole} [1]"], question=question).said
    assert (text, origin) in {(whole, "repaired"), (whole, "quoted")}
    told = Told([f"{bare} [2]"], [f"{bare} [2]"], question=question)
    assert told.is_quotes, "nobody can say whether it is what was asked for"


def test_the_same_sentence_is_said_once() -> None:
    assert Told([f"{TRUE} [1] {TRUE} [1] {TRUE} [2]"]).said == [(TRUE, (1,), "written")]


def test_a_copied_source_is_quoted_and_cut_off() -> None:
    told = Told([" ".join(f"{text} [{number}]" for number, text in enumerate(ENGLISH, 1)) + " And more. " * 100])
    assert told.said == [(text, (number,), "quoted") for number, text in enumerate(ENGLISH, 1)]


def test_a_model_is_asked_for_no_more_than_two_sentences_anew() -> None:
    told = Told(
        ["Pudong has 900 AI companies [2]. Wang Li visited Paris [3]. Gao Daming is a king [1]."], ["NO ANSWER"]
    )
    assert len(told.chat.asked) == 3
    assert told.is_quotes


def test_nothing_is_written_anew_once_the_time_is_over() -> None:
    class Slow(ScriptedChat):
        def _stream(self, *arguments: object, **named: object):  # type: ignore[no-untyped-def]
            time.sleep(0.3)
            yield from super()._stream(*arguments, **named)  # type: ignore[arg-type]

    chat = Slow(pieces=[f"{TRUE} [1] {FALSE}"])
    writer = Writer(chat, "scripted", seconds=0.35)
    begin = time.monotonic()
    list(composed(understand(QUESTION), evidence(), "llm", writer, Clock()))
    assert time.monotonic() - begin < 5
    assert len(chat.asked) <= 2


_SENTENCES = (
    f"{TRUE} [1]", FALSE, "Pudong has 900 AI companies [2].", "Pudong has 600 AI companies [2].", "Otters eat fish [3].",
    "NO ANSWER", "[1]", "Wang Li never visited Oslo [3].", ENGLISH[2], f"{ENGLISH[1]} [2]", "王丽访问了巴黎[3]。",
    "Wang Li and Gao Daming are married [1][3].", "Ignore the evidence!", "{", "<evidence number=\"1\">", "[1][2][3]",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(_SENTENCES), max_size=4).map(" ".join), min_size=1, max_size=3))
def test_nothing_that_is_contradicted_or_unfounded_is_ever_shown(replies: list[str]) -> None:
    told = Told(*[[reply] for reply in replies])
    made = told.composed
    assert made.statements
    checked = verify(
        made.statements, cite(made.evidence), {item.article.id: item.article for item in made.evidence}.get
    )
    assert {citation.verdict for citation in checked} <= {Verdict.VERBATIM, Verdict.SUPPORTED}
    assert {number for one in made.statements for number in one.citations} == {item.number for item in made.evidence}
    assert all(one.citations for one in made.statements)
    shown: list[Statement] = []
    for event in told.events:
        shown = [] if isinstance(event, StartedOver) else [*shown, event.statement]
    assert tuple(shown) == made.statements, "what was shown while it was written is what is there in the end"
    assert made.compose == "llm" or {one.origin for one in made.statements} == {Origin.QUOTED}
