"""A conversation taken along: as Markdown with footnotes, and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from factories import a_citation, an_article, evidence_for
from yinju.rag.conversations.types import Conversation, Exchange, Transcript, place_of
from yinju.rag.types import Answer, Statement, Verdict
from yinju.ui import export
from yinju.ui.render import answer_json
from yinju.ui.strings import STRINGS, Interface, say

ENGLISH = an_article(
    "Otters are back. The delta is home to forty otters.", "https://a.org/otters", title="Otters in the delta",
    url="https://a.org/otters", published="2021-07-13", pages=(0, 17),
)  # fmt: skip
CHINESE = an_article("三角洲有五十只水獭。它们吃鱼。", "memory:zh", title="水獭归来", language="zh")
FORTY = replace(a_citation(ENGLISH, "The delta is home to forty otters.", 1, Verdict.VERBATIM), page=2)
FIFTY = a_citation(CHINESE, "三角洲有五十只水獭。", 2, Verdict.PARTIAL)
ANSWER = Answer(
    "How many otters?", "en", "…", False, "One sentence was left out.", "llm",
    (Statement("Forty live there.", (1, 2)), Statement("They are back.", (1,))), (FORTY, FIFTY),
    ({"about": "… otters", "values": [{"text": "forty", "citation": 1}, {"text": "五十", "citation": 2}]},),
)  # fmt: skip
REFUSAL = Answer("Who?", "en", "The articles do not say.", True, "No article names anybody.", "quotes")
NOTES = (
    "[^1]: “The delta is home to forty otters.” — Otters in the delta · 2021-07-13 · page 2 · <https://a.org/otters> · verbatim\n"
    "[^2]: “三角洲有五十只水獭。” — 水獭归来 · partly supported\n"
)
MADE = datetime(2026, 1, 2, 12, tzinfo=UTC)
TALK = Conversation("id", "How many otters?", MADE, MADE)


def asked(number: int, answer: Answer | None = None, **fields: object) -> Exchange:
    return Exchange(number, answer.question if answer else "Lost?", MADE, answer, **fields)  # type: ignore[arg-type]


def test_an_answer_is_written_with_a_footnote_for_each_citation() -> None:
    assert export.footnotes(ANSWER) == (
        "Forty live there.[^1][^2] They are back.[^1]\n\n"
        "One sentence was left out.\n\n"
        "Sources disagree: … otters\n\n"
        "- forty[^1] — Otters in the delta · 2021-07-13\n"
        "- 五十[^2] — 水獭归来 · undated\n\n" + NOTES
    )


def test_chinese_sentences_follow_each_other_without_a_space_and_are_told_in_chinese() -> None:
    statements = (Statement("三角洲有五十只水獭。", (2,)), Statement("它们吃鱼。", ()))
    answer = replace(ANSWER, language="zh", statements=statements, citations=(FIFTY,), conflicts=(), reason=None)
    assert export.footnotes(answer) == (
        "三角洲有五十只水獭。[^1]它们吃鱼。\n\n[^1]: “三角洲有五十只水獭。” — 水獭归来 · 部分有据\n"
    )
    assert export.footnotes(answer, "en").endswith("· partly supported\n")


def test_a_refusal_says_why_and_shows_the_nearest_passages() -> None:
    assert export.footnotes(REFUSAL) == "**The articles do not say.**\n\nNo article names anybody.\n"
    evidence = tuple(place_of(evidence_for(ENGLISH, "Otters are back.", number)) for number in range(1, 6))
    text = export.markdown(Transcript(TALK, (asked(1, REFUSAL, evidence=evidence),)), "en")
    assert (
        text.count("- “Otters are back.” — Otters in the delta · 2021-07-13 · page 1 · <https://a.org/otters>\n") == 3
    )
    assert "Nearest passages\n\n- “" in text


def test_a_conversation_has_a_heading_a_question_and_footnotes_numbered_throughout() -> None:
    text = export.markdown(Transcript(TALK, (asked(1, ANSWER), asked(2, REFUSAL), asked(3, ANSWER))), "en")
    assert text.startswith("# How many otters?\n\nBegun on 2026-01-02 · questions: 3\n\n## How many otters?\n\nForty")
    assert text.index("Forty live there.[^1][^2]") < text.index("## Who?") < text.index("Forty live there.[^3][^4]")
    assert text.endswith(NOTES.replace("[^1]", "[^3]").replace("[^2]", "[^4]"))
    assert "\n\n\n" not in text


@pytest.mark.parametrize("interface", STRINGS)
def test_a_question_without_an_answer_says_why(interface: Interface) -> None:
    exchanges = (asked(1, error="The *disk* is gone."), asked(2), asked(3, unreadable=True))
    text = export.markdown(Transcript(TALK, exchanges), interface)
    assert "## Lost?\n\n*The \\*disk\\* is gone.*" in text
    assert f"*{say('conversations_unanswered', interface)}*" in text
    assert f"*{say('conversations_unreadable', interface)}*" in text


@pytest.mark.parametrize("interface", STRINGS)
def test_an_answer_that_was_stopped_is_written_as_far_as_it_came(interface: Interface) -> None:
    stopped = asked(1, statements=(Statement("Forty *live* there.", (1,)),), stopped=True)
    text = export.markdown(Transcript(TALK, (stopped, asked(2, stopped=True))), interface)
    assert f"## Lost?\n\nForty \\*live\\* there.\n\n*{say('answer_stopped', interface)}*\n" in text
    assert text.endswith(f"## Lost?\n\n*{say('answer_stopped_early', interface)}*\n")
    first, second = json.loads(export.as_json(Transcript(TALK, (stopped, asked(2, filtered=True)))))["exchanges"]
    assert (first["stopped"], first["statements"][0]["text"]) == (True, "Forty *live* there.")
    assert (second["stopped"], second["filtered"], second["statements"]) == (False, True, [])


def test_a_conversation_without_a_title_or_a_question_is_a_file_too() -> None:
    text = export.markdown(Transcript(replace(TALK, title=""), ()), "zh")
    assert text == "# 未命名对话\n\n始于 2026-01-02 · 共 0 个问题\n"


def test_the_json_holds_answers_as_the_command_line_prints_them() -> None:
    place = place_of(evidence_for(ENGLISH, "Otters are back."))
    exchanges = (asked(1, ANSWER, evidence=(place,)), asked(2, error="Stopped."))
    content = json.loads(export.as_json(Transcript(TALK, exchanges)))
    assert (content["title"], content["created"]) == ("How many otters?", "2026-01-02T12:00:00+00:00")
    first, second = content["exchanges"]
    assert first["answer"] == json.loads(json.dumps(answer_json(ANSWER)))
    assert (first["number"], first["question"], first["error"]) == (1, "How many otters?", None)
    assert (first["evidence"][0]["quote"], first["evidence"][0]["page"]) == ("Otters are back.", 1)
    assert (second["answer"], second["error"], second["evidence"]) == (None, "Stopped.", [])
    assert "owner" not in content


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("How many otters?", "yinju-how-many-otters.md"),
        ("水獭有多少只？", "yinju-水獭有多少只.md"),
        ("../../etc/passwd", "yinju-etc-passwd.md"),
        ("CON: <a|b>*", "yinju-con-a-b.md"),
        ("\u202egpj.exe", "yinju-u-202e-gpj-exe.md"),
        ("??", "yinju.md"),
        ("", "yinju.md"),
    ],
)
def test_a_file_has_a_name_that_any_system_takes(title: str, name: str) -> None:
    assert export.file_name(replace(TALK, title=title), "md") == name


def test_a_long_title_makes_no_endless_name() -> None:
    assert len(export.file_name(replace(TALK, title="水" * 300), "json").encode()) <= 255
