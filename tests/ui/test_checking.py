"""What the check view does with what is handed in, over the sample articles."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from factories import library_of
from fakes import FakeEncoder
from parsed import parsed as read
from yinju.index.library import Library
from yinju.rag import Yinju
from yinju.rag.checking import Outcome
from yinju.rag.receipt import dumps, loads, of_answer, of_check
from yinju.ui.app import checking as checking_module
from yinju.ui.app.checking import Checking, Step, sample
from yinju.ui.html.check import Shown
from yinju.ui.strings import STRINGS, Interface, say

PAGE = "one page"
TRUE = "More than 3,000 companies belong to China's core AI industry."
WANTED = [Outcome.CONTRADICTED, Outcome.WRONG, Outcome.UNSUPPORTED, Outcome.SUPPORTED]


@pytest.fixture
def checking(samples: Library) -> Checking:
    return Checking(Yinju(samples))


def a_file(content: bytes, name: str = "answer.md", **fields: object) -> dict[str, Any]:
    """A file as the browser hands it in."""
    return {
        "name": name,
        "size": len(content),
        "count": 1,
        "content": base64.b64encode(content).decode(),
        **fields,
    }


def last(steps: Any) -> Step:
    *_, step = steps
    return step  # type: ignore[no-any-return]


@pytest.mark.parametrize("interface", STRINGS)
def test_the_sample_has_a_wrong_number_a_wrong_source_an_invention_and_a_truth(
    checking: Checking, interface: Interface
) -> None:
    assert checking.has_sample()
    step = last(checking.check(sample(interface), None, None, PAGE, interface))
    assert step.shown.checked is not None
    assert [statement.outcome for statement in step.shown.checked.statements] == WANTED
    assert len(read(step.result or "").of("yj-sentence")) == 4
    assert len(read(step.reasons or "").of("yj-reasons")) == 4
    assert step.status == ""


def test_a_library_without_the_samples_offers_no_sample(tmp_path: Path) -> None:
    engine = Yinju(library_of(tmp_path / "L", FakeEncoder(), "Otters swim."))
    assert not Checking(engine).has_sample()


def test_the_first_step_says_that_it_is_working_and_takes_nothing_away(checking: Checking) -> None:
    before = last(checking.check(TRUE, None, None, PAGE, "en")).shown
    first = next(checking.check("Polar bears live in Reykjavik.", None, before, PAGE, "en"))
    assert say("check_reading", "en") in first.status
    assert first.shown is before
    assert first.result is None


def test_a_long_text_is_shown_as_it_grows_and_not_for_every_sentence(
    checking: Checking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_module, "_BEAT", 0.0)
    steps = list(checking.check(f"{TRUE} " * 20, None, None, PAGE, "en"))
    sizes = [len(read(step.result).of("yj-sentence")) for step in steps if step.result]
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == 20
    assert len(sizes) < 10
    assert any("of 20 sentences" in step.status and step.result is None for step in steps)
    assert all(not step.files for step in steps[:-1])


def test_a_check_that_is_stopped_keeps_what_was_checked(checking: Checking) -> None:
    stream = checking.check(f"{TRUE} " * 20, None, None, PAGE, "en")
    next(step for step in stream if step.shown.checked and step.shown.checked.statements)
    checking.stop(PAGE)
    *_, step = stream
    done = len(step.shown.checked.statements) if step.shown.checked else 0
    assert 0 < done < 5
    assert say("check_stopped", "en", done=done, all=20) in step.status
    assert len(read(step.result or "").of("yj-sentence")) == done
    assert json.loads(json.loads(step.files or "")["json"]["content"])["left"] == 20 - done


@pytest.mark.parametrize("when", ["before", "on another page"])
def test_only_the_check_that_a_page_has_running_is_stopped(checking: Checking, when: str) -> None:
    if when == "before":
        checking.stop(PAGE)
    stream = checking.check(f"{TRUE} " * 3, None, None, PAGE, "en")
    next(stream)
    if when == "on another page":
        checking.stop("another page")
    found = last(stream).shown.checked
    assert found is not None
    assert (len(found.statements), found.left) == (3, 0)


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize(
    ("text", "given", "phrase"),
    [
        ("", None, "empty"),
        (" \n\t ", None, "empty"),
        ("x" * 100_001, None, "long"),
        ("Otters swim here. " * 1_001, None, "many"),
        ("# Title\n```\ncode\n```\n", None, "wordless"),
        ("", a_file(b"\x00\x01\x02" * 100, "photo.png"), "undecodable"),
        ("", a_file(b"", "empty.md"), "empty"),
        ("", a_file(b"{", "r.json"), "json"),
        ("", a_file(b"Otters", "r.json"), "other"),
        ("", a_file(b'{"a": 1}', "r.json"), "other"),
        ("", a_file(b'{"receipt": 9}', "r.json"), "newer"),
        ("", a_file(b'{"receipt": 1, "generator": 5}', "r.json"), "field"),
        ('{"receipt": 1, "generator": 5}', None, "field"),
        ("", {"name": "film.mkv", "size": 300_000_000, "count": 1}, "large"),
        ("", {"name": "folder", "size": 4096, "count": 1}, "unreadable"),
        ("", {**a_file(b"Otters"), "content": "not base64!"}, "unreadable"),
        ("", a_file(b"Otters", count=3), "several"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_gets_a_sentence_and_nothing_is_lost(
    checking: Checking, text: str, given: dict[str, Any] | None, phrase: str, interface: Interface
) -> None:
    before = last(checking.check(TRUE, None, None, PAGE, interface)).shown
    step = last(checking.check(text, given, before, PAGE, interface))
    pattern = say(f"check_why_{phrase}", interface, **dict.fromkeys(_placeholders(phrase), "…")).split("…")
    shown = read(step.status).text
    assert all(part in shown for part in pattern), shown
    assert ("“" in shown.split(":")[0].split("：")[0] and str(given["name"]) in shown) if given else True
    assert step.shown.checked is before.checked
    assert (step.result, step.reasons, step.files, step.pasted) == (None, None, None, None)


def _placeholders(phrase: str) -> list[str]:
    return [part.split("}")[0] for part in STRINGS["en"][f"check_why_{phrase}"].split("{")[1:]]


@pytest.mark.parametrize("interface", STRINGS)
def test_an_empty_library_says_what_to_do_first(tmp_path: Path, interface: Interface) -> None:
    library = Library.open(tmp_path / "L", FakeEncoder(), create=True)
    step = last(Checking(Yinju(library)).check(TRUE, None, None, PAGE, interface))
    assert read(step.status).text == say("check_why_bare", interface)


@pytest.mark.parametrize("interface", STRINGS)
def test_what_goes_wrong_inside_is_said_and_logged(
    checking: Checking, interface: Interface, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no such thing")

    monkeypatch.setattr(checking._engine, "stream_check", broken)
    step = last(checking.check(TRUE, None, None, PAGE, interface))
    assert read(step.status).text == say("check_why_failed", interface)
    assert "no such thing" in caplog.text


def test_the_next_check_takes_the_refusal_away(checking: Checking) -> None:
    refused = last(checking.check("", None, None, PAGE, "en")).shown
    assert last(checking.check(TRUE, None, refused, PAGE, "en")).shown.refusal is None


def test_a_file_is_put_into_the_box_and_checked(checking: Checking) -> None:
    steps = list(checking.check("what stood there", a_file(TRUE.encode("utf-16")), None, PAGE, "en"))
    assert [step.pasted for step in steps if step.pasted] == [TRUE]
    assert steps[-1].shown.checked is not None
    assert steps[-1].shown.checked.text == TRUE


def test_a_reply_of_the_command_line_is_checked_with_its_citations(checking: Checking, samples: Library) -> None:
    from yinju.ui.render import answer_json

    reply = json.dumps(answer_json(Yinju(samples).ask("Who is the chairman of Trinity Innovation Fund?")))
    for text, given in ((reply, None), ("", a_file(reply.encode(), "reply.json"))):
        found = last(checking.check(text, given, None, PAGE, "en")).shown.checked
        assert found is not None
        assert {statement.outcome for statement in found.statements} == {Outcome.SUPPORTED}


def test_the_result_is_kept_as_three_files(checking: Checking) -> None:
    step = last(
        checking.check("", a_file(f"{TRUE} Polar bears live in Reykjavik.".encode(), "essay.md"), None, PAGE, "en")
    )
    files = json.loads(step.files or "")
    assert {kind: file["name"] for kind, file in files.items()} == {
        "json": "essay.check.json", "markdown": "essay.check.md", "receipt": "essay.receipt.json",
    }  # fmt: skip
    assert json.loads(files["json"]["content"])["counts"]["unsupported"] == 1
    assert files["markdown"]["content"].startswith("# Check of an answer\n")
    assert loads(files["receipt"]["content"], "r").intact


@pytest.mark.parametrize("interface", STRINGS)
def test_a_receipt_is_checked_whether_it_is_dropped_or_pasted(
    checking: Checking, samples: Library, interface: Interface
) -> None:
    receipt = dumps(of_answer(Yinju(samples).ask("Who is the chairman of Trinity Innovation Fund?")))
    for text, given in ((receipt, None), ("a text", a_file(receipt.encode(), "r.json"))):
        step = last(checking.check(text, given, None, PAGE, interface))
        assert step.shown.rechecked is not None
        assert step.shown.rechecked.holds
        assert step.pasted is None, "what stands in the box stays"
        assert say("check_state_verified", interface) in read(step.result or "").text
        assert ("word for word" if interface == "en" else "一字不差") in read(step.result or "").text
        assert list(json.loads(step.files or "")) == ["json", "markdown"]


def test_a_receipt_needs_no_article_to_be_read(tmp_path: Path, checking: Checking) -> None:
    found = last(checking.check(TRUE, None, None, PAGE, "en")).shown.checked
    assert found is not None
    empty = Checking(Yinju(Library.open(tmp_path / "L", FakeEncoder(), create=True)))
    step = last(empty.check("", a_file(dumps(of_check(found)).encode(), "r.json"), None, PAGE, "en"))
    assert say("check_state_gone", "en") in read(step.result or "").text


def test_what_is_shown_is_shown_again_in_another_language(checking: Checking) -> None:
    shown = last(checking.check(TRUE, None, None, PAGE, "en")).shown
    step = checking.again(shown, "zh")
    assert say("outcome_missing", "zh") in read(step.reasons or "").text
    assert "核对" in json.loads(step.files or "")["markdown"]["content"]
    assert say("check_welcome", "zh") in read(checking.again(None, "zh").result or "").text


@pytest.mark.parametrize("interface", STRINGS)
def test_what_stands_in_the_language_of_the_page_is_not_written_once_more(
    checking: Checking, interface: Interface
) -> None:
    shown = last(checking.check(TRUE, None, None, PAGE, interface)).shown
    other: Interface = "zh" if interface == "en" else "en"
    assert checking.renewed(shown, interface, PAGE, interface) is None
    assert checking.renewed(shown, interface, PAGE, other) == checking.again(shown, other)
    assert checking.renewed(None, interface, PAGE, other) is None, "a server that is no more made it"
    assert checking.renewed(None, "", PAGE, other) == checking.again(None, other)


@pytest.mark.parametrize("interface", STRINGS)
def test_a_message_stays_in_whatever_language_the_page_is_next(checking: Checking, interface: Interface) -> None:
    shown = last(checking.check("  ", None, None, PAGE, "en")).shown
    step = checking.renewed(shown, "", PAGE, interface)
    assert step is not None
    assert say("check_why_empty", interface) in read(step.status).text


def test_while_a_check_is_running_nothing_else_writes_what_it_says(checking: Checking) -> None:
    steps = checking.check(TRUE, None, None, PAGE, "en")
    next(steps)
    assert checking.renewed(None, "", PAGE, "zh") is None
    assert checking.renewed(None, "", "another page", "zh") is not None
    list(steps)
    assert checking.renewed(None, "", PAGE, "zh") is not None


def test_a_receipt_is_said_again_in_another_language(checking: Checking, samples: Library) -> None:
    receipt = dumps(of_answer(Yinju(samples).ask("Who is the chairman of Trinity Innovation Fund?")))
    shown = last(checking.check(receipt, None, None, PAGE, "en")).shown
    assert "一字不差" in read(checking.again(shown, "zh").result or "").text


# an article beside


def test_a_quote_opens_its_article_with_the_sentence_marked(checking: Checking) -> None:
    step = last(checking.check(TRUE, None, None, PAGE, "en"))
    (card,) = read(step.reasons or "").of("yj-card")
    place = {name.removeprefix("data-"): value for name, value in card.items() if name.startswith("data-")}
    opened = checking.open(place, "en")
    assert "more than 3,000 companies belong to it.</mark>" in opened


def test_a_place_of_the_present_text_needs_no_hash(checking: Checking, samples: Library) -> None:
    article = samples.articles()[0]
    assert "<mark" in checking.open({"article": article.id, "start": "0", "end": "9"}, "en")
    sentence = article.text[40:90]
    assert f'tabindex="-1">{sentence}</mark>' in checking.open({"article": article.id, "now": sentence}, "en")
    assert "<mark" not in checking.open({"article": article.id, "now": "never there"}, "en")


def test_an_article_that_is_gone_is_said_to_be_gone(checking: Checking) -> None:
    assert say("gone", "zh") in checking.open({"article": "f" * 16, "start": "1", "end": "2"}, "zh")


def test_nothing_is_shown_again_as_nothing(checking: Checking) -> None:
    assert checking.again(Shown(), "en").files == "{}"
