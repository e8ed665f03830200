"""What a model writes, read while it arrives: sentences with their markers, or the same as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Generator, Iterable, Iterator
from itertools import chain

from yinju.rag.compose.inert import as_words
from yinju.rag.compose.prompt import NOTHING
from yinju.rag.types import Origin, Statement

_ENDLESS = 1_200  # characters without the end of a sentence; what follows is not waited for

_CLOSE, _OPEN, _SHUT = '”"’」』》）)', "[\\[［【]", "[\\]］】]"
_MARKS = rf"{_OPEN}\s*\d+(?:\s*[,，、]\s*\d+)*\s*{_SHUT}"
_ABBREVIATED = (
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|No|vs))(?<!\bProf)"
    r"(?<!\b(?:Mrs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Inc|Ltd|Gen))"
)
# a sentence, its closing marks and markers, up to the next character that begins something new
_sentence = re.compile(
    rf".*?(?:(?:{_ABBREVIATED}\.|[!?])[{_CLOSE}]*(?=\s|{_OPEN})|[。！？।؟…\n][{_CLOSE}]*)"
    rf"(?:\s*,?\s*{_MARKS}[.。]?)*(?=\s*[^\s\[\]［］【】{_CLOSE},.。])",
    re.DOTALL,
)
_marker = re.compile(rf"\s*,?\s*({_MARKS})")
_number = re.compile(r"\d+")
_bullet = re.compile(
    r"\A\s*(?:[-*•#]+\s+|\d{1,2}[.)]\s+|\d{1,2}、\s*|(?:answer|回答|答案|答)\s*[:：]\s*)(?=\S)", re.IGNORECASE
)
_thought = re.compile(r"\s*<think>.*?</think>\s*", re.DOTALL)
_item = re.compile(r'\{\s*"(?:text|citations)"')
_empty = re.compile(r'\{\s*"statements"\s*:\s*\[\s*\]')

# what models write for want of an answer, in sentences that speak of the evidence or of themselves
_refusal = re.compile(
    rf"{NOTHING}|\b(?:I|we)(?:'m| am| are)? (?:sorry|unable|not able)|\b(?:I|we) (?:do not|don't|cannot|can't|could not|couldn't) "
    r"(?:know|answer|find|determine|say|tell)|\b(?:cannot|can't|could not) be (?:answered|determined|found)"
    r"|\b(?:evidence|sources?|passages?|texts?|context)(?: (?:provided|given|above))? (?:does|do) ?(?:not|n't)"
    r"|\bnot (?:mentioned|provided|stated|specified|given) in the (?:evidence|sources?|passages?|texts?|context)"
    r"|\bno (?:information|evidence|answer) (?:about|on|for|to|in|is|that)\b|\binsufficient (?:information|evidence)"
    r"|无法(?:回答|确定|得知|判断)|不能回答|我?不知道|抱歉|对不起"
    r"|(?:证据|资料|材料|文章|文中|上文|原文)(?:中|里)?[^，。]{0,2}(?:没有|未|并未|不能|无法|不足)",
    re.IGNORECASE,
)


def statements(pieces: Iterable[str], numbers: Collection[int]) -> Iterator[Statement]:
    """Yield sentences as soon as they are whole, citing what exists among `numbers`, or nothing."""
    arriving = _spoken(pieces)
    begun = ""
    for piece in arriving:
        begun += piece
        if begun.strip():
            break
    read = _from_json if begun.lstrip().startswith(("{", "`")) else _from_text
    yield from read(chain((begun,), arriving), numbers)


def refuses(statement: Statement) -> bool:
    """Say whether a sentence tells that there is no answer: one without a citation, or one about the evidence itself."""
    if NOTHING in statement.text:
        return True
    return not statement.citations and bool(_refusal.search(statement.text))


def _spoken(pieces: Iterable[str]) -> Generator[str]:
    """Give on what is not the thinking aloud that some models begin with."""
    buffer, thinking = "", True
    for piece in pieces:
        if not thinking:
            yield piece
            continue
        buffer += piece
        if "<think>".startswith(buffer.strip()[:7]) and "</think>" not in buffer:
            continue
        thinking = False
        yield _thought.sub("", buffer, count=1)
    if thinking and not buffer.lstrip().startswith("<think>"):
        yield buffer


def _from_text(pieces: Iterable[str], numbers: Collection[int]) -> Iterator[Statement]:
    buffer = ""
    for piece in pieces:
        buffer = _bullet.sub("", (buffer + piece).replace("**", ""))
        while match := _sentence.match(buffer):
            buffer = _bullet.sub("", buffer[match.end() :])
            yield from _stated(match.group(), numbers)
        if len(buffer) > _ENDLESS:
            return
    yield from _stated(_bullet.sub("", buffer), numbers)


def _from_json(pieces: Iterable[str], numbers: Collection[int]) -> Iterator[Statement]:
    buffer, read, decoder = "", 0, json.JSONDecoder()
    for piece in pieces:
        buffer += piece
        while found := _item.search(buffer, read):
            try:
                item, read = decoder.raw_decode(buffer, found.start())
            except ValueError:  # not whole yet
                break
            cited = item.get("citations")
            known = [number for number in cited if type(number) is int] if isinstance(cited, list) else []
            yield from _stated(f"{item.get('text', '')}{''.join(f'[{number}]' for number in known)}", numbers)
        if len(buffer) - read > _ENDLESS:
            return
    if _empty.search(buffer):
        yield Statement(NOTHING, (), Origin.WRITTEN)


def _stated(text: str, numbers: Collection[int]) -> Iterator[Statement]:
    """Yield the statement in a written sentence, if it has words; nothing else of it can act."""
    text = as_words(text)
    cited = (int(number) for marks in _marker.findall(text) for number in _number.findall(marks))
    markers = tuple(dict.fromkeys(number for number in cited if number in numbers))
    plain = re.sub(r"\s+([.。!?])", r"\1", " ".join(_marker.sub("", text).split()))
    if any(character.isalnum() for character in plain):
        whole = plain.encode("utf-8", "replace").decode("utf-8")  # a model may write half a character
        yield Statement(whole, markers, Origin.WRITTEN)
