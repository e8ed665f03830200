"""What the check view does: what is handed in, checked and rendered; without Gradio."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from yinju.index.errors import AnswerRefused, YinjuError
from yinju.index.types import article_id
from yinju.rag.checking.pasted import LARGEST, pasted
from yinju.rag.pipeline import Yinju
from yinju.rag.receipt import Receipt, dumps, of_check, recheck, shelf_of
from yinju.ui.html.article import article
from yinju.ui.html.check import Refusal, Shown, result, status
from yinju.ui.html.reasons import reasons
from yinju.ui.render import json_text
from yinju.ui.render_check import check_json, recheck_json
from yinju.ui.report_check import check_report, recheck_report
from yinju.ui.strings import Interface, say

_SAMPLE = article_id("sample:05-pudong-waic-en.md")  # one of those that the sample answer speaks of
_BEAT = 0.3  # seconds between two signs of life
_GROWTH = 1.5  # the text is shown again when so many times more of it is checked: each time costs its whole length

Files = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """What stands on the page after a step of a check; None is what stays as it is.

    `pasted` is what stands in the text box, `files` is the result as files, in JSON.
    """

    shown: Shown
    status: str
    result: str | None = None
    reasons: str | None = None
    files: str | None = None
    pasted: str | None = None


class Checking:
    """The check view's handlers over one engine. What is shown is passed in and out; which pages have a check running,
    and which of them want it stopped, is kept here.
    """

    def __init__(self, engine: Yinju) -> None:
        self._engine = engine
        self._running, self._unwanted = set[str](), set[str]()

    def check(
        self, text: str, given: Mapping[str, Any] | None, before: Shown | None, page: str, interface: Interface
    ) -> Iterator[Step]:
        """Yield the check of a file that was handed in, or of the text where there is none, as far as it has come.

        `before` is what was shown until now: it stays where nothing can be checked. `page` tells one page from another.
        """
        shown, before = Shown(name=str((given or {}).get("name", "")), running=True), before or Shown()
        self._running.add(page)
        try:
            yield Step(before, status(shown, interface))
            content = _content(given) if given else text.encode("utf-8", "replace")
            found = pasted(content, shown.name or "the text")
            if isinstance(found, Receipt):
                yield self._recheck(shown, found, interface)
            else:
                yield from self._check(shown, found, page, interface)
        except YinjuError as error:
            yield self._refused(
                before, Refusal(error, shown.name, str(self._engine.library.catalogue.folder)), interface
            )
        except Exception:  # the page must say so rather than stand still; the log keeps the trace
            logging.getLogger(__name__).exception("check failed")
            yield self._refused(before, Refusal(AnswerRefused("the check failed", "failed")), interface)
        finally:
            self._running.discard(page)
            self._unwanted.discard(page)

    def _check(self, shown: Shown, text: str, page: str, interface: Interface) -> Iterator[Step]:
        if shown.name:
            yield Step(shown, status(shown, interface), pasted=text)
        if not self._engine.library.count():
            raise AnswerRefused("the library is empty", "bare")
        beat, next_size = 0.0, 1.0
        for checked in self._engine.stream_check(text):
            shown = replace(shown, checked=checked)
            if not checked.left or page in self._unwanted:
                break
            if len(checked.statements) >= next_size:
                next_size = _GROWTH * len(checked.statements) + 1
                yield self._step(shown, interface)
            elif time.monotonic() - beat > _BEAT:
                beat = time.monotonic()
                yield Step(shown, status(shown, interface))
        yield self._step(replace(shown, running=False), interface)

    def stop(self, page: str) -> None:
        """Let the check that a page has running end with the sentence it is at; what was checked stays."""
        if page in self._running:
            self._unwanted.add(page)

    def _recheck(self, shown: Shown, receipt: Receipt, interface: Interface) -> Step:
        with shelf_of(self._engine.library.catalogue) as shelf:
            found = recheck(receipt, shelf, interface)
        return self._step(replace(shown, rechecked=found, running=False), interface)

    def renewed(self, shown: Shown | None, held: str, page: str, interface: Interface) -> Step | None:
        """Return what a page shows in the language of its interface, None where it stays as it is.

        `held` is the language of the result that stands there, "" for none. It may be that of a server that is no more;
        a check that is running is shown when it is done.
        """
        if page in self._running or held == interface or (held and (shown is None or not shown.found)):
            return None
        return self.again(shown, interface)

    def again(self, shown: Shown | None, interface: Interface) -> Step:
        """Return what is shown, in another language perhaps."""
        if shown is not None and shown.rechecked is not None:
            return self._recheck(shown, shown.rechecked.receipt, interface)
        return self._step(shown or Shown(), interface)

    def _refused(self, before: Shown, refusal: Refusal, interface: Interface) -> Step:
        shown = replace(before, refusal=refusal)
        return Step(shown, status(shown, interface))

    def _step(self, shown: Shown, interface: Interface) -> Step:
        files = "" if shown.running else json.dumps(_files(shown, interface), ensure_ascii=False)
        return Step(shown, status(shown, interface), result(shown, interface), reasons(shown.checked, interface), files)

    def has_sample(self) -> bool:
        """Tell whether the library holds the articles that the sample answer speaks of."""
        return self._engine.library.article(_SAMPLE) is not None

    def open(self, place: Mapping[str, Any], interface: Interface) -> str:
        """Return the article that a quote or a citation leads to, its sentence marked.

        A place without a hash is of the text as it is now; `now` is a stretch of it where there are no offsets.
        """
        found = self._engine.library.article(str(place.get("article")))
        start, end = int(place.get("start") or 0), int(place.get("end") or 0)
        sha256, now = str(place.get("sha256") or ""), str(place.get("now") or "")
        if found is not None and now and now in found.text:
            start = found.text.index(now)
            end = start + len(now)
        return article(found, start, end, sha256 or (found.sha256 if found else ""), interface)


def _content(given: Mapping[str, Any]) -> bytes:
    """Return a file's content as the browser hands it in. Raises AnswerRefused where it could not, or would not."""
    if int(given.get("count") or 1) > 1:
        raise AnswerRefused("several files at once", "several")
    if int(given.get("size") or 0) > LARGEST:
        raise AnswerRefused("more than is read", "large", megabytes=LARGEST // 1_000_000)
    try:
        return base64.b64decode(str(given["content"]), validate=True)
    except (KeyError, binascii.Error) as error:
        raise AnswerRefused("the browser could not read the file", "unreadable") from error


def _files(shown: Shown, interface: Interface) -> Files:
    """Return the result as files: what `check --json` prints, a report, and a receipt of an answer."""
    checked, rechecked = shown.checked, shown.rechecked
    if rechecked is not None:
        data, report, kept = recheck_json(rechecked), recheck_report(rechecked, interface), None
    elif checked is not None and checked.statements:
        data, report, kept = check_json(checked), check_report(checked, interface), dumps(of_check(checked))
    else:
        return {}
    stem = PurePath(shown.name).stem or "answer"
    files = {
        "json": {"name": f"{stem}.check.json", "type": "application/json", "content": json_text(data) + "\n"},
        "markdown": {"name": f"{stem}.check.md", "type": "text/markdown", "content": report},
    }
    if kept:
        files["receipt"] = {"name": f"{stem}.receipt.json", "type": "application/json", "content": kept}
    return files


def sample(interface: Interface) -> str:
    """Return an answer about the sample articles: a wrong number, a wrong source, an invention and a truth."""
    return say("check_sample", interface)
