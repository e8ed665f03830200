"""Crawled text to article text: mojibake mended, navigation and notices dropped, hard wrapping undone.

Works line by line and only on lines that are no sentence: a line that ends like a sentence goes only when
it is word for word one of the notices below.
"""

from __future__ import annotations

import re
from collections import Counter

import ftfy

from yinju.index.text.invisible import cleaned
from yinju.index.text.scripts import UNSPACED

_FTFY = ftfy.TextFixerConfig(
    uncurl_quotes=False,
    fix_character_width=False,
    fix_latin_ligatures=False,
    unescape_html=False,
    explain=False,
)
_baltic = re.compile("Ā(?=[\u00a0-\u00bf])")  # the UTF-8 lead byte C2 read as Baltic; ftfy knows only Western ones

# whole lines that are no part of any article, whatever they end with
_NOTICES = (
    r"back to (newsroom|top|home|list|news)|go to top|skip to (main )?content",
    r"(share|share by|share this|share on|follow us|tweet|print|e-?mail|tel|fax|menu|search|login|log in|sign in|sign up|subscribe)\W*",
    r"(share|tweet|like|pin|print|facebook|twitter|whatsapp|linkedin|telegram|weibo|wechat|\W)+",
    r"by admin|\[?(email|e-mail)\s?protected\]?|leave a (comment|reply)\W*|post a comment\W*",
    r"(\W|\d)*comments?(\W|\d|\(s\))*|your email address will not be published.*|required fields are marked.*",
    r"(this (web)?site|we) uses? (cookies|akismet)\b.*|learn how your comment data is processed\W*",
    r"((accept|allow|reject|decline|manage)( all)?( (the )?cookies)?|got it|i agree|read more|opt out|ok|advertisement|sponsored|ad|loading|click here)\W*",
    r"(privacy|terms|cookies?)( & cookies)?( policy| settings| preferences| notice| of (use|service))\W*|all rights reserved\W*",
    r"you (may|might) also (like|be interested in)\W*|(related|recommended|more|latest|popular|trending) (articles?|news|posts?|stories|reading)\W*",
    r"举报(/反馈)?|反馈|分享(到|至)?\W*|返回(顶部|首页|列表|搜狐)|打印|关闭(窗口)?|收藏|点赞|评论|登录|注册|首页|导航|更多\W*",
    r"(相关|推荐|延伸|热门)(阅读|新闻|推荐|文章|链接)\W*|猜你喜欢\W*|展开全文|(本网站|我们)使用\s*cookies?.*|(接受|拒绝|同意)(所有|全部)?\s*cookies?\W*|版权所有\W*",
)
# openings of notices: only of lines that end like no sentence
_OPENINGS = (
    r"go to forum\b.*|posted by .{1,40}|save my name, email.*|.{0,20}\d+ comments?\(s\)|(copyright|©).{0,80}",
    r"(see|read) (also|more|next)\b.*|also read\b.*|.*cookies? (policy|settings|preferences|notice)\W*(accept.*)?",
    r"original title\s*[:：].*|\[?editor( in charge)?\s*[:：].{1,40}\]?",
    r"(原标题|责任编辑|责编|编辑|来源链接|本文来源|审核)\s*[:：].{0,60}|[(（\[【](责任)?编辑\s*[:：].{1,30}",
    r"分享(到|至)\W*.{0,20}|返回搜狐.*|上一篇\s*[:：].*|下一篇\s*[:：].*|查看更多.*|点击.{0,12}(查看|阅读|进入).{0,12}",
    r"版权(所有|声明)\s*[:：©].{0,80}|.{0,20}备案号.*|扫一扫.{0,20}|微信扫.{0,20}|字号\W.{0,10}",
)
_notice, _opening = (
    re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) for patterns in (_NOTICES, _OPENINGS)
)
_tail_notice = re.compile(r"(举报/反馈|展开全文|返回搜狐，查看更多|Go to Forum\s*>>.{0,30})\s*$")
_breadcrumb = re.compile(r"^[^.。!?！？]{1,60}(\s[>»›→]\s|[»›>])\s*[^。！？]{1,160}$")
_ends_sentence = re.compile(r"[.。!！?？…।۔؟።။។][\"'”’」』)）\]】]*$")
_dateline = re.compile(
    r"^(?:(?:[\w.-]+\.(?:com|cn|org|net)\b\S*)|updated|published|posted|last modified|date|time|source"
    r"|发布时间|更新时间|时间|日期|发布|更新|(?:mon|tues|wednes|thurs|fri|satur|sun)day|[ap]\.?m\.?|gmt|utc|cst|bst|edt|est"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|[年月日时分秒]|[\d\s,.:：/|()\-–—+])+$",
    re.IGNORECASE,
)
_blank = re.compile(r"\n{3,}")


def clean(raw: str) -> str:
    """Return the article in a crawled text.

    Every line that reads as a sentence stays; what goes are notices, breadcrumbs, datelines, repeated short
    lines, a headline's repetitions, and single words above the headline. Spaces inside lines are kept.
    """
    lines = [line.strip() for line in mend(raw).split("\n")]
    lines = [_tail_notice.sub("", line) for line in lines]
    counts = Counter(lines)
    kept: list[str] = []
    seen: set[str] = set()
    text_begun = False
    for line in lines:
        sentence = bool(_ends_sentence.search(line))
        if line and (
            _notice.fullmatch(line)
            or (not sentence and (_opening.fullmatch(line) or _is_dateline(line)))
            or (not sentence and _is_breadcrumb(line, above_text=not text_begun))
            or (not sentence and counts[line] > 1 and (len(line) < 25 or line in seen))
        ):
            continue
        text_begun = text_begun or sentence
        seen.add(line)
        kept.append(line)
    return _blank.sub("\n\n", "\n".join(_unwrapped(_without_stray_head(kept)))).strip("\n")


def mend(raw: str) -> str:
    """Repair mojibake, line ends and control characters, drop what nobody sees; everything else stays as it is."""
    fixed = ftfy.fix_text(_baltic.sub("", raw.replace("\x00", "")), _FTFY)
    return cleaned(str(fixed))


def _is_breadcrumb(line: str, above_text: bool) -> bool:
    """One "greater than" may stand in a formula; among the text a breadcrumb has to have two separators."""
    return bool(_breadcrumb.match(line)) and (above_text or len(re.findall("[>»›→]", line)) > 1)


def _is_dateline(line: str) -> bool:
    return (
        len(line) < 90
        and any(c.isdigit() for c in line)
        and bool(_dateline.match(line))
        and bool(re.search(r"\d{4}", line))
    )


def _without_stray_head(lines: list[str]) -> list[str]:
    """Drop single words above the headline ("tel", "Home")."""
    body = [i for i, line in enumerate(lines) if _words(line) > 3]
    if not body:
        return lines
    return [line for i, line in enumerate(lines) if i >= body[0] or _words(line) > 1 or _ends_sentence.search(line)]


def _words(line: str) -> float:
    unspaced = len(re.findall(f"[{UNSPACED}]", line))
    return max(len(line.split()), unspaced / 2)


def _unwrapped(lines: list[str]) -> list[str]:
    """Join the lines of paragraphs that were wrapped at a fixed width (at least three lines, nearly equal)."""
    result: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        widths = [len(part) for part in block[:-1]]
        wrapped = len(block) > 2 and min(widths) >= 50 and max(widths) <= 100 and len(block[-1]) <= max(widths) + 5
        open_ends = sum(not _ends_sentence.search(part) for part in block[:-1])
        result += [" ".join(block)] if wrapped and open_ends * 2 > len(widths) else block
        result.append("")
        block = []
    return result
