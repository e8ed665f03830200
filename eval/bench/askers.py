"""Many people asking while articles are added, changed and removed: every quote is of some committed text."""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import replace

from yinju.eval.bench import news
from yinju.eval.bench.questions import questions
from yinju.eval.bench.synthetic import SyntheticEncoder, articles
from yinju.eval.bench.timing import quantile
from yinju.eval.bench.types import Bench, Goal, Outcome, Row
from yinju.index.library import Library
from yinju.index.types import Draft, article_id
from yinju.rag.pipeline import Yinju
from yinju.rag.types import Answer

_HELD, _CHANGED = 60, 6  # articles that stay, and those that every write adds, changes and removes
_WRITE_FOR = 0.25  # seconds a write, at least: askers come to their turn


def measure(bench: Bench) -> Outcome:
    """Let so many threads ask one library while a writer with a connection of its own changes it."""
    folder = bench.folder / "asked"
    drafts = list(articles(bench.corpus, _HELD + _CHANGED, bench.plan.seed))
    writer = Library.open(folder, SyntheticEncoder(), create=True)
    writer.add(drafts[:_HELD], clean=False)
    texts = _Texts()
    texts.know(drafts[:_HELD])
    engine = news.engine(bench, folder)
    asked = questions(bench.corpus, bench.plan.questions, bench.plan.seed)
    engine.ask(asked[0])
    stop, troubles, taken = threading.Event(), list[str](), list[float]()
    threads = [
        threading.Thread(target=_ask, args=(engine, asked[n % len(asked)], texts, stop, troubles, taken), daemon=True)
        for n in range(bench.plan.askers)
    ]
    for thread in threads:
        thread.start()
    for turn in range(bench.plan.writes):
        until = time.monotonic() + _WRITE_FOR
        fresh = [replace(draft, raw=f"{draft.raw}\n{turn}") for draft in drafts[_HELD:]]
        texts.know(fresh)
        writer.add(fresh, clean=False)
        if turn % 2:
            writer.remove([article_id(draft.identity) for draft in fresh[: _CHANGED // 2]])
        time.sleep(max(0.0, until - time.monotonic()))
    stop.set()
    for thread in threads:
        thread.join()
    return Outcome(
        (
            Row(f"{len(threads)} people asking during {bench.plan.writes} writes: errors and quotes of no committed text", (float(len(troubles)),), "of all answers", Goal(0, most=True)),
            Row("… answers in that time", (float(len(taken)),), "answers"),
            Row("… one answer, all of them asking at once: p50", (quantile(taken, 0.5) if taken else 0.0,), "s"),
        ),
        {"answered in, s": taken},
        (f"Threads of one process over {_HELD} to {_HELD + _CHANGED} articles; each write replaces {_CHANGED}, every other one removes half of them.", *troubles[:5]),
    )  # fmt: skip


class _Texts:
    """Every text that was ever about to be committed, by its digest."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def know(self, drafts: list[Draft]) -> None:
        self._known |= {hashlib.sha256(draft.raw.encode()).hexdigest(): draft.raw for draft in drafts}

    def trouble(self, answer: Answer) -> str:
        """Return what is wrong with an answer; nothing if each quote stands where its citation says."""
        for citation in answer.citations:
            text = self._known.get(citation.sha256)
            if text is None:
                return f"a text that nobody added is cited: {citation.quote[:40]}"
            if text[citation.start : citation.end] != citation.quote:
                return f"characters {citation.start}–{citation.end} are not the quote: {citation.quote[:40]}"
        return ""


def _ask(
    engine: Yinju, question: str, texts: _Texts, stop: threading.Event, troubles: list[str], taken: list[float]
) -> None:
    while not stop.is_set():
        begin = time.perf_counter()
        try:
            trouble = texts.trouble(engine.ask(question))
        except Exception as error:  # noqa: BLE001 - whatever an asker meets is a trouble
            trouble = repr(error)
        taken.append(time.perf_counter() - begin)
        if trouble:
            troubles.append(trouble)
