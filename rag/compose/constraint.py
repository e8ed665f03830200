"""How a backend can be held to citing evidence that exists: a JSON schema, or a grammar of llama.cpp."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from yinju.rag.compose.prompt import NOTHING

SENTENCES = 3
"""Sentences of an answer."""


class Constraint(NamedTuple):
    """What a chat model is called with, given the numbers that exist; `json`: it then writes JSON."""

    json: bool
    options: Callable[[Collection[int]], dict[str, Any]]


def _schema(numbers: Collection[int]) -> dict[str, Any]:
    item = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "citations": {"type": "array", "items": {"type": "integer", "enum": sorted(numbers)}},
        },
        "required": ["text", "citations"],
        "additionalProperties": False,
    }
    whole = {
        "type": "object",
        "properties": {"statements": {"type": "array", "items": item}},
        "required": ["statements"],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "answer", "schema": whole, "strict": True}}
    # in the body rather than as an argument of its own, which LangChain would stream in another way
    return {"extra_body": {"response_format": wanted}}


def _grammar(numbers: Collection[int]) -> dict[str, Any]:
    """Return sentences that end in markers, or the words for no answer, in llama.cpp's GBNF.

    A Chinese full stop can only be followed by a marker; a full stop may stand inside an abbreviation.
    """
    existing = " | ".join(f'"{number}"' for number in sorted(numbers))
    rules = (
        f'root ::= "{NOTHING}" | {" ".join(["sentence"] + ["sentence?"] * (SENTENCES - 1))}',
        'sentence ::= text [。！？]? mark mark? [.。]? " "?',
        r"text ::= [^\[\]［］【】<>\n。！？ ] [^\[\]［］【】<>\n。！？]+",
        f'mark ::= "[" ({existing}) "]"',
    )
    return {"extra_body": {"grammar": "\n".join(rules)}}


SCHEMA = Constraint(json=True, options=_schema)
"""For endpoints that know OpenAI's structured output; what they write is read as JSON, or as plain text."""
GRAMMAR = Constraint(json=False, options=_grammar)
"""For llama.cpp; a third of the tokens of the same in JSON."""
