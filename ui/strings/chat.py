"""Words of the chat."""

from __future__ import annotations

EN = {
    "placeholder": "Ask the articles anything, in your own language",
    "ask": "Ask",
    "clear": "New conversation",
    "chat_question": "Your question",
    "chat_keys": "/ ask · n p next, previous citation · Esc back",
    "chat_markdown": "Export Markdown",
    "chat_json": "Export JSON",
    "examples": "For example",
    "evidence": "Evidence",
    "evidence_empty": "The sentences an answer rests on appear here. Click a marker such as [1] to read one in its article.",
    "nearest": "Nearest passages",
    "searching": "Searching …",
    "answer": "Answer",
    "disagree": "Sources disagree: {about}",
    "took": "{milliseconds} ms",
}

ZH = {
    "placeholder": "用你自己的语言，向这些文章提问",
    "ask": "提问",
    "clear": "新对话",
    "chat_question": "你要问的问题",
    "chat_keys": "/ 提问 · n p 下一个、上一个引用 · Esc 返回",
    "chat_markdown": "导出 Markdown",
    "chat_json": "导出 JSON",
    "examples": "例如",
    "evidence": "证据",
    "evidence_empty": "回答所依据的句子会显示在这里。点击 [1] 这样的标记，可以在文章中查看原句。",
    "nearest": "最接近的段落",
    "searching": "正在检索……",
    "answer": "回答",
    "disagree": "来源说法不一：{about}",
    "took": "{milliseconds} 毫秒",
}
