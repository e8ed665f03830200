"""What the page says of the language model: looked up beside it, never waited for."""

from __future__ import annotations

import time
from threading import Event

import pytest

from yinju.index.errors import UsageError
from yinju.rag.models import State
from yinju.ui.app import modelling
from yinju.ui.app.modelling import ModelState
from yinju.ui.strings import STRINGS, Interface, say

READY, GONE = State(True, "qwen at http://127.0.0.1"), State(False, "qwen: <b>refused</b>")


def eventually(state: ModelState, interface: Interface, sentence: str) -> None:
    for _ in range(200):
        if state.told(interface) == sentence:
            return
        time.sleep(0.01)
    assert state.told(interface) == sentence


@pytest.mark.parametrize("interface", STRINGS)
def test_without_a_model_it_is_said_how_to_get_one_and_nothing_is_looked_up(interface: Interface) -> None:
    state = ModelState(None, lambda: pytest.fail("looked up"))
    assert "YINJU_LLM_MODEL" in state.told(interface)
    assert state.told(interface, wait=True) == state.told(interface) == say("compose_none", interface)


@pytest.mark.parametrize("interface", STRINGS)
def test_a_slow_endpoint_is_not_waited_for(interface: Interface) -> None:
    answered, asked = Event(), []

    def look() -> State:
        asked.append(1)
        answered.wait(5)
        return READY

    state = ModelState("qwen", look)
    begin = time.monotonic()
    for _ in range(5):
        assert state.told(interface) == say("compose_looking", interface, model="qwen")
    assert time.monotonic() - begin < 1
    answered.set()
    eventually(state, interface, say("compose_ready", interface, what=READY.what))
    assert len(asked) == 1, "and it is asked once, not by every reader"


@pytest.mark.parametrize("interface", STRINGS)
def test_a_model_that_cannot_be_asked_says_why_and_what_happens_instead(interface: Interface) -> None:
    told = ModelState("qwen", lambda: GONE).told(interface, wait=True)
    assert told == say("compose_unready", interface, why=GONE.what)
    assert GONE.what in told


def test_what_is_known_is_believed_for_a_while_and_then_looked_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [READY, GONE]
    state = ModelState("qwen", lambda: found.pop(0))
    assert READY.what in state.told("en", wait=True)
    assert READY.what in state.told("en")
    assert found == [GONE]
    monkeypatch.setattr(modelling, "_FRESH", -1.0)
    eventually(state, "en", say("compose_unready", "en", why=GONE.what))


def test_a_setting_that_is_wrong_is_a_reason_like_any_other() -> None:
    def look() -> State:
        raise UsageError("YINJU_LLM_TIMEOUT='soon': give a number")

    assert "YINJU_LLM_TIMEOUT" in ModelState("qwen", look).told("en", wait=True)
