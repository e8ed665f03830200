"""Words of choosing who composes an answer."""

from __future__ import annotations

EN = {
    "compose": "Answers",
    "compose_quotes": "quotes, word for word",
    "compose_llm": "written by {model}",
    "compose_none": "Answers are quotes, word for word. To have them written by a language model too, set YINJU_LLM_MODEL (README, “A language model”) and start again.",
    "compose_looking": "Whether {model} can be asked is being looked up.",
    "compose_ready": "Ready: {what}. What it writes is held against the articles before it is shown.",
    "compose_unready": "The model cannot be asked now ({why}); until it can, answers are quotes.",
}

ZH = {
    "compose": "回答方式",
    "compose_quotes": "原文引句",
    "compose_llm": "由 {model} 撰写",
    "compose_none": "回答由原文引句组成。如果也想让语言模型撰写，请设置 YINJU_LLM_MODEL（见 README 的“A language model”一节），然后重新启动。",
    "compose_looking": "正在查看 {model} 是否可用。",
    "compose_ready": "可用：{what}。它写的内容会先与文章核对，再显示出来。",
    "compose_unready": "语言模型现在不可用（{why}）；在它可用之前，回答由原文引句组成。",
}
