"""Every word of the page, in English and in Chinese; each view has a table of its own."""

from __future__ import annotations

from typing import Literal

from yinju.ui.strings import (
    answer,
    chat,
    check,
    composing,
    conversations,
    evaluate,
    filtering,
    findings,
    library,
    measures,
    page,
    plots,
    troubles,
)

Interface = Literal["en", "zh"]

TABLES = (
    page,
    chat,
    answer,
    conversations,
    check,
    evaluate,
    findings,
    measures,
    plots,
    library,
    troubles,
    filtering,
    composing,
)
STRINGS: dict[Interface, dict[str, str]] = {
    "en": {name: text for table in TABLES for name, text in table.EN.items()},
    "zh": {name: text for table in TABLES for name, text in table.ZH.items()},
}

EXAMPLES = (
    "Who is the chairman of Trinity Innovation Fund?",
    "虹桥分论坛的开幕环节由谁主持？",
    "How many AI companies are there in Pudong?",
    "中国人工智能核心产业的规模有多大？",
)


def say(name: str, interface: Interface, **values: object) -> str:
    """Return a string of the page in a language."""
    return STRINGS[interface][name].format(**values)
