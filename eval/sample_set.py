"""Makes the corpus set over the sample articles: `python -m yinju.eval.sample_set eval/data/samples`.

Its queries.jsonl is written by hand; corpus.jsonl, qrels.tsv and the offsets of the gold sentences follow
from the samples and are written anew, so run this after any change of either.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from yinju.eval.datasets.lines import lines
from yinju.eval.errors import DatasetInvalid
from yinju.eval.runs import write_lines, write_text
from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.library import Library
from yinju.index.types import Article
from yinju.rag.bootstrap import add_samples


def main(folder: Path) -> None:
    """Write the derived files of the set. Raises DatasetInvalid for a gold sentence that stands nowhere or twice."""
    articles = {Path(article.identity.removeprefix("sample:")).stem: article for article in _samples()}
    queries = [
        {
            **line.row,
            "metadata": {
                **line.row["metadata"],
                "evidence": [_placed(line.where, e, articles) for e in line.row["metadata"]["evidence"]],
            },
        }
        for line in lines(folder / "queries.jsonl")
    ]
    write_lines(folder / "queries.jsonl", queries)
    write_lines(folder / "corpus.jsonl", (_document(id_, article) for id_, article in sorted(articles.items())))
    write_text(folder / "qrels.tsv", "query-id\tcorpus-id\tscore\n" + "".join(_judgements(queries)))


def _samples() -> list[Article]:
    with tempfile.TemporaryDirectory() as temporary:
        library = Library.open(Path(temporary) / "library", BundledEncoder(), create=True)
        add_samples(library)
        return library.articles()


def _placed(where: str, evidence: Mapping[str, Any], articles: Mapping[str, Article]) -> dict[str, Any]:
    doc, quote = evidence["doc"], evidence["text"]
    text = articles[doc].text if doc in articles else ""
    if text.count(quote) != 1:
        raise DatasetInvalid(f"{where}: the gold sentence {quote[:60]!r} stands {text.count(quote)} times in {doc}")
    return {"doc": doc, "start": text.index(quote), "end": text.index(quote) + len(quote), "text": quote}


def _document(id_: str, article: Article) -> dict[str, Any]:
    metadata = {"language": article.language, "published": article.published}
    return {"_id": id_, "title": article.title, "text": article.text, "metadata": metadata}


def _judgements(queries: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for query in queries:
        for doc in sorted({evidence["doc"] for evidence in query["metadata"]["evidence"]}):
            yield f"{query['_id']}\t{doc}\t1\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
