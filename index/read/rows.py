"""One article a row: JSON Lines (BEIR's corpus layout too) and tables with a header (`.csv`, `.tsv`)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from yinju.index.read.lines import LONGEST, decodable
from yinju.index.types import Draft, Unreadable

_TEXT, _ID = ("text", "content", "body"), ("_id", "id")
_URL, _DAY, _LANGUAGE = ("url", "link"), ("published", "date"), ("language", "lang")
_KNOWN = {*_TEXT, *_ID, *_URL, *_DAY, *_LANGUAGE, "title", "metadata"}
_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 10_000  # characters
_ENCODING = "bytes that are not in the encoding of the file; convert it, for example with `iconv -f GB18030 -t UTF-8`"
_TOO_LONG = f"longer than the {LONGEST:,} characters a row may have; split its article"


def read_jsonl(path: Path, lines: Iterable[str]) -> Iterator[Draft | Unreadable]:
    """Yield a draft a row; a row that is broken is reported with its line number and the rest goes on.

    A row's identity is its url, or the path with its `_id`, or the path with its line number.
    """
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        if len(line) > LONGEST:
            yield Unreadable(where, _TOO_LONG)
            continue
        if not decodable(line):
            yield Unreadable(where, _ENCODING)
            continue
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Unreadable(where, f"not valid JSON ({str(error)[:120]}); put one whole object on each line")
            continue
        yield (_draft(path, number, where, row) if isinstance(row, dict) else Unreadable(where, "not a JSON object"))


def read_table(path: Path, lines: Iterable[str]) -> Iterator[Draft | Unreadable]:
    """Yield a draft a row, the columns being named as JSON Lines name their fields; the first row names them.

    A row without url and id is known by its number, counted from 1 below the header.
    """
    lines, above = iter(lines), 0
    first = next(lines, "")
    while first.isspace():
        first, above = next(lines, ""), above + 1
    delimiter, header = _header(first)
    if not set(header) & set(_TEXT):
        why = f"no column called {' or '.join(_TEXT)}; the first line has to name the columns"
        yield Unreadable(str(path), why)
        return
    number = 0
    try:
        for where, cells in _records(path, chain([first], lines), above, delimiter):
            if not decodable("".join(cells)):
                yield Unreadable(where, _ENCODING)
            elif number and len(cells) > len(header):
                why = f"{len(cells)} cells under {len(header)} columns; put cells that hold {delimiter!r} in quotes"
                yield Unreadable(where, why)
            elif number:
                row = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell.strip()}
                yield _draft(path, number, where, row)
            number += 1
    except _Broken as error:
        yield Unreadable(error.where, f"broken row ({error}); it and all below is left out, mend its quotes")


class _Broken(ValueError):
    """A row that cannot be told from those below it."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(why)
        self.where = where


def _records(path: Path, lines: Iterable[str], above: int, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the rows that are not blank, each with the place where it begins, `above` lines being left out before."""
    held = 0

    def counted() -> Iterator[str]:
        nonlocal held
        for line in lines:
            held += len(line)
            if held > LONGEST:
                raise csv.Error(_TOO_LONG)
            yield line

    csv.field_size_limit(LONGEST)
    reader = csv.reader(counted(), delimiter=delimiter, strict=True)
    while True:
        held, where = 0, f"{path}:{above + reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Broken(where, str(error)) from error
        if any(cell.strip() for cell in cells):
            yield where, cells


def _header(line: str) -> tuple[str, list[str]]:
    """Return the delimiter that makes the first row name a text column, and the names."""
    found = []
    for delimiter in _DELIMITERS if len(line) <= _LONGEST_HEADER else ():
        try:
            cells = next(csv.reader([line], delimiter=delimiter))
        except (csv.Error, StopIteration):
            continue
        names = [cell.strip() for cell in cells]
        lowered = [name.lower() for name in names]
        found.append((delimiter, [low if low in _KNOWN else name for name, low in zip(names, lowered, strict=True)]))
    return max(found, key=lambda item: (bool(set(item[1]) & set(_TEXT)), len(item[1])), default=(",", []))


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
    return Draft(
        identity=url or f"{path}#{own_id if own_id is not None else number}",
        raw=text,
        where=where,
        title=take(("title",)) or "",
        url=url,
        published=take(_DAY),
        language=take(_LANGUAGE),
        facets={
            key: values for key, value in {**extra, **row}.items() if key not in _KNOWN and (values := _values(value))
        },
    )


def _values(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(str(item) for item in items if isinstance(item, str | int | float) and item != "")
