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
    matches = list(_field.finditer(text))
    starts = [m.start() for m in matches if m[1] == "标题"]
    for number, start in enumerate(starts, 1):
        end = starts[number] if number < len(starts) else len(text)
        own = [m for m in matches if start <= m.start() < end]
        fields: dict[str, str] = {}
        for match, following in zip(own, [*own[1:], None], strict=True):
            fields[match[1]] = text[match.end() : following.start() if following else end].strip()
        url = fields.get("链接") or None
        where = str(path) if len(starts) == 1 else f"{path}#{number}"
        yield Draft(
            identity=url or where,
            raw="\n\n".join(fields[name] for name in ("总结", "重大事件摘要") if fields.get(name)),
            where=where,
            title=fields.get("标题", ""),
            url=url,
            published=fields.get("发布时间") or fields.get("日期"),
            facets={name: tuple(filter(None, _separator.split(fields[name]))) for name in _FACETS if fields.get(name)},
        )
