"""Several questions in one, told apart: each stands alone and can be answered by a sentence of its own."""

from __future__ import annotations

from yinju.index.text.patterns import Late

MOST = 4
"""Parts of a question; of longer lists the first are kept."""

_question = Late(r"[^?？؟]+[?？؟]+")


def split(text: str, language: str) -> tuple[str, ...]:
    """Return the questions inside a question, each standing alone, none when it is a single one.

    Chinese and English are read word by word; in other languages only question marks tell.
    """
    if language == "zh":  # either is loaded when it is first needed: a question on the command line needs one
        from yinju.rag.understanding import parts_chinese

        parts = parts_chinese.split(text)
    elif language == "en":
        from yinju.rag.understanding import parts_english

        parts = parts_english.split(text)
    else:
        asked = [part.strip() for part in _question.findall(text)]
        parts = tuple(part for part in asked if len(part) > 8) if len(asked) > 1 else ()
    distinct = tuple(dict.fromkeys(part.strip() for part in parts if any(map(str.isalnum, part))))
    return distinct[:MOST] if len(distinct) > 1 else ()
