"""JSON Lines: one article a row, BEIR's corpus layout too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yinju.index.types import Draft, Unreadable

_TEXT, _ID = ("text", "content", "body"), ("_id", "id")
_URL, _DAY, _LANGUAGE = ("url", "link"), ("published", "date"), ("language", "lang")


def read_jsonl(path: Path, text: str) -> Iterator[Draft | Unreadable]:
    """Yield a draft a row; a row that is broken is reported with its line number and the rest goes on.

    A row's identity is its url, or the path with its `_id`, or the path with its line number.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unreadable(where, f"not valid JSON ({str(error)[:120]}); put one whole object on each line")
            continue
        yield (_draft(path, number, where, row) if isinstance(row, dict) else Unreadable(where, "not a JSON object"))


def _draft(path: Path, number: int, where: str, row: dict[str, Any]) -> Draft | Unreadable:
    metadata = row.get("metadata")
    extra: dict[str, Any] = metadata if isinstance(metadata, dict) else {}

    def take(names: tuple[str, ...]) -> str | None:
        value = next((place[name] for place in (row, extra) for name in names if place.get(name) is not None), None)
        return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None

    text = take(_TEXT)
    if text is None:
        return Unreadable(where, f"no text: none of {', '.join(_TEXT)} holds a string")
    url, own_id = take(_URL), take(_ID)
    known = {*_TEXT, *_ID, *_URL, *_DAY, *_LANGUAGE, "title", "metadata"}
    return Draft(
        identity=url or f"{path}#{own_id if own_id is not None else number}",
        raw=text,
        where=where,
        title=take(("title",)) or "",
        url=url,
        published=take(_DAY),
        language=take(_LANGUAGE),
        facets={
            key: values for key, value in {**extra, **row}.items() if key not in known and (values := _values(value))
        },
    )


def _values(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(str(item) for item in items if isinstance(item, str | int | float) and item != "")
