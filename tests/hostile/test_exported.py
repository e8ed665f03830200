"""Answers out of hostile articles, kept and taken along: they come back as they were, and a file of them does nothing."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from hostile.articles import CASES
from hostile.asking import Asked
from hostile.case import Case
from hostile.faces import unseen
from yinju.rag.conversations.store import Conversations
from yinju.rag.conversations.stored import answer_of, answer_text, places_of, places_text
from yinju.rag.conversations.types import Conversation, Exchange, Transcript, place_of
from yinju.ui import export

every = pytest.mark.parametrize("case", CASES, ids=str)
KINDS = {
    *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak"),
    *("link_open", "link_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("em_open", "em_close", "strong_open", "strong_close"),
}  # fmt: skip


@every
def test_a_hostile_answer_is_kept_and_comes_back_as_it_was(hostile: Asked, case: Case) -> None:
    evidence, answer = hostile.asked(case)
    places = tuple(map(place_of, evidence))
    assert answer_of(answer_text(answer)) == answer
    assert places_of(places_text(places)) == places


def test_hostile_questions_and_articles_fill_one_conversation(hostile: Asked, tmp_path: Path) -> None:
    talks = Conversations(tmp_path)
    conversation = talks.begin()
    for case in CASES:
        evidence, answer = hostile.asked(case)
        talks.finish(conversation, talks.append(conversation, case.content if isinstance(case.content, str) else case.ask), answer, evidence)  # fmt: skip
    found = talks.read(conversation)
    assert [exchange.answer for exchange in found.exchanges] == [hostile.asked(case)[1] for case in CASES]
    assert_does_nothing(export.markdown(found, "en"), len(CASES))


def assert_does_nothing(text: str, exchanges: int) -> None:
    """Every heading, link and footnote of a file is ours, and nothing else in it acts."""
    assert not unseen(text)
    tokens = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(re.sub(r"^\[\^\d+\]:", "Note:", text, flags=re.M))
    )
    inner = [token for token in tokens for token in (token, *(token.children or ()))]
    assert {token.type for token in inner} <= KINDS
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", *["h2"] * exchanges]
    for link, shown in pairwise(inner):
        if link.type == "link_open":
            assert re.match("https?://", str(link.attrs["href"]))
            assert shown.content.startswith("http")
    defined = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert defined == [str(number) for number in range(1, len(defined) + 1)]
    assert set(re.findall(r"(?<!\\)\[\^(\d+)\](?!:)", text)) == set(defined)
    assert len(re.findall(r"(?<!\\)[\[\]]", text)) == 2 * len(re.findall(r"(?<!\\)\[\^\d+\]", text))


@every
def test_a_file_of_a_hostile_answer_does_nothing(hostile: Asked, case: Case) -> None:
    evidence, answer = hostile.asked(case)
    now = datetime.now(UTC)
    title = case.content if isinstance(case.content, str) else case.name
    kept = Exchange(1, title, now, answer, evidence=tuple(map(place_of, evidence)))
    failed = Exchange(2, case.ask, now, error=title)
    transcript = Transcript(Conversation("id", title, now, now), (kept, failed))
    for text in (export.markdown(transcript, "zh"), "# x\n\n## y\n\n## z\n\n" + export.footnotes(answer)):
        assert_does_nothing(text, 2)
    for trick in case.unshown:
        assert trick not in export.footnotes(answer)
    content = export.as_json(transcript)
    assert not unseen(content)
    assert json.loads(content)["exchanges"][0]["answer"]["question"] == answer.question
    for suffix in ("md", "json"):
        assert re.fullmatch(rf"yinju[^\W_-]*(-[^\W_]+)*\.{suffix}", export.file_name(transcript.conversation, suffix))
