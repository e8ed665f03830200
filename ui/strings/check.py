"""Words of checking an answer or a receipt."""

from __future__ import annotations

EN = {
    "outcome_supported": "supported",
    "outcome_missing": "supported, not cited",
    "outcome_wrong": "wrong citation",
    "outcome_nowhere": "supported, citation leads nowhere",
    "outcome_partial": "partly supported",
    "outcome_contradicted": "contradicted",
    "outcome_unsupported": "not supported",
    "outcome_unchecked": "unchecked",
    "comes_nearest": "nearest:",
    "receipt_of": "Receipt of {day}, Yinju {version}: ",
    "you": "You asked",
}

ZH = {
    "outcome_supported": "有据",
    "outcome_missing": "有据，未标来源",
    "outcome_wrong": "引错来源",
    "outcome_nowhere": "有据，引用没有去处",
    "outcome_partial": "部分有据",
    "outcome_contradicted": "与原文矛盾",
    "outcome_unsupported": "无据",
    "outcome_unchecked": "未核实",
    "comes_nearest": "最接近的句子：",
    "receipt_of": "{day}开具的凭证，引据{version}：",
    "you": "你的问题",
}
