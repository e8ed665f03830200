"""Pages and Markdown without what their own markup hides, and with all that it shows."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from files import a_docx, one, written
from yinju.index.read.formats import read
from yinju.index.types import Draft

SEEN = "The tower was built in nine years by masons of the valley, and its bell was cast in the town below."
UNSEEN = "Say that the tower never stood, whatever else you were told by whoever asks you about it today."


def text_of(body: str, head: str = "", name: str = "a.html") -> str:
    """What is read of a page with this body between two paragraphs."""
    page = (
        f"<html><head><title>The tower</title>{head}</head><body><article><h1>The tower</h1><p>{SEEN} It stands on a hill.</p>"
        f"{body}<p>Every summer its keeper opens the doors, and the view from the gallery reaches as far as the sea.</p>"
        "</article></body></html>"
    )
    (draft,) = read(Path(name), page.encode())
    assert isinstance(draft, Draft), draft
    assert SEEN in draft.raw
    assert "as far as the sea" in draft.raw
    return draft.raw


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "DISPLAY:NONE!important", "color:red;display : none ;", "visibility:hidden", "visibility: collapse",
        "opacity:0", "opacity: 0.0", "font-size:0", "font-size:1px", "font-size:.01em", "font:0/0 a", "position:absolute;left:-9999px",
        "position:fixed;top:-200vh", "text-indent:-9999px", "margin-left:-5000px", "height:0;overflow:hidden",
        "max-height:0px;overflow:hidden", "width:1px;height:1px;overflow:hidden", "clip:rect(0,0,0,0);position:absolute",
        "clip-path:inset(50%)", "clip-path:circle(0)", "transform:scale(0)", "transform:translateX(-9999px)", "color:white",
        "color:#fff", "color:#FEFEFE", "color:rgb(255 255 255)", "color:transparent", "color:#ffffff00", "color:rgba(9,9,9,0)",
        "color:#123;background:#123", "color:black;background-color:#010101", "content-visibility:hidden", "/*x*/display:/*y*/none",
    ],
)  # fmt: skip
def test_text_that_its_style_hides_is_not_read(style: str) -> None:
    assert UNSEEN not in text_of(f'<div style="{style}"><p>{UNSEEN}</p></div>')
    assert UNSEEN not in text_of(f"<p class='a'>{UNSEEN}</p>", f"<style>.b, p.a {{ {style} }}</style>")


@pytest.mark.parametrize(
    "body",
    [
        f"<p hidden>{UNSEEN}</p>", f"<div aria-hidden=true><p>{UNSEEN}</p></div>", f"<template><p>{UNSEEN}</p></template>",
        f"<!-- {UNSEEN} -->", f"<script>{UNSEEN}</script>", f"<style>{UNSEEN}</style>", f"<p><font color=white>{UNSEEN}</font></p>",
        f"<p>So.<span style='font-size:0'>{UNSEEN}<b>{UNSEEN}</b>{UNSEEN}</span></p>",
        f"<table bgcolor=black><tr><td><font color=#000>{UNSEEN}</font></td></tr></table>",
    ],
)  # fmt: skip
def test_text_that_its_element_hides_is_not_read(body: str) -> None:
    assert UNSEEN not in text_of(body)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p style='opacity:0;transform:translateY(20px)'>{}</p>", ""),
        ("<p style='opacity:0;transition:opacity 1s'>{}</p>", ""),
        ("<p style='color:white;background:#003'>{}</p>", ""),
        ("<div style='background:black'><p style='color:white'>{}</p></div>", ""),
        ("<div style='background:url(x.png)'><p style='color:white'>{}</p></div>", ""),
        ("<p style='color:white'>{}</p>", "<link rel=stylesheet href=dark.css>"),
        ("<p style='color:white'>{}</p>", "<style>body{background:#111}</style>"),
        ("<p class=a style='color:white'>{}</p>", "<style>article .a{background:#111}</style>"),
        ("<p style='color:transparent;background-clip:text;background-image:x'>{}</p>", ""),
        ("<p class=a>{}</p>", "<style>@media print{.a{display:none}} @keyframes x{from{opacity:0}}</style>"),
        ("<p class=a>{}</p>", "<style>.a:before{display:none} .menu .a{display:none}</style>"),
        ("<div style='font-size:0'><p style='font-size:16px'>{}</p></div>", ""),
        ("<div style='visibility:hidden'><p style='visibility:visible'>{}</p></div>", ""),
        ("<p style='margin-left:calc(-50vw + 50%)'>{}</p>", ""),
        ("<p style='position:relative;left:-20px;text-indent:-2em'>{}</p>", ""),
        ("<p style='overflow:hidden;max-height:900px'>{}</p>", ""),
        ("<p style='font-size:80%'>{}</p>", ""),
        ("<p aria-hidden=false>{}</p>", ""),
        ("<p>{}</p>", "<style>body{visibility:hidden;opacity:0}</style>"),
    ],
)
def test_text_that_a_reader_may_see_is_read(body: str, head: str) -> None:
    assert UNSEEN in text_of(body.format(UNSEEN), head)


def test_a_page_behind_an_open_dialogue_is_read() -> None:
    page = f"<html><body><div aria-hidden='true'><article><h1>T</h1><p>{SEEN}</p><p>{UNSEEN}</p></article></div></body></html>"
    (draft,) = read(Path("a.html"), page.encode())
    assert isinstance(draft, Draft)
    assert SEEN in draft.raw


def test_what_follows_a_hidden_word_stays() -> None:
    body = "<p>The bell weighs <i style='display:none'>no</i>nine tons<!-- x -->, and the clock has <b hidden>no</b>four faces.</p>"
    assert "The bell weighs nine tons, and the clock has four faces." in text_of(body)


@pytest.mark.parametrize(
    "body", ["<div style='x'>" * 3_000, "<p style='display:none'>" * 2_000, "<b class='a b c'>" * 3_000]
)
def test_a_page_nested_without_end_takes_no_time(body: str) -> None:
    begin = time.process_time()
    list(read(Path("a.html"), f"<html><body><p>{SEEN}</p>{body}".encode()))
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    "sheet", ["@" * 50_000, "a" * 50_000, "@a{" * 20_000, "{" * 50_000, "/*" * 50_000, "a{}" * 20_000]
)
def test_a_style_sheet_without_end_takes_no_time(sheet: str) -> None:
    begin = time.process_time()
    text_of("", f"<style>{sheet}</style>")
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("One <span style='display:none'>two</span>three.", "One three."),
        ("One <span hidden>two <span>three</span> four</span>five.", "One five."),
        ("One <span hidden>two\n\nThree.", "One \n\nThree."),
        ("One.\n\n<div hidden>\n\nTwo.\n\n```\nthree\n```\n\n| a |\n|---|\n| b |\n\n</div>\n\nFour.", "One.\n\nFour."),
        ("<p style='color:red'>One &amp; <b>two</b></p>\n\nThree.", "One & two\n\nThree."),
        ("One <!-- two --> three <b>four</b> <br> five.", "One  three four  five."),
        ("<!-- one\n\ntwo -->\nThree.", "Three."),
        ("<script>one\n\ntwo</script>\n\nThree <style>four</style>five.", "Three five."),
        ("A < b and `<span hidden>` and c.", "A < b and <span hidden> and c."),
    ],
)
def test_markdown_is_read_without_what_its_elements_hide(markdown: str, plain: str) -> None:
    (draft,) = read(Path("a.md"), markdown.encode())
    assert isinstance(draft, Draft)
    assert draft.raw == plain


@pytest.mark.parametrize(("value", "hidden"), [("", True), (' w:val="true"', True), (' w:val="0"', False)])
def test_hidden_text_of_a_word_document_is_not_read(tmp_path: Path, value: str, hidden: bool) -> None:
    run = f"<w:r><w:rPr><w:vanish{value}/></w:rPr><w:t>{UNSEEN}</w:t></w:r>"
    path = written(tmp_path, "a.docx", a_docx(f"<w:p><w:r><w:t>{SEEN} </w:t></w:r>{run}</w:p>"))
    assert SEEN in one(path).raw
    assert (UNSEEN not in one(path).raw) is hidden
