"""Which addresses of articles are kept."""

from __future__ import annotations

import pytest

from yinju.index.addresses import address


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=c#d", "HTTP://example.org", "ftp://example.org/a", "doi:10.1000/182", "urn:isbn:0451450523",
        "example.org/a", "example.org:8080/a", "localhost:8000/a", "/a/b", "//example.org/a", "a b", "https://例子.中国/新闻",
    ],
)  # fmt: skip
def test_an_address_that_leads_somewhere_is_kept_as_it_is(url: str) -> None:
    assert address(f" {url}\n") == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " java\tscript\n:alert(1)", "\x01javascript:alert(1)", "java\u200bscript:x",
        "javascript:1/alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd", "blob:https://example.org/a",
        "view-source:https://example.org", "C:\\articles\\a.txt",
        "https://example.org/a\n[2] verbatim", "https://example.org/\u202egpj.exe", "https://example.org/\x1b[31m", "", "  ", None,
    ],
)  # fmt: skip
def test_one_that_runs_or_reads_something_is_none(url: str | None) -> None:
    assert address(url) is None
