"""The crawled record format: one field a line, 标题 总结 关键词 …; 总结 and 重大事件摘要 are the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from yinju.index.types import Draft

_FACETS = ("关键词", "AI技术", "行业")
_field = re.compile(r"^(标题|链接|总结|关键词|AI技术|行业|重大事件摘要|发布时间|日期)[:：][ \t]*", re.MULTILINE)
_separator = re.compile(r"\s*[,，、;；]\s*")


def is_record(text: str) -> bool:
    """Say whether a text is in the record format: it opens with 标题 and has a body field."""
    fields = _field.findall(text)
    return (
        fields[:1] == ["标题"]
        and bool({"总结", "重大事件摘要"} & set(fields))
        and not text[: text.index("标题")].strip("\ufeff \n")
    )


def read_records(path: Path, text: str) -> Iterator[Draft]:
    """Yield a draft for every record in a text; each 标题 opens one."""
    records = _records(text)
    only = sum(1 for _ in _records(text)) == 1
    for number, fields in enumerate(records, 1):
        url = fields.get("链接") or None
        where = str(path) if only else f"{path}#{number}"
        yield Draft(
            identity=url or where,
            raw="\n\n".join(fields[name] for name in ("总结", "重大事件摘要") if fields.get(name)),
            where=where,
            title=fields.get("标题", ""),
            url=url,
            published=fields.get("发布时间") or fields.get("日期"),
            facets={name: tuple(filter(None, _separator.split(fields[name]))) for name in _FACETS if fields.get(name)},
        )


def _records(text: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each record, as they are written."""
    fields: dict[str, str] = {}
    name, begin = "", 0
    for match in _field.finditer(text):
        if name:
            fields[name] = text[begin : match.start()].strip()
        if match[1] == "标题" and fields:
            yield fields
            fields = {}
        name, begin = match[1], match.end()
    yield {**fields, name: text[begin:].strip()}
