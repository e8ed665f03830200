"""Text from outside as Markdown: it reads as it does and becomes nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from yinju.rag.inert import for_reading
from yinju.ui.markdown import address, inert

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TRICKS = [
    "<script>alert(1)</script>", "![x](https://evil.example/?q=1)", "[a](javascript:alert(1))", "[a]: https://evil.example",
    "[^1]: mine", "[^1] [1] 【2】", "# Title", "## C# and F#", "- item", "+ item", "1. first", "1986) a year", "> [!NOTE] verified",
    "```", "~~~", "    code", "---", "===", "***", "| a | b |", "~~gone~~", "_a_ __b__ snake_case *c* **d**", "`x`", "\\", "\\*",
    "&lt;b&gt; &#60; &amp;amp;", "<https://evil.example>", "https://evil.example www.evil.example ada@evil.example",
    "$$\\href{javascript:alert(1)}{x}$$", "{: onclick=alert(1)} {{7*7}} {% x %}", "==marked==", ": term", "a\nb", "", "  ", "=x", "*",
]  # fmt: skip


def read(text: str) -> list[Token]:
    """The tokens of a page, those inside a line too."""
    tokens = READER.parse(text)
    return [inner for token in tokens for inner in (token, *(token.children or ()))]


def seen(text: str) -> str:
    """What a reader sees of a page."""
    return "".join(token.content for token in read(text) if token.type in ("text", "text_special"))


def assert_inert(text: str) -> None:
    for before in ("", "Before: ", "- ", "## ", "*", "“"):
        after = {"*": "*", "“": "”"}.get(before, "")
        kinds = {token.type for token in read(f"{before}{inert(text)}{after}")}
        plain = {token.type for token in read(f"{before}plain{after}")}
        assert kinds <= plain | {"text_special"} or not for_reading(text), before
    assert seen(inert(text)) == for_reading(text)
    assert "\n" not in inert(text)


@pytest.mark.parametrize("text", TRICKS)
def test_what_markdown_acts_on_is_shown_as_it_is_written(text: str) -> None:
    assert_inert(text)


@settings(deadline=None)
@given(st.text(alphabet="\\`*_[]<>#|~$^{}=:/&;@.-+!() 1a\n\tw引。", max_size=12) | st.text(max_size=40))
def test_any_text_reads_as_it_does(text: str) -> None:
    assert_inert(text)


@pytest.mark.parametrize("text", ["https://evil.example/a", "see http://a.b", "WWW.evil.example", "ada@evil.example"])
def test_nothing_in_a_text_becomes_a_link_by_itself(text: str) -> None:
    """Many readers make links of what looks like an address; ours are marked as such."""
    written = inert(text)
    assert not re.search(r"(?<!\\)://|www\.|(?<!\\)@", written, re.IGNORECASE)
    assert seen(written) == text


@pytest.mark.parametrize(
    "text",
    ["Pudong has 600 firms, up 3%.", "浦东有600多家企业（2021年）。", "It's (really) so; isn't it?", "snake_case"],
)
def test_usual_text_is_written_as_it_is(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.org/otters?x=1&y=2#z", "<https://a.org/otters?x=1&y=2#z>"),
        ("http://新闻.example/文章", "<http://新闻.example/文章>"),
        ("https://a.org/<script>", "<https://a.org/%3Cscript%3E>"),
        ("https://a.org/\u202egpj.exe", "<https://a.org/%E2%80%AEgpj.exe>"),
        ("https://a.org/a b\nc", "<https://a.org/a%20b%0Ac>"),
        ("javascript:alert(1)//https://a.org", "javascript:alert(1)//https\\://a.org"),
        ("file:///etc/passwd", "file\\:///etc/passwd"),
        ("https:// /x", "https\\:// /x"),
        ("notes/otters.md", "notes/otters.md"),
        ("", ""),
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str, shown: str) -> None:
    assert address(url) == shown


@settings(deadline=None)
@given(st.text(max_size=30))
def test_an_address_leads_where_it_says_and_holds_nothing_else(rest: str) -> None:
    tokens = read(address(f"https://a.org/{rest}"))
    (link,) = [token for token in tokens if token.type == "link_open"]
    assert str(link.attrs["href"]).startswith("https://a.org/")
    assert {token.type for token in tokens} == {
        "paragraph_open",
        "inline",
        "link_open",
        "text",
        "link_close",
        "paragraph_close",
    }
