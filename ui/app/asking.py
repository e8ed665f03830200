"""What the chat does: events of the engine in, HTML out; the rendering is in `yinju.ui.html.chat`."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, NamedTuple

from yinju.index.errors import ConversationMissing, FeedbackPutAside, YinjuError
from yinju.index.types import Filter
from yinju.rag.feedback import FeedbackFile, Noted, noted
from yinju.rag.pipeline import Answered, EvidenceFound, StartedOver, StatementWritten, Yinju
from yinju.rag.types import Compose, Turn
from yinju.ui.app.talks import Asker, Talks
from yinju.ui.html.article import article, unread
from yinju.ui.html.chat import Shown, conversation, panel
from yinju.ui.strings import say

_ALL = Filter()


class Frame(NamedTuple):
    """What the chat shows: the conversation by its id, what stands beside it, and the list of all; None stays as it is."""

    id: str
    talk: str | None = None
    beside: str | None = None
    listed: str | None = None


class Chat:
    """The chat over one engine. What is asked and answered is kept by `talks`, so that it outlives page and server."""

    def __init__(self, engine: Yinju, talks: Talks, feedback: FeedbackFile) -> None:
        self._engine, self._talks, self._feedback = engine, talks, feedback

    def ask(self, text: str, id: str, asker: Asker, wanted: Filter, compose: Compose) -> Iterator[Frame]:
        """Yield what is shown as the answer to a question comes into being."""
        if not text.strip():
            yield self.show(id, asker)
            return
        try:
            id, number = self._talks.begin(text, id, asker, wanted)
        except YinjuError as error:
            unkept = Shown(text, error=self._talks.told(error, asker), kept=False)
            yield self._frame(id, [*self.turns(id, asker), unkept], asker)
            return
        before = self.turns(id, asker, before=number)
        reached = Shown(text, filtered=bool(wanted))
        listed: str | None = self._talks.listed(asker, id)
        with self._talks.running(id, number):
            try:
                for shown in self._progress(reached, id, number, asker, wanted, compose):
                    yield self._frame(id, [*before, shown], asker)._replace(listed=listed)
                    reached, listed = shown, None
            finally:  # also when the reader goes away, or stops it
                self._talks.end(id, number, reached, asker)
        # nothing but the list: the reader may have opened a source meanwhile
        yield Frame(id, listed=self._talks.listed(asker, id))

    def _progress(
        self, shown: Shown, id: str, number: int, asker: Asker, wanted: Filter, compose: Compose
    ) -> Iterator[Shown]:
        yield shown
        try:
            history = self._history(id, number, asker)
            for event in self._engine.stream(shown.question, history=history, wanted=wanted, compose=compose):
                match event:
                    case EvidenceFound(evidence):
                        shown = replace(shown, evidence=evidence)
                    case StartedOver():
                        shown = replace(shown, statements=())
                    case StatementWritten(statement):
                        shown = replace(shown, statements=(*shown.statements, statement))
                        if compose == "quotes":  # all of them, and the answer, come within milliseconds
                            continue
                    case Answered(answer):
                        shown = replace(shown, answer=answer)
                yield shown
        except YinjuError as error:
            yield replace(shown, error=self._talks.told(error, asker))
        except Exception:  # the page must say so rather than stand still; the log keeps the trace
            logging.getLogger(__name__).exception("question failed: %s", shown.question)
            yield replace(shown, error=say("failed", asker.interface))

    def _history(self, id: str, number: int, asker: Asker) -> list[Turn]:
        with suppress(YinjuError):
            return self._talks.store(asker, id).history(id, before=number)
        return []  # an answer needs no conversation

    def show(self, id: str, asker: Asker, place: str = "") -> Frame:
        """Return a conversation as it is kept, with an article beside it where `place` (JSON) names one."""
        turns: list[Shown] = []
        try:
            turns = self._talks.turns(id, asker) if id else []
        except ConversationMissing:
            id = ""
        except YinjuError as error:
            turns = [Shown("", error=self._talks.told(error, asker), kept=False)]
        frame, wanted = self._frame(id, turns, asker), _place(place)
        return frame._replace(
            beside=self.open(wanted, asker) if wanted else frame.beside, listed=self._talks.listed(asker, id)
        )

    def open(self, place: Mapping[str, Any], asker: Asker) -> str:
        """Return the article a marker or a card leads to, its sentence marked."""
        try:
            found = self._engine.library.article(str(place.get("article")))
        except YinjuError as error:
            return unread(self._talks.told(error, asker), asker.interface)
        start, end = (_whole(place.get(name)) for name in ("start", "end"))
        # a link from elsewhere names no version, and means the present one
        version = str(place.get("sha256") or (found.sha256 if found else ""))
        return article(found, start, end, version, asker.interface)

    def turns(self, id: str, asker: Asker, before: int | None = None) -> list[Shown]:
        """Return what was asked and answered in a conversation; nothing where it is gone or cannot be read."""
        if id:
            with suppress(YinjuError):
                return self._talks.turns(id, asker, before)
        return []

    def again(
        self, id: str, number: int, asker: Asker, otherwise: Callable[[], Filter], compose: Compose
    ) -> Iterator[Frame]:
        """Ask what was asked in an exchange once more, of the same articles; `otherwise` where these were not kept."""
        text, wanted = "", None
        with suppress(YinjuError):
            exchange = self._talks.exchange(id, number, asker)
            text, wanted = exchange.question, exchange.wanted
        return self.ask(text, id, asker, otherwise() if wanted is None else wanted, compose)

    def everywhere(self, id: str, number: int, asker: Asker, compose: Compose) -> Iterator[Frame]:
        """Ask what was asked in an exchange once more, of all articles."""
        text = ""
        with suppress(YinjuError):
            text = self._talks.exchange(id, number, asker).question
        return self.ask(text, id, asker, _ALL, compose)

    def _frame(self, id: str, turns: list[Shown], asker: Asker) -> Frame:
        talk = conversation(turns, asker.interface, noted=self._noted(id, asker))
        return Frame(id, talk, panel(turns[-1] if turns else None, asker.interface))

    def _noted(self, id: str, asker: Asker) -> dict[int, Noted]:
        for _ in range(2 if id else 0):
            try:
                return noted(self._feedback.of(asker.owner, id))
            except FeedbackPutAside as error:
                self._talks.tell(error)
            except YinjuError:  # what cannot be read is not shown; giving it tells why
                break
        return {}


def _place(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return None
    return found if isinstance(found, dict) and found.get("article") else None


def _whole(value: object) -> int:
    return int(str(value)) if str(value).isdecimal() else 0
