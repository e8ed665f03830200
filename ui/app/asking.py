"""What the chat does: events of the engine in, HTML out; the rendering is in `yinju.ui.html.chat`."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from yinju.index.errors import YinjuError
from yinju.rag.pipeline import Answered, EvidenceFound, StartedOver, StatementWritten, Yinju
from yinju.rag.types import Turn
from yinju.ui.html.article import article
from yinju.ui.html.chat import Shown, conversation, panel
from yinju.ui.strings import Interface, say

Turns = Sequence[Shown]


class Chat:
    """The chat's handlers over one engine; all state of a conversation is passed in and out."""

    def __init__(self, engine: Yinju) -> None:
        self._engine = engine

    def ask(self, text: str, turns: Turns, interface: Interface) -> Iterator[tuple[list[Shown], str, str]]:
        """Yield (turns, conversation, panel) as the answer to a question comes into being."""
        if not text.strip():
            yield (
                list(turns),
                conversation(turns, interface),
                panel(turns[-1] if turns else None, interface),
            )
            return
        for shown in self._progress(Shown(text), turns, interface):
            now = [*turns, shown]
            yield now, conversation(now, interface), panel(shown, interface)

    def _progress(self, shown: Shown, turns: Turns, interface: Interface) -> Iterator[Shown]:
        yield shown
        history = [Turn(turn.question, turn.answer.answer) for turn in turns if turn.answer is not None]
        try:
            for event in self._engine.stream(
                shown.question, history=history, compose="llm" if self._engine.llm else "quotes"
            ):
                match event:
                    case EvidenceFound(evidence):
                        shown = replace(shown, evidence=evidence)
                    case StartedOver():
                        shown = replace(shown, statements=())
                    case StatementWritten(statement):
                        shown = replace(shown, statements=(*shown.statements, statement))
                    case Answered(answer):
                        shown = replace(shown, answer=answer)
                yield shown
        except YinjuError as error:
            yield replace(shown, error=str(error))
        except Exception:  # the page must say so rather than stand still; the log keeps the trace
            logging.getLogger(__name__).exception("question failed: %s", shown.question)
            yield replace(shown, error=say("failed", interface))

    def open(self, place: dict[str, Any], interface: Interface) -> str:
        """Return the article a marker or a card leads to, its sentence marked."""
        found = self._engine.library.article(str(place.get("article")))
        return article(found, int(place.get("start", 0)), int(place.get("end", 0)), str(place.get("sha256")), interface)
