"""From a complaint to a test: a reply that somebody found wrong becomes a line of a dataset, with all it rests on.

An expected answer, or "should have refused", gives a line of a reading set with the whole articles that the
reply was made from; an expected verdict gives a line of a claim set with the quote. Either is replayed by
`yinju eval run`, long after the library has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from yinju.eval.datasets.lines import lines
from yinju.eval.errors import DatasetInvalid
from yinju.eval.runs import write_text
from yinju.index.errors import UsageError
from yinju.index.types import Article
from yinju.rag.types import Verdict

Articles = Callable[[str], Article | None]
"""Article id → article, or None when it is gone."""

_ARTICLES = 10  # of the search's hits: what a reading question usually brings
_READ = {
    "statements": ("text", "citations"),
    "citations": ("marker", "article_id", "quote", "verdict", "sha256"),
    "hits": ("article_id",),
}
_FITTING = (Verdict.VERBATIM, Verdict.SUPPORTED)


def read_reply(text: str, where: str) -> dict[str, Any]:
    """Return a reply as `yinju ask --json` printed it. Raises UsageError."""
    try:
        reply = json.loads(text)
        found = {name: reply[name] for name in ("question", "answer", "statements", "citations", "hits")}
        for name, fields in _READ.items():
            found[name] = [{field: entry[field] for field in fields} for entry in reply[name]]
        # what was said before it, where the reply was kept with that
        found["history"] = [{"question": t["question"], "answer": t["answer"]} for t in reply.get("history", ())]
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(
            f"{where} is no reply as `yinju ask --json` prints it ({type(error).__name__}: {error})"
        ) from error
    return {**found, "language": reply.get("language", "und")}


def wrong_answer(reply: Mapping[str, Any], expected: Sequence[str], articles: Articles) -> dict[str, Any]:
    """Return the line of a reading set: the reply should hold `expected`, or be a refusal when that is empty.

    Raises UsageError when an article of the reply is gone or has changed since.
    """
    if not all(text.strip() for text in expected):
        raise UsageError("an expected answer is empty; say what a right reply holds")
    ids = dict.fromkeys([c["article_id"] for c in reply["citations"]] + [hit["article_id"] for hit in reply["hits"]])
    cited = {citation["article_id"]: citation["sha256"] for citation in reply["citations"]}
    found = [_article(id_, cited.get(id_), articles) for id_ in list(ids)[:_ARTICLES]]
    passages = [{"id": a.id, "title": a.title, "text": a.text, "sha256": a.sha256} for a in found]
    if not passages:
        raise UsageError("the reply names no article; a question without evidence cannot be replayed")
    gold = [p["id"] for p in passages if any(text.lower() in p["text"].lower() for text in expected)]
    return {
        "id": _id(*(turn["question"] for turn in reply["history"]), reply["question"], *expected),
        "question": reply["question"],
        **({"history": reply["history"]} if reply["history"] else {}),
        "language": reply["language"],
        "task": "complaint",
        "passages": passages,
        "gold_passages": gold,
        "answers": list(expected),
        "answerable": bool(expected),
        "said": reply["answer"],
    }


def wrong_verdict(reply: Mapping[str, Any], marker: int, expected: Verdict, articles: Articles) -> dict[str, Any]:
    """Return the line of a claim set: the statements citing `marker` deserve the verdict `expected`.

    Raises UsageError when there is no such citation, or its article is gone or has changed since.
    """
    citation = next((c for c in reply["citations"] if c["marker"] == marker), None)
    said = [s["text"] for s in reply["statements"] if marker in s["citations"]]
    if citation is None or not said:
        markers = ", ".join(str(c["marker"]) for c in reply["citations"]) or "none"
        raise UsageError(f"the reply has no citation [{marker}]; it has {markers}")
    _article(citation["article_id"], citation["sha256"], articles)
    claim = " ".join(said)
    return {
        "id": _id(claim, citation["quote"], expected),
        "claim": claim,
        "evidence": [citation["quote"]],
        "language": reply["language"],
        "label": "supported" if expected in _FITTING else "unsupported",
        "task": "complaint",
        "expected": expected.value,
        "said": citation["verdict"],
        "article": citation["article_id"],
        "sha256": citation["sha256"],
    }


def append(line: Mapping[str, Any], path: Path) -> bool:
    """Add a line to a dataset, made if it is not there; return False when the same complaint is in it already.

    Raises UsageError when the file holds another kind of lines, DatasetInvalid when it is broken.
    """
    return append_all([line], path) == [True]


def append_all(found: Sequence[Mapping[str, Any]], path: Path) -> list[bool]:
    """Add lines of one kind to a dataset in one go; return which of them were not in it already. Raises as `append`."""
    kinds = {"claim" if "claim" in line else "passages" for line in found}
    known: set[Any] = set()
    content = ""
    if path.exists():
        for earlier in lines(path):
            if not kinds <= earlier.row.keys():
                raise UsageError(f"{path} holds other lines than this complaint makes; name another file with --to")
            known.add(earlier.row.get("id"))
        content = path.read_text("utf-8")
    elif not path.parent.is_dir():
        raise DatasetInvalid(f"{path.parent}: no such folder; make it, or name another file with --to")
    new = []
    for line in found:
        new.append(line["id"] not in known)
        known.add(line["id"])
    if any(new):
        end = "" if not content or content.endswith("\n") else "\n"
        added = (json.dumps(line, ensure_ascii=False) for line, is_new in zip(found, new, strict=True) if is_new)
        write_text(path, f"{content}{end}" + "".join(f"{text}\n" for text in added))
    return new


def _article(id_: str, sha256: str | None, articles: Articles) -> Article:
    article = articles(id_)
    if article is None:
        raise UsageError(f"the article {id_} of the reply is not in this library; name the library it came from")
    if sha256 not in (None, article.sha256):
        raise UsageError(f"the article {id_} has changed since the reply; ask again and complain about the new reply")
    return article


def _id(*parts: str) -> str:
    return "complaint-" + hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:12]
