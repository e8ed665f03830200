"""What can be taken along: an answer with footnotes, its receipt, a whole conversation."""

from __future__ import annotations

import json
from contextlib import suppress

from yinju.index.errors import YinjuError
from yinju.rag.receipt import dumps, of_answer
from yinju.rag.types import Answer
from yinju.ui import export
from yinju.ui.app.talks import Asker, Talks


class Tools:
    """What the tools beneath an answer give; "" for an answer that is gone."""

    def __init__(self, talks: Talks) -> None:
        self._talks = talks

    def footnotes(self, id: str, number: int, asker: Asker) -> str:
        """Return an answer as Markdown with footnotes, to be copied."""
        answer = self._answer(id, number, asker)
        return export.footnotes(answer, asker.interface) if answer else ""

    def receipt(self, id: str, number: int, asker: Asker) -> str:
        """Return the receipt of an answer as a file for the browser."""
        answer = self._answer(id, number, asker)
        return _file(f"yinju-{number}.json", "application/json", dumps(of_answer(answer))) if answer else ""

    def exported(self, id: str, form: str, asker: Asker) -> str:
        """Return a conversation as a file for the browser: `md` or `json`."""
        with suppress(YinjuError):
            transcript = self._talks.store(asker, id).read(id)
            name = export.file_name(transcript.conversation, form)
            if form == "json":
                return _file(name, "application/json", export.as_json(transcript))
            return _file(name, "text/markdown", export.markdown(transcript, asker.interface))
        return ""

    def _answer(self, id: str, number: int, asker: Asker) -> Answer | None:
        with suppress(YinjuError):
            return self._talks.exchange(id, number, asker).answer
        return None


def _file(name: str, kind: str, content: str) -> str:
    """Return a file as the page's script saves it."""
    return json.dumps({"name": name, "type": kind, "content": content}, ensure_ascii=False)
