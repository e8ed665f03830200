"""Answers, the places of their evidence and filters as JSON, and back again with suspicion: a file may hold anything."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from yinju.index.types import Filter
from yinju.rag.conversations.types import EvidencePlace
from yinju.rag.types import Answer, Statement


def answer_text(answer: Answer) -> str:
    """Return an answer as JSON that `answer_of` reads back as it was; of half a character a question mark is left."""
    return _text(asdict(answer))


def answer_of(text: str) -> Answer:
    """Return the answer in a JSON text; fields that it lacks have their usual values. Raises ValueError."""
    answer: Answer = _reader(Answer).validate_json(text, strict=True)
    markers = {citation.marker for citation in answer.citations}
    named = {marker for statement in answer.statements for marker in statement.citations} | set(_sides(answer))
    if not named <= markers:
        raise ValueError(f"nothing is cited as {sorted(named - markers)}")
    return answer


def places_text(places: Sequence[EvidencePlace]) -> str:
    """Return places as JSON that `places_of` reads back as they were."""
    return _text([asdict(place) for place in places])


def places_of(text: str) -> tuple[EvidencePlace, ...]:
    """Return the places in a JSON text. Raises ValueError."""
    places: tuple[EvidencePlace, ...] = _reader(tuple[EvidencePlace, ...]).validate_json(text, strict=True)
    return places


def statements_text(statements: Sequence[Statement]) -> str:
    """Return statements as JSON that `statements_of` reads back as they were."""
    return _text([asdict(statement) for statement in statements])


def statements_of(text: str) -> tuple[Statement, ...]:
    """Return the statements in a JSON text. Raises ValueError."""
    statements: tuple[Statement, ...] = _reader(tuple[Statement, ...]).validate_json(text, strict=True)
    return statements


def filter_text(wanted: Filter) -> str:
    """Return a filter as JSON that `filter_of` reads back as it was."""
    return _text(asdict(wanted))


def filter_of(text: str) -> Filter:
    """Return the filter in a JSON text. Raises ValueError."""
    wanted: Filter = _reader(Filter).validate_json(text, strict=True)
    return wanted


def _text(value: Any) -> str:
    # what is not a character by itself cannot be stored, and has no meaning
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()


@cache
def _reader(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)  # .1 s, once


def _sides(answer: Answer) -> Iterator[int]:
    """Yield the markers that an answer's conflicts name. Raises ValueError for a conflict that cannot be shown."""
    for conflict in answer.conflicts:
        try:
            shown = [conflict["about"], *(value["text"] for value in conflict["values"])]
            markers = [value["citation"] for value in conflict["values"]]
        except (KeyError, TypeError) as error:
            raise ValueError(f"a conflict lacks what is shown of it: {error}") from error
        if not all(isinstance(text, str) for text in shown) or not all(type(marker) is int for marker in markers):
            raise ValueError("a conflict holds something else than texts and markers")
        yield from markers
