"""Files and folders to drafts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from yinju.index.errors import UsageError
from yinju.index.read.paths import count_files, read_paths
from yinju.index.types import Draft, Unreadable

PAGE = """<html><head><title>Rates rise</title><link rel="canonical" href="https://example.org/rates"/>
<meta property="article:published_time" content="2022-03-04"/></head><body><nav>Home About</nav><article>
<h1>Rates rise</h1><p>The central bank raised its rate by a quarter of a point on Friday, and more will follow.</p>
<p>Markets had expected the step, and the currency hardly moved after it was announced in the capital.</p>
</article><footer>Copyright 2022</footer></body></html>"""
RECORDS = """标题: 第一条
链接: https://example.org/1
总结: 论坛在上海举行。
第二段在这里。
关键词: 人工智能, 国际合作
AI技术: 大模型，机器人
行业: 制造业、通信；金融
重大事件摘要: 以下是事件：

1. 论坛举行。

标题：第二条
总结：另一篇文章。
发布时间：2023年1月2日
"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(*paths: Path) -> list[Draft | Unreadable]:
    return list(read_paths(paths))


def one(path: Path) -> Draft:
    (draft,) = read(path)
    assert isinstance(draft, Draft), draft
    return draft


def failure(path: Path) -> Unreadable:
    (item,) = read(path)
    assert isinstance(item, Unreadable), item
    return item


def test_a_text_file_is_one_article_known_by_its_path(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "A headline\n\n工信部表示。\n")
    assert one(path) == Draft(identity=str(path), raw="A headline\n\n工信部表示。\n", where=str(path))


