"""Whether a language model can be asked, in words: looked up beside the page, so that nobody waits for an endpoint."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock, Thread

from yinju.index.errors import YinjuError
from yinju.rag import models, settings
from yinju.rag.models import State
from yinju.ui.html.models import described
from yinju.ui.strings import Interface, say

_FRESH = 30.0  # seconds for which what was looked up is believed


def _look() -> State:
    return models.state(settings.read())


class ModelState:
    """What is known of the language model of an engine; `model` is its name, None when none is set up."""

    def __init__(self, model: str | None, look: Callable[[], State] = _look) -> None:
        self.model, self._look, self._lock = model, look, Lock()
        self._known: tuple[float, State] | None = None
        self._looking = False

    def told(self, interface: Interface, *, wait: bool = False) -> str:
        """Return a sentence about the model: with `wait` as things are now, otherwise what is known already.

        What is not known, or not any more, is looked up meanwhile.
        """
        if self.model is None:
            return say("compose_none", interface)
        if wait:
            self._know()
        elif self._known is None or time.monotonic() - self._known[0] > _FRESH:
            self._begin()
        if self._known is None:
            return say("compose_looking", interface, model=self.model)
        state = self._known[1]
        name, what = "compose_ready" if state.ready else "compose_unready", described(state, interface)
        return say(name, interface, what=what, why=what)

    def _begin(self) -> None:
        with self._lock:
            if self._looking:
                return
            self._looking = True
        Thread(target=self._know, daemon=True).start()

    def _know(self) -> None:
        try:
            self._known = time.monotonic(), self._look()
        except YinjuError as error:
            self._known = time.monotonic(), State(False, str(error), "setting", {"why": error})
        finally:
            self._looking = False
