"""The command line over hostile articles, from files with hostile names to lists, texts and answers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hostile.articles import CASES
from hostile.asking import Asked
from hostile.faces import unseen
from yinju.ui.cli import app

NAMES = (
    "a file name that paints", "a link of a terminal in the title", "a title that goes on as a citation", "script in every field",
    "a right-to-left override", "C1 controls",
)  # fmt: skip


def printed(*arguments: str, code: int = 0) -> str:
    """What a command prints on both channels; asserts that nothing in it steers a terminal."""
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    assert not unseen(result.output, "\n\t")
    return result.output


def test_every_article_is_one_line_of_the_list(hostile: Asked) -> None:
    lines = printed("list", "--library", str(hostile.folder)).splitlines()
    assert len(lines) == len(CASES)
    assert all(re.match(r"[0-9a-f]{16}  ", line) for line in lines)
    rows = [json.loads(line) for line in printed("list", "--library", str(hostile.folder), "--json").splitlines()]
    assert {row["id"] for row in rows} == {line[:16] for line in lines}


@pytest.mark.parametrize("name", NAMES)
def test_an_article_is_shown_and_answers(hostile: Asked, name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    article = hostile.article(case)
    shown = printed("show", article.id, "--library", str(hostile.folder))
    assert shown.count("\n") == article.text.count("\n") + 4
    exact = json.loads(printed("show", article.id, "--library", str(hostile.folder), "--json"))
    assert (exact["text"], exact["title"], exact["sha256"]) == (article.text, article.title, article.sha256)


@pytest.mark.parametrize("name", NAMES[:3])
def test_a_question_is_answered(hostile: Asked, name: str) -> None:
    case = next(case for case in CASES if case.name == name)
    assert case.quote in printed("ask", case.ask, "--library", str(hostile.folder))
    answer = json.loads(printed("ask", case.ask, "--library", str(hostile.folder), "--json"))
    article = hostile.article(case)
    for citation in answer["citations"]:
        if citation["article_id"] == article.id:
            assert article.text[citation["start"] : citation["end"]] == citation["quote"]


def test_names_of_files_are_told_without_what_they_carry(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bad\x1b[31m\u202etxt.jsonl").write_text("{broken\x1b[2J\u202e\n")
    (folder / "\x1b]8;;https:evil\x07.exe").write_text("x")
    said = printed("add", str(folder), "--library", str(tmp_path / "L"), code=1)
    assert "␛[31m⟨U+202E⟩txt.jsonl" in said
    with pytest.raises(Exception, match="no article"):
        CliRunner().invoke(app, ["show", "\x1b[31m", "--library", str(tmp_path / "L")], catch_exceptions=False)


def test_a_question_of_broken_bytes_is_answered_in_utf_8(hostile: Asked) -> None:
    printed("ask", "How deep is Lake Orvel?\udcff \x1b[31m", "--library", str(hostile.folder), "--json").encode()