def test_a_relative_and_an_absolute_path_name_the_same_article(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Text.")
    assert one(Path("a.txt")) == one(path)  # every test runs inside its own folder


def test_byte_order_marks_and_foreign_line_ends_are_left_behind(tmp_path: Path) -> None:
    assert one(written(tmp_path, "a.txt", b"\xef\xbb\xbfOne.\r\nTwo.\rThree.")).raw == "One.\nTwo.\nThree."


@pytest.mark.parametrize("suffix", [".TXT", ".Md", ".markdown", ".JSONL"])
def test_the_case_of_a_suffix_does_not_matter(tmp_path: Path, suffix: str) -> None:
    assert one(written(tmp_path, f"a{suffix}", '{"text": "Body."}')).raw


def test_front_matter_says_what_a_markdown_article_is(tmp_path: Path) -> None:
    draft = one(
        written(
            tmp_path,
            "a.md",
            "---\ntitle: 'Rates: up'\nurl: https://example.org/a\ndate: 2021-07-13\nlang: en\n"
            "tags: [banks, rates]\nsource: Wire\nempty:\n---\n# Heading\n\nBody.\n",
        )
    )
    assert (draft.identity, draft.url) == ("https://example.org/a", "https://example.org/a")
    assert (draft.title, draft.published, draft.language) == ("Rates: up", "2021-07-13", "en")
    assert draft.facets == {"tags": ("banks", "rates"), "source": ("Wire",)}
    assert draft.raw == "Heading\n\nBody."


def test_without_front_matter_the_first_heading_is_the_title(tmp_path: Path) -> None:
    draft = one(written(tmp_path, "a.md", "## Small\n\n# Rates *rise*\n\n# Second\n\nBody.\n"))
    assert (draft.title, draft.url, draft.facets) == ("Rates rise", None, {})


def test_markdown_loses_its_markup_and_keeps_its_words(tmp_path: Path) -> None:
    draft = one(
        written(
            tmp_path,
            "a.md",
            "Some **bold**, `code` &amp; \\*stars\\*, a [link](https://example.org)![chart](x.png), <b>tag</b>.\n\n"
            "- first\n- second\n\n> quoted\n\n| Year | Rate |\n|---|---|\n| 2021 | 1.5 |\n\n```\nx = 1\n```\n",
        )
    )
    assert draft.raw.split("\n\n") == [
        "Some bold, code & *stars*, a link, tag.",
        *("first", "second", "quoted", "Year | Rate", "2021 | 1.5", "x = 1"),
    ]


def test_broken_front_matter_is_reported_with_its_line(tmp_path: Path) -> None:
    item = failure(written(tmp_path, "a.md", "---\nurl: https://example.org\ntitle: rates: up\n---\nBody.\n"))
    assert "at line 3" in item.why
    assert "quote" in item.why


def test_a_rule_that_is_never_closed_is_no_front_matter(tmp_path: Path) -> None:
    assert "title: x" in one(written(tmp_path, "a.md", "---\ntitle: x\n\nBody.\n")).raw


def test_a_web_page_gives_its_article_title_address_and_day(tmp_path: Path) -> None:
    draft = one(written(tmp_path, "a.html", PAGE))
    assert (draft.identity, draft.url) == ("https://example.org/rates", "https://example.org/rates")
    assert (draft.title, draft.published) == ("Rates rise", "2022-03-04")
    assert "raised its rate by a quarter of a point" in draft.raw
    assert "Home About" not in draft.raw
    assert "Copyright" not in draft.raw


def test_a_web_page_without_an_article_is_reported(tmp_path: Path) -> None:
    assert "no article text" in failure(written(tmp_path, "a.htm", "<html><body></body></html>")).why


def test_a_broken_row_is_reported_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = ['{"text": "One."}', "{oops", "", "[1]", '{"title": "no text"}', '{"text": ["a"]}', '{"text": "Last."}']
    path = written(tmp_path, "a.jsonl", "\n".join(rows))
    found = read(path)
    assert [item.raw for item in found if isinstance(item, Draft)] == ["One.", "Last."]
    failed = [item for item in found if isinstance(item, Unreadable)]
    assert [item.where for item in failed] == [f"{path}:{line}" for line in (2, 4, 5, 6)]
    assert "not valid JSON" in failed[0].why
    assert str(failed[0]) == f"{path}:2: {failed[0].why}"


def test_rows_of_a_beir_corpus_are_articles(tmp_path: Path) -> None:
    row = {"_id": "d 1", "title": "T", "text": "Body.", "metadata": {"url": "", "topic": ["a", "b"], "n": 3, "x": None}}
    path = written(tmp_path, "corpus.jsonl", json.dumps(row))
    draft = one(path)
    assert (draft.identity, draft.where) == (f"{path}#d 1", f"{path}:1")
    assert (draft.title, draft.raw) == ("T", "Body.")
    assert draft.facets == {"topic": ("a", "b"), "n": ("3",)}


def test_a_row_is_known_by_its_url_then_its_id_then_its_line(tmp_path: Path) -> None:
    rows = [{"text": "a", "id": 7, "link": "https://example.org/a"}, {"text": "b", "id": 7}, {"text": "c"}]
    path = written(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert [item.identity for item in read(path) if isinstance(item, Draft)] == [
        "https://example.org/a",
        f"{path}#7",
        f"{path}#3",
    ]


def test_metadata_fills_in_what_a_row_leaves_out(tmp_path: Path) -> None:
    row = {
        "text": "a",
        "date": "2021-07-13",
        "metadata": {"url": "https://example.org", "date": "1999-01-01", "lang": "zh"},
    }
    draft = one(written(tmp_path, "a.jsonl", json.dumps(row)))
    assert (draft.url, draft.published, draft.language) == ("https://example.org", "2021-07-13", "zh")


def test_a_row_may_hold_unicode_line_separators(tmp_path: Path) -> None:
    text = "One.\u2028Two.\x85Three."
    assert one(written(tmp_path, "a.jsonl", json.dumps({"text": text}, ensure_ascii=False))).raw == text


def test_a_crawled_record_becomes_title_url_facets_and_body(tmp_path: Path) -> None:
    first, _ = read(written(tmp_path, "a.txt", RECORDS))
    assert isinstance(first, Draft)
    assert (first.title, first.url, first.identity) == ("第一条", "https://example.org/1", "https://example.org/1")
    assert first.raw == "论坛在上海举行。\n第二段在这里。\n\n以下是事件：\n\n1. 论坛举行。"
    assert first.facets == {
        "关键词": ("人工智能", "国际合作"),
        "AI技术": ("大模型", "机器人"),
        "行业": ("制造业", "通信", "金融"),
    }


def test_a_file_may_hold_several_records(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", RECORDS)
    _, second = read(path)
    assert isinstance(second, Draft)
    assert (second.identity, second.where) == (f"{path}#2", f"{path}#2")
    assert (second.title, second.raw, second.published) == ("第二条", "另一篇文章。", "2023年1月2日")


@pytest.mark.parametrize("text", ["前言\n标题: 甲\n总结: 乙\n", "标题: 甲\n正文在这里。\n", "总结: 乙\n标题: 甲\n"])
def test_a_text_that_only_mentions_the_fields_is_no_record(tmp_path: Path, text: str) -> None:
    assert one(written(tmp_path, "a.txt", text)).raw == text


@pytest.mark.parametrize("content", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file_is_reported(tmp_path: Path, content: str) -> None:
    assert "empty" in failure(written(tmp_path, "a.txt", content)).why


def test_a_binary_file_is_reported(tmp_path: Path) -> None:
    assert "binary" in failure(written(tmp_path, "a.txt", b"PK\x03\x04\x00\x00")).why


def test_a_text_in_another_encoding_is_reported_with_the_way_to_convert_it(tmp_path: Path) -> None:
    item = failure(written(tmp_path, "a.txt", "人工智能产业".encode("gb18030")))
    assert "not UTF-8" in item.why
    assert "iconv -f GB18030 -t UTF-8" in item.why


def test_an_unknown_format_is_a_failure_when_named_and_ignored_in_a_folder(tmp_path: Path) -> None:
    path = written(tmp_path, "a.xyz", "Text.")
    assert not failure(path).ignored
    assert failure(tmp_path).ignored
    assert ".xyz" in failure(path).why
    assert ".md" in failure(path).why


def test_a_file_without_a_suffix_is_an_unknown_format(tmp_path: Path) -> None:
    assert "(no suffix)" in failure(written(tmp_path, "README", "Text.")).why


def test_one_broken_file_does_not_keep_the_others_out(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", "One.")
    written(tmp_path, "b.txt", b"\xff\xfe\x00")
    written(tmp_path, "c.txt", "Three.")
    assert [type(item) for item in read(tmp_path)] == [Draft, Unreadable, Draft]


def test_a_path_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.txt: no such file"):
        read(tmp_path / "nowhere.txt")


def test_hidden_files_and_folders_are_left_out(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "b/.cache/c.txt", "b/c.txt"):
        written(tmp_path, name, "Text.")
    assert [Path(item.where).name for item in read(tmp_path)] == ["c.txt"]


def test_a_hidden_folder_that_is_named_is_read(tmp_path: Path) -> None:
    written(tmp_path, ".notes/a.txt", "Text.")
    assert len(read(tmp_path / ".notes")) == 1


def test_a_folder_is_read_whole_and_in_a_stable_order(tmp_path: Path) -> None:
    names = ["b/z.txt", "a.txt", "b/a/y.txt", "c.txt", "b/x.txt"]
    for name in names:
        written(tmp_path, name, "Text.")
    found = [item.where for item in read(tmp_path)]
    assert found == sorted(str(tmp_path / name) for name in names)


def test_paths_are_read_in_the_order_they_are_given(tmp_path: Path) -> None:
    paths = [written(tmp_path, name, "Text.") for name in ("b.txt", "a.txt")]
    assert [item.where for item in read(*paths)] == [str(path) for path in paths]


def test_a_broken_link_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "gone.txt")
    assert "not a regular file" in failure(tmp_path).why


def test_the_count_for_the_progress_bar_is_of_articles(tmp_path: Path) -> None:
    written(tmp_path, "a.txt", "Text.")
    written(tmp_path, "b.jsonl", '{"text": "a"}\n\n{"text": "b"}\n')
    written(tmp_path, "c.xyz", "Text.")
    assert count_files([tmp_path, tmp_path / "missing"]) == len(
        [item for item in read(tmp_path) if isinstance(item, Draft)]
    )


def test_a_draft_that_says_the_same_has_the_same_digest(tmp_path: Path) -> None:
    path = written(tmp_path, "a.md", "---\ntags: [x]\ntitle: T\n---\nBody.")
    first = one(path).digest
    assert one(written(tmp_path, "a.md", "---\ntitle: T\ntags: [x]\n---\nBody.")).digest == first
    assert one(written(tmp_path, "a.md", "---\ntitle: T\ntags: [y]\n---\nBody.")).digest != first
