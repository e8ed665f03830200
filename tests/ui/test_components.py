"""The components around the chat: they can be built, and brought into another language, without a browser."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

from factories import a_draft, library_of
from fakes import FakeEncoder
from yinju.index.library import Library
from yinju.rag.feedback import Feedback, FeedbackFile, Kind
from yinju.rag.pipeline import Yinju
from yinju.rag.types import Verdict
from yinju.ui.app import check, complaining, composing, filtering
from yinju.ui.app import library as library_view
from yinju.ui.app.desk import Desk
from yinju.ui.strings import STRINGS, Interface, say


class Named(Yinju):
    """An engine with a language model of which only the name is known."""

    llm = "qwen <b>"  # type: ignore[assignment]


def pressed(**data: str) -> gr.EventData:
    """A click on a button of an answer."""
    return gr.EventData(None, data)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = library_of(tmp_path, FakeEncoder())
    facets = {"topic": ("otters",)}
    library.add([a_draft("Otters.", "https://a.org/1", url="https://a.org/1", language="en", facets=facets)], clean=False)  # fmt: skip
    return library


def at_desk(engine: Yinju, build: Any, *more: Any) -> Any:
    """What a builder puts on a page."""
    with gr.Blocks(analytics_enabled=False):
        desk = Desk(engine, gr.Textbox("en"))
        return build(desk, *[gr.Textbox(value) for value in more])


def quick(refresh: Any, *values: Any) -> Any:
    """What a refresh gives; the page waits for no more than a tenth of a second."""
    refresh(*values)
    begin = time.process_time()
    found = refresh(*values)
    assert time.process_time() - begin < 0.1
    return found


# the filter


@pytest.mark.parametrize("interface", STRINGS)
def test_the_filter_comes_in_both_languages_with_what_there_is(library: Library, interface: Interface) -> None:
    made = at_desk(Yinju(library), filtering.build)
    group, languages, since, until, facets, sources, told, remove = quick(made.refresh, interface, [], "", "", [], [])
    assert len(made.shown) == 8
    assert len(made.inputs) == 5
    assert group["label"] == say("filter", interface)
    assert languages["choices"] == [({"en": "English", "zh": "英语"}[interface], "en")]
    assert [since["label"], until["label"]] == [say("filter_since", interface), say("filter_until", interface)]
    assert facets["choices"] == [("topic: otters", "topic=otters")]
    assert sources["choices"] == [("a.org", "a.org")]
    assert say("filter_none", interface) in told
    assert remove["visible"] is False


@pytest.mark.parametrize("interface", STRINGS)
def test_what_is_chosen_stays_and_is_counted_and_told(library: Library, interface: Interface) -> None:
    made = at_desk(Yinju(library), filtering.build)
    chosen = (["en"], "2021-01-01", "", ["topic=otters"], ["elsewhere.org"])
    group, languages, since, until, facets, sources, told, remove = made.refresh(interface, *chosen)
    assert group["label"] == say("filter_set", interface, count=4)
    assert [part["value"] for part in (languages, facets, sources)] == [["en"], ["topic=otters"], ["elsewhere.org"]]
    assert not {"value"} & {*since, *until}, "what is typed meanwhile stays"
    assert "elsewhere.org" in told
    assert remove["visible"] is True
    cleared = made.clear(interface)
    assert [part["value"] for part in cleared[1:6]] == [[], "", "", [], []]


def test_a_wrong_day_is_told_as_text(library: Library) -> None:
    told = at_desk(Yinju(library), filtering.build).refresh("en", None, "<b>soon</b>", None, None, None)[6]
    assert 'role="alert"' in told
    assert "&lt;b&gt;soon" in told


# who composes


@pytest.mark.parametrize("interface", STRINGS)
def test_without_a_model_there_is_no_choice_but_how_to_get_one(library: Library, interface: Interface) -> None:
    made = at_desk(Yinju(library), composing.build)
    for before in (None, "quotes", "llm"):
        choice, about = quick(made.refresh, interface, before)
        assert (choice["visible"], choice["value"]) == (False, "quotes")
        assert "YINJU_LLM_MODEL" in about


@pytest.mark.parametrize("interface", STRINGS)
def test_with_a_model_the_choice_is_kept(
    library: Library, interface: Interface, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YINJU_LLM_MODEL", "qwen.gguf")
    made = at_desk(Named(library), composing.build)
    for before, after in ((None, "llm"), ("quotes", "quotes"), ("llm", "llm"), ("nonsense", "llm")):
        choice, about = made.refresh(interface, before)
        assert (choice["visible"], choice["value"]) == (True, after)
        assert [value for _, value in choice["choices"]] == ["quotes", "llm"]
        assert "qwen" in choice["choices"][1][0]
        assert "<b>" not in about


# the form


def keep(library: Library, **fields: Any) -> None:
    values = {"owner": "", "conversation": "c", "exchange": 2, "kind": Kind.DOWN, "reply": {"question": "<b>Q?</b>"}}
    FeedbackFile(library.catalogue.folder).set(Feedback(**{**values, **fields}))


@pytest.mark.parametrize("interface", STRINGS)
def test_the_form_is_out_of_sight_until_something_is_wrong(library: Library, interface: Interface) -> None:
    made = at_desk(Yinju(library), complaining.build, "c")
    found = quick(made.refresh, interface, "", "c")
    assert len(found) == len(made.shown) == 9
    assert found[2]["visible"] is False
    assert (found[7], found[8]) == (say("feedback_keep", interface), say("feedback_close", interface))


@pytest.mark.parametrize("interface", STRINGS)
def test_an_open_form_comes_back_as_it_was_kept(library: Library, interface: Interface) -> None:
    keep(library, expected=("600", "cranes"))
    made = at_desk(Yinju(library), complaining.build, "c")
    place, _, form, head, expected, refuse, verdict, *_ = made.refresh(interface, "2 ", "c")
    assert place == "2 "
    assert form["visible"] is True
    assert "&lt;b&gt;Q?" in head
    assert (expected["value"], expected["visible"], refuse["visible"]) == ("600\ncranes", True, True)
    assert verdict["visible"] is False


def test_a_refusal_is_not_asked_whether_it_should_have_been_one(library: Library) -> None:
    keep(library, reply={"question": "q", "refused": True})
    *_, refuse, _, _, _ = at_desk(Yinju(library), complaining.build, "c").refresh("en", "2 ", "c")
    assert refuse["visible"] is False


def test_a_citation_is_asked_which_verdict_it_deserves(library: Library) -> None:
    keep(library, kind=Kind.CITATION, marker=1, verdict=Verdict.PARTIAL)
    found = at_desk(Yinju(library), complaining.build, "c").refresh("en", "2 1", "c")
    expected, refuse, verdict = found[4:7]
    assert (expected["visible"], refuse["visible"], verdict["visible"]) == (False, False, True)
    assert verdict["value"] == "partial"


def test_pressing_a_button_opens_the_form_and_taking_it_back_closes_it(library: Library) -> None:
    keep(library, kind=Kind.CITATION, marker=1)
    made = at_desk(Yinju(library), complaining.build, "c")
    found = made.press([], "c", "en", pressed(exchange="2", marker="1", value="none"), None)
    assert found[2]["visible"] is False
    assert made.of("c", None).noted() == {}


@pytest.mark.parametrize(("interface", "said"), [("en", "was not kept."), ("zh", "没有保存。")])
def test_what_cannot_be_kept_is_said_in_place_of_the_form(library: Library, interface: Interface, said: str) -> None:
    made = at_desk(Yinju(library), complaining.build, "c")
    for act in (
        lambda: made.press([], "c", interface, pressed(exchange="1", value="none"), None),
        lambda: made.refresh(interface, "1 ", "c"),
    ):
        (library.catalogue.folder / "feedback.sqlite").write_bytes(b"no database at all, but long enough" * 90)
        found = act()
        assert found[2]["visible"] is False
        assert said in found[1]
        assert "feedback.sqlite.damaged-" in found[1]


def test_what_was_chosen_last_in_the_filter_is_told_last(library: Library) -> None:
    with gr.Blocks(analytics_enabled=False) as page:
        made = filtering.build(Desk(Yinju(library), gr.Textbox("en")))
    told = next(component for component in made.shown if component.elem_id == "yj-filter-told")
    events = [event for event in page.fns.values() if told in event.outputs]
    assert len(events) == 6, "five fields and the button that empties them"
    for event in events:
        assert (event.concurrency_id, event.concurrency_limit) == ("filter", 1), "one after the other"
        assert event.trigger_mode == "always_last", "what happens while another is told is not dropped"


# the check


@pytest.mark.parametrize("interface", STRINGS)
def test_bringing_the_check_up_to_date_writes_its_words_and_nothing_that_a_check_said(
    library: Library, interface: Interface
) -> None:
    made = at_desk(Yinju(library), check.build)
    found = quick(made.refresh, interface, *made.inputs)
    assert [component.elem_id for component in made.shown] == [
        f"yj-check-{name}" for name in ("text", "go", "stop", "file", "example", "keys")
    ]
    box, go, *_ = found
    assert len(found) == len(made.shown)
    assert "value" not in box.constructor_args, "and nothing of what was typed"
    assert go == say("check_go", interface)


# the library


def test_a_page_on_which_nothing_happens_asks_for_nothing(library: Library) -> None:
    with gr.Blocks(analytics_enabled=False) as page:
        made = library_view.build(Desk(Yinju(library), gr.Textbox("en")))
    (timer,) = (block for block in page.blocks.values() if isinstance(block, gr.Timer))
    assert not timer.active
    made.refresh("en", *["" for _ in made.inputs])
    (looks,) = (event for event in page.fns.values() if (timer._id, "tick") in event.targets)
    assert looks.fn is not None
    assert looks.fn("", "en")[-1].active is False, "and stops once nothing is being added"
