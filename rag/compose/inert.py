"""Text on its way to a language model and back, made inert.

Articles are written by anybody, and a model writes what they say. What a model, a terminal or a Markdown page would act
on (orders between tags, markers, images, addresses) is taken out of the copy.
"""

from __future__ import annotations

import re

from yinju.index.text.invisible import bare
from yinju.index.text.scripts import HAN
from yinju.rag.inert import OPEN, SHUT, without_markers

_other_marker = re.compile(rf"{OPEN}\s*(?:\^\s*(\d+)|(\d+)\s*†[^\[\]【】]{{0,30}})\s*{SHUT}")
_role = re.compile(r"\[(/?(?:INST|SYS|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS))\]")
_script = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.DOTALL | re.IGNORECASE)
_element = re.compile(r"<!--.*?(?:-->|$)|<[A-Za-z/!?|][^<>]*>", re.DOTALL)
_TARGET = r"\((?:[^()]|\([^()]*\))*\)"
_image = re.compile(rf"!\[[^\]]*\](?:{_TARGET}|\[[^\]]*\])?")
_link = re.compile(rf"\[([^\[\]]*)\]{_TARGET}")
# an address ends before Chinese text and punctuation, which follow it without a space
_IN_ADDRESS = rf"[^\s\[\]<>()（）【】［］「」“”。，、；\"'{HAN}]"
_LABEL = "[A-Za-z0-9\u00a1-\u1fff-]{1,63}"
_address = re.compile(
    rf"[a-z0-9+.-]{{0,30}}:\s?//{_IN_ADDRESS}+|www\.{_IN_ADDRESS}+"
    rf"|(?<![A-Za-z0-9])(?:(?:https?|ftp|file):/|(?:javascript|vbscript|mailto):|data:(?=[\w/+.;=-]*,)){_IN_ADDRESS}+"
    rf"|(?<![A-Za-z0-9/@.])(?:{_LABEL}\.)+[a-z]{{2,}}(?::\d+)?/{_IN_ADDRESS}*|(?<![A-Za-z0-9/:])//{_LABEL}\.{_IN_ADDRESS}+",
    re.IGNORECASE,
)
_ends = re.compile(r"[.,;:!?…]*$")
_REMOVED = "…"


def as_data(text: str) -> str:
    """Return a text as evidence for a model: one line in which nothing looks like a tag, a role or a marker."""
    line = " ".join(bare(text).split())
    return without_markers(_role.sub(r"(\1)", line)).replace("<", "‹").replace(">", "›")


def as_words(text: str) -> str:
    """Return what a model wrote as words and markers alone: no element, no image, no link and no address.

    The addresses of sources stand in their citations; one that a model writes may carry anything to anywhere. Markers
    of other habits ([^1], 【1†source】) become ours, and lead somewhere or are dropped like ours.
    """
    words, before = bare(text), ""
    while words != before:  # what is taken out may leave halves that are one again
        before = words
        words = _image.sub("", _element.sub("", _script.sub("", words)))
        words = _link.sub(lambda link: f"[{link[1]}]" if link[1].isdigit() else link[1], words)
        words = _address.sub(lambda found: _REMOVED + _ends.findall(found.group())[0], words)
    return _other_marker.sub(lambda found: f"[{found[1] or found[2]}]", words)
