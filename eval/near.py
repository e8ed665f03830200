"""Reading questions made of marked answers: each over the passages nearest to it, with the one that answers and without.

So are questions that a collection can answer told from those it only speaks about. Every question is asked four
times: over whole passages and over excerpts of them, as search engines show, with the answer and with none.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from yinju.eval.types import Document, GoldSpan, Query
from yinju.eval.workspace import Workspace
from yinju.index.catalogue import Catalogue
from yinju.index.library import Library, View
from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Draft
from yinju.rag.understand import understand

LANGUAGES = ("en", "zh", "zh-Hant")
_ASKED = 250  # questions of a language
_PASSAGES = 5
_CLOSE = 24  # passages looked through for those that are near and do not hold the answer


def questions(spans: Path, workspace: Workspace) -> Iterator[Query]:
    """Yield the questions of a spans file, a sample of every language, drawn the same way each time."""
    with spans.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    for language in LANGUAGES:
        own = [row for row in rows if row["language"] == language]
        chance = random.Random(language)  # noqa: S311  examples, not secrets
        asked = chance.sample(own, min(_ASKED, len(own)))
        texts = list(dict.fromkeys(row["passage"] for row in asked))
        with tempfile.TemporaryDirectory() as temporary:
            library = Library(Catalogue.create(Path(temporary) / "library"), workspace.encoder, workspace.profile)
            library.add((_draft(number, text, language) for number, text in enumerate(texts)), clean=False)
            with library.view() as view:
                for row in asked:
                    yield from _asked(row, texts, view, chance)


def _draft(number: int, text: str, language: str) -> Draft:
    return Draft(identity=str(number), raw=text, where=str(number), language=language.split("-")[0])


def _asked(row: Mapping[str, Any], texts: Sequence[str], view: View, chance: random.Random) -> Iterator[Query]:
    question, answer = understand(row["question"]), row["answer"]
    hits = view.search(question.search_text, language=question.language, depth=_CLOSE, with_sentences=0)
    found = [(texts[int(view.article(hit.article_id).identity)], hit.start) for hit in hits]
    others = list({text: (text, at) for text, at in found if answer["text"] not in text}.values())
    for excerpt in (False, True):
        for answerable in (True, False):
            shown = [(row["passage"], answer["start"])] if answerable else []
            shown += others[: _PASSAGES - len(shown)]
            chance.shuffle(shown)
            cut = [_excerpt(text, row["language"], at, chance) if excerpt else (0, len(text)) for text, at in shown]
            documents = tuple(
                Document(str(n), text[a:b]) for n, ((text, _), (a, b)) in enumerate(zip(shown, cut, strict=True))
            )
            gold = tuple(
                GoldSpan(str(n), answer["start"] - a, answer["end"] - a)
                for n, ((text, _), (a, _)) in enumerate(zip(shown, cut, strict=True))
                if answerable and text == row["passage"]
            )
            yield Query(
                id=f"{row['id']}-{'excerpts' if excerpt else 'whole'}-{answerable}",
                text=row["question"],
                language=row["language"],
                cluster=row["id"],
                answerable=answerable,
                gold=gold,
                documents=documents,
            )


def _excerpt(text: str, language: str, at: int, chance: random.Random) -> tuple[int, int]:
    """Return where two or three sentences around a place stand."""
    spans = sentence_spans(text, language.split("-")[0])
    here = next((number for number, span in enumerate(spans) if at < span.end), len(spans) - 1)
    first, last = max(0, here - chance.choice((0, 0, 1))), min(len(spans) - 1, here + chance.choice((0, 1, 1)))
    return spans[first].start, spans[last].end
