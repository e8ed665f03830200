"""What readers say of answers: kept the moment a button is pressed, and made more exact by the form that opens then."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from yinju.index.errors import UsageError
from yinju.rag.feedback import Feedback, FeedbackFile, Kind, Noted, noted
from yinju.rag.types import Verdict
from yinju.ui.html.answer import Shown
from yinju.ui.render import answer_json, json_text
from yinju.ui.strings import Interface, say


class Complaints:
    """The feedback of one reader in one conversation. Every method raises LibraryError when the file cannot be used."""

    def __init__(self, folder: Path, owner: str, conversation: str) -> None:
        self._file, self._owner, self._conversation = FeedbackFile(folder), owner, conversation

    def noted(self) -> dict[int, Noted]:
        """Return what was said, by the number of the exchange."""
        return noted(self._file.of(self._owner, self._conversation))

    def press(self, data: Mapping[str, str], turns: Sequence[Shown]) -> Feedback | None:
        """Keep or take back what a button of an answer says (`like`, `edit`); return what can be made more exact.

        That is a wrong answer and a wrong citation; None for praise, for what was taken back, and for an answer that
        is not there any more.
        """
        number, marker = int(data["exchange"]), int(data["marker"]) if "marker" in data else None
        if data["value"] == "none":
            self._file.withdraw(self._owner, self._conversation, number, marker)
            return None
        reply = reply_of(turns, number)
        if reply is None:
            return None
        said = Feedback(self._owner, self._conversation, number, Kind(data["value"]), reply, marker)
        self._file.set(said)
        return None if said.kind is Kind.UP else said

    def find(self, number: int, marker: int | None) -> Feedback | None:
        """Return what was said of an answer or of one of its citations."""
        said = self._file.of(self._owner, self._conversation)
        return next((item for item in said if (item.exchange, item.marker) == (number, marker)), None)

    def keep(
        self, number: int, marker: int | None, expected: str, refuse: bool, verdict: str | None, interface: Interface
    ) -> None:
        """Keep what the form says would have been right; `expected` holds one thing on each line.

        What was taken back meanwhile stays so. Raises UsageError in the interface's language.
        """
        said = self.find(number, marker)
        if said is None:
            return
        if marker is not None:
            self._file.set(replace(said, verdict=Verdict(verdict) if verdict else None))
            return
        lines = tuple(line.strip() for line in expected.splitlines() if line.strip())
        if lines and refuse:
            raise UsageError(say("feedback_both", interface))
        self._file.set(replace(said, kind=Kind.DOWN, expected=lines, refuse=refuse))


def reply_of(turns: Sequence[Shown], number: int) -> dict[str, Any] | None:
    """Return an exchange's reply as `yinju ask --json` prints it, with what was said before it; None where there is none.

    With that a complaint can be asked again even when the conversation has gone.
    """
    if not 1 <= number <= len(turns) or (answer := turns[number - 1].answer) is None:
        return None
    before = [turn for turn in turns[: number - 1] if turn.answer is not None]
    history = [{"question": turn.question, "answer": turn.answer.answer} for turn in before if turn.answer]
    found: dict[str, Any] = json.loads(json_text({**answer_json(answer), **({"history": history} if history else {})}))
    return found
