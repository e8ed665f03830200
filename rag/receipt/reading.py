"""A receipt read back, every field held against what it has to be: a file from elsewhere may hold anything."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from yinju.index.errors import ReceiptBroken
from yinju.rag.receipt.types import FORMAT, Receipt
from yinju.rag.receipt.writing import SEAL, seal
from yinju.rag.types import Citation, Origin, Statement, Verdict

_MOST = 10_000  # citations and statements of one receipt
_Value = TypeVar("_Value")


def is_receipt(content: object) -> bool:
    """Say whether a JSON value is meant as a receipt."""
    return isinstance(content, Mapping) and ("receipt" in content or content.get("type") == "AnnotationPage")


def loads(text: str, where: str) -> Receipt:
    """Return the receipt in a text; `where` names it in messages. Raises ReceiptBroken."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReceiptBroken(f"{where} is no receipt: {_why(error)}; take an undamaged copy", "json") from error
    if not is_receipt(content):
        raise ReceiptBroken(f"{where} is no receipt; `yinju ask … --receipt FILE` writes one", "other")
    return _Fields(where).receipt(content)


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not valid JSON (line {error.lineno}, column {error.colno}: {error.msg})"
    return "its JSON is nested too deeply" if isinstance(error, RecursionError) else "not valid JSON"


class _Fields:
    """Takes typed values out of JSON; `where` names the file in messages."""

    def __init__(self, where: str) -> None:
        self._where = where

    def receipt(self, content: Mapping[str, Any]) -> Receipt:
        number = self._integer(content, "receipt", "the receipt")
        if number != FORMAT:
            raise ReceiptBroken(
                f"{self._where} is a receipt of format {number}, this Yinju reads format {FORMAT}; update Yinju",
                "newer",
                number=number,
                own=FORMAT,
            )
        generator = self._mapping(content, "generator", "the receipt")
        return Receipt(
            content=content,
            intact=content.get(SEAL) == seal(content),
            created=self._text(content, "created", "the receipt"),
            version=self._text(generator, "version", "“generator”"),
            question=self._maybe_text(content, "question", "the receipt"),
            language=self._text(content, "language", "the receipt"),
            answer=self._text(content, "answer", "the receipt"),
            statements=self._each(content, "statements", self._statement),
            citations=self._each(content, "items", self._citation),
        )

    def _statement(self, item: Mapping[str, Any], place: str) -> Statement:
        markers = self._list(item, "citations", place)
        if not all(type(marker) is int for marker in markers):
            raise self._wrong("citations", place, "whole numbers")
        origin = item.get("origin", Origin.QUOTED.value)  # sentences that were checked have none
        if origin not in list(Origin):
            raise self._wrong("origin", place, f"one of {', '.join(Origin)}")
        return Statement(self._text(item, "text", place), tuple(markers), Origin(origin))

    def _citation(self, item: Mapping[str, Any], place: str) -> Citation:
        target = self._mapping(item, "target", place)
        item_place, place = place, f"“target” of {place}"
        selectors = {
            str(selector.get("type")): selector
            for selector in self._list(target, "selector", place)
            if isinstance(selector, Mapping)
        }
        quote = self._mapping(selectors, "TextQuoteSelector", place)
        position = self._mapping(selectors, "TextPositionSelector", place)
        start, end = self._integer(position, "start", place), self._integer(position, "end", place)
        if not 0 <= start < end:
            raise self._wrong("start", place, "at least 0 and less than “end”")
        reasons = self._list(item, "reasons", item_place)
        if not all(isinstance(reason, str) for reason in reasons):
            raise self._wrong("reasons", item_place, "texts")
        page = target.get("page")
        return Citation(
            marker=self._integer(item, "marker", item_place),
            article_id=self._text(target, "article_id", place),
            title=self._text(target, "title", place),
            url=self._maybe_text(target, "url", place),
            published=self._maybe_text(target, "published", place),
            language=self._text(target, "language", place),
            start=start,
            end=end,
            quote=self._text(quote, "exact", place),
            prefix=self._text(quote, "prefix", place),
            suffix=self._text(quote, "suffix", place),
            sha256=self._text(target, "sha256", place),
            verdict=self._verdict(item, item_place),
            reasons=tuple(reasons),
            page=page if type(page) is int else None,
        )

    def _verdict(self, item: Mapping[str, Any], place: str) -> Verdict:
        try:
            return Verdict(self._text(item, "verdict", place))
        except ValueError:
            raise self._wrong("verdict", place, f"one of {', '.join(Verdict)}") from None

    def _each(
        self, content: Mapping[str, Any], key: str, read: Callable[[Mapping[str, Any], str], _Value]
    ) -> tuple[_Value, ...]:
        items = self._list(content, key, "the receipt")
        if len(items) > _MOST:
            raise ReceiptBroken(
                f"{self._where} has {len(items):,} “{key}”, at most {_MOST:,} are read", "endless", most=f"{_MOST:,}"
            )
        found = []
        for number, item in enumerate(items, 1):
            place = f"number {number} of “{key}”"
            if not isinstance(item, Mapping):
                raise ReceiptBroken(
                    f"{self._where} is broken: {place} is no object; take an undamaged copy", "field", key=key
                )
            found.append(read(item, place))
        return tuple(found)

    def _text(self, item: Mapping[str, Any], key: str, place: str) -> str:
        value = item.get(key)
        if not isinstance(value, str):
            raise self._wrong(key, place, "a text")
        return value

    def _maybe_text(self, item: Mapping[str, Any], key: str, place: str) -> str | None:
        return None if item.get(key) is None else self._text(item, key, place)

    def _integer(self, item: Mapping[str, Any], key: str, place: str) -> int:
        value = item.get(key)
        if type(value) is not int:
            raise self._wrong(key, place, "a whole number")
        return value

    def _list(self, item: Mapping[str, Any], key: str, place: str) -> list[Any]:
        value = item.get(key)
        if not isinstance(value, list):
            raise self._wrong(key, place, "a list")
        return value

    def _mapping(self, item: Mapping[str, Any], key: str, place: str) -> Mapping[str, Any]:
        value = item.get(key)
        if not isinstance(value, Mapping):
            raise self._wrong(key, place, "an object")
        return value

    def _wrong(self, key: str, place: str, wanted: str) -> ReceiptBroken:
        return ReceiptBroken(
            f"{self._where} is broken: “{key}” in {place} has to be {wanted}; take an undamaged copy", "field", key=key
        )
