"""Every word of the page, in English and in Chinese."""

from __future__ import annotations

from typing import Literal

Interface = Literal["en", "zh"]

STRINGS: dict[Interface, dict[str, str]] = {
    "en": {
        "title": "Yinju",
        "tagline": "Every sentence of an answer points at the sentence it rests on.",
        "placeholder": "Ask the articles anything, in your own language",
        "ask": "Ask",
        "clear": "New conversation",
        "other_language": "中文",
        "examples": "For example",
        "holds": "{count} articles in this library",
        "evidence": "Evidence",
        "evidence_empty": "The sentences an answer rests on appear here. Click a marker such as [1] to read one in its article.",
        "back": "Back to the evidence",
        "gone": "This article is no longer in the library.",
        "changed": "The article has changed since it was cited; this is its present text.",
        "nearest": "Nearest passages",
        "searching": "Searching …",
        "you": "You asked",
        "answer": "Answer",
        "open": "Open source {number} in its article",
        "read": "Read this sentence in its article",
        "page": "page {number}",
        "also": "also in: {titles}",
        "disagree": "Sources disagree: {about}",
        "undated": "undated",
        "verbatim": "verbatim",
        "supported": "supported",
        "partial": "partly supported",
        "contradicted": "contradicted",
        "unsupported": "not supported",
        "unchecked": "unchecked",
        "took": "{milliseconds} ms",
        "failed": "Something went wrong here; the question is not lost, try again.",
    },
    "zh": {
        "title": "引据",
        "tagline": "回答中的每一句话，都指向它所依据的原句。",
        "placeholder": "用你自己的语言，向这些文章提问",
        "ask": "提问",
        "clear": "新对话",
        "other_language": "English",
        "examples": "例如",
        "holds": "资料库中有 {count} 篇文章",
        "evidence": "证据",
        "evidence_empty": "回答所依据的句子会显示在这里。点击 [1] 这样的标记，可以在文章中查看原句。",
        "back": "返回证据",
        "gone": "这篇文章已不在资料库中。",
        "changed": "这篇文章在被引用之后有过改动，下面是现在的文本。",
        "nearest": "最接近的段落",
        "searching": "正在检索……",
        "you": "你的问题",
        "answer": "回答",
        "open": "在文章中查看来源 {number}",
        "read": "在文章中阅读这句话",
        "page": "第 {number} 页",
        "also": "另见：{titles}",
        "disagree": "来源说法不一：{about}",
        "undated": "日期不详",
        "verbatim": "原文",
        "supported": "有据",
        "partial": "部分有据",
        "contradicted": "与原文矛盾",
        "unsupported": "无据",
        "unchecked": "未核实",
        "took": "{milliseconds} 毫秒",
        "failed": "这里出了点问题，问题没有丢失，请再试一次。",
    },
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
