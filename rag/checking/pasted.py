"""What is handed in to be checked: an answer in words, a reply of `yinju ask --json`, or a receipt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from yinju.index.errors import AnswerRefused, ReceiptBroken
from yinju.index.read.decoding import Undecodable, decoded

if TYPE_CHECKING:
    from yinju.rag.receipt import Receipt

LARGEST = 4_000_000
"""Bytes that are read: many times the longest answer, and any receipt."""


def pasted(content: bytes, where: str) -> str | Receipt:
    """Return the answer, or the receipt, in a file; `where` names it in messages.

    Raises AnswerRefused for what is too large, no text or empty, ReceiptBroken for JSON that is neither a receipt nor a
    reply.
    """
    if len(content) > LARGEST:
        largest = LARGEST // 1_000_000
        raise AnswerRefused(
            f"{where}: more than {largest} MB is no answer; check it in parts", "large", megabytes=largest
        )
    try:
        text = decoded(content)
    except Undecodable as error:
        raise AnswerRefused(f"{where}: {error}", "undecodable") from error
    if not text.strip():
        raise AnswerRefused(f"{where}: the answer is empty; give the text that is to be checked", "empty")
    from yinju.rag.receipt import is_receipt, loads

    if not text.lstrip().startswith("{"):
        if where.lower().endswith(".json"):
            raise ReceiptBroken(f"{where} is no receipt: it does not begin with {{; take an undamaged copy", "other")
        return text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        if where.lower().endswith(".json") or '"receipt"' in text:
            return loads(text, where)  # says where it is broken
        return text
    if is_receipt(value):
        return loads(text, where)
    answer = _reply(value)
    if answer is None:
        raise ReceiptBroken(
            f"{where} is JSON, but neither a receipt nor what `yinju ask --json` prints; give the answer's text",
            "other",
        )
    return answer


def _reply(value: Any) -> str | None:
    """Return the answer in a reply of `yinju ask --json` with its citations as a list of sources, or None."""
    if not isinstance(value, Mapping) or not isinstance(value.get("answer"), str):
        return None
    listed = value.get("citations")
    sources = [
        f"[{item['marker']}] {item['article_id']} {item.get('title') or ''}"
        for item in (listed if isinstance(listed, list) else ())
        if isinstance(item, Mapping) and type(item.get("marker")) is int and isinstance(item.get("article_id"), str)
    ]
    body = " ".join(line for line in value["answer"].splitlines())
    return "\n".join([body, "", "References", *(" ".join(source.split()) for source in sources)])
