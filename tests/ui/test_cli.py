"""The command line as people and programs use it: a process, its output, its exit code."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import commands
from files import a_pdf, lines, written

KEYS = {
    *("question", "language", "answer", "refused", "reason", "compose", "statements", "citations"),
    *("conflicts", "hits", "timings_ms", "models"),
}


def yinju(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    ended = commands.run(*arguments, folder=folder, **environment)
    return subprocess.CompletedProcess(arguments, ended.returncode, ended.stdout.decode(), ended.stderr.decode())


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "otters.txt"
    path.write_text("Otters of the delta\n\nThe delta is home to forty otters. They eat two hundred kinds of fish.\n")
    return path


def test_from_a_file_to_a_cited_answer_and_back_to_nothing(tmp_path: Path, article: Path) -> None:
    added = yinju("add", str(article), "--library", "L", folder=tmp_path)
    assert added.returncode == 0, added.stderr
    assert added.stdout.startswith("1 added, 0 updated, 0 unchanged")
    again = yinju("add", str(article), "--library", "L", folder=tmp_path)
    assert "0 added, 0 updated, 1 unchanged" in again.stdout

    asked = yinju("ask", "How many otters live in the delta?", "--library", "L", "--json", folder=tmp_path)
    answer = json.loads(asked.stdout)
    assert set(answer) == KEYS
    assert not answer["refused"]
    citation = answer["citations"][0]
    assert citation["quote"] == "The delta is home to forty otters."
    assert citation["verdict"] == "verbatim"

    shown = json.loads(yinju("show", citation["article_id"], "--library", "L", "--json", folder=tmp_path).stdout)
    assert set(shown) == {"id", "title", "url", "published", "language", "facets", "sha256", "text"}
    assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]
    assert shown["sha256"] == citation["sha256"]

    listed = yinju("list", "--library", "L", "--json", folder=tmp_path).stdout.splitlines()
    assert [json.loads(line)["title"] for line in listed] == ["Otters of the delta"]
    assert "text" not in json.loads(listed[0])

    removed = yinju("remove", citation["article_id"], "--library", "L", folder=tmp_path)
    assert removed.stdout.startswith("1 removed")
    assert json.loads(yinju("ask", "otters?", "--library", "L", "--json", folder=tmp_path).stdout)["refused"]


def test_a_question_may_be_asked_of_a_folder_or_a_host_only(tmp_path: Path) -> None:
    for name, head, count in (
        ("news/otters.md", "url: https://delta.example.org/otters", "forty"),
        ("old/otters.md", "date: 1999-01-01", "nine"),
    ):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(f"---\ntitle: Otters\n{head}\n---\nThe delta is home to {count} otters.\n")
    yinju("add", "news", "old", "--library", "L", folder=tmp_path)
    question = ("ask", "How many otters live in the delta?", "--library", "L")
    for source, says, hides in (
        ("delta.example.org", "forty", "nine"),
        ("https://delta.example.org/any", "forty", "nine"),
        ("old/", "nine", "forty"),
    ):
        found = yinju(*question, "--source", source, folder=tmp_path).stdout
        assert says in found
        assert hides not in found
    both = yinju(*question, "--source", "old", "--source", "delta.example.org", folder=tmp_path).stdout
    assert "nine" in both
    assert "forty" in both
    nowhere = yinju(*question, "--source", "nowhere.example.org", folder=tmp_path)
    assert nowhere.returncode == 0
    assert "No article matches the chosen filters." in nowhere.stdout


def test_a_first_question_fills_the_default_library_with_samples_and_says_so(tmp_path: Path) -> None:
    first = yinju("ask", "Who is the chairman of Trinity Innovation Fund?", folder=tmp_path)
    assert "Gao Daming" in first.stdout
    assert "14 sample articles" in first.stderr
    assert (tmp_path / ".yinju").is_dir()
    refused = yinju("ask", "What was Tesla's revenue in 2023?", folder=tmp_path)
    assert refused.returncode == 0, "a refusal is a result"
    assert "No article mentions Tesla" in refused.stdout
    assert refused.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["ask", "anything", "--library", "nowhere"], 1, "no library at nowhere"),
        (["list", "--library", "nowhere"], 1, "no library at nowhere"),
        (["ask", "   "], 2, "the question is empty"),
        (["ask", "why " * 25_000], 2, "at most 2,000 are read"),
        (["ask", "why?", "--since", "2021-02-30"], 2, "write it as YYYY-MM-DD"),
        (["ask", "why?", "--facet", "topic"], 2, "NAME=VALUE"),
        (["ask", "why?", "--source", " "], 2, "a source is empty"),
        (["ask", "why?", "--compose", "magic"], 2, "choose quotes or llm"),
        (["add", "missing.txt", "--library", "L"], 2, "missing.txt: no such file"),
        (["add"], 2, "Missing argument"),
        (["chat", "--host", "0.0.0.0"], 2, "add --auth USER:PASSWORD"),
        (["chat", "--host", "0.0.0.0", "--auth", "onlyuser"], 2, "USER:PASSWORD"),
    ],
)
def test_a_wrong_request_is_answered_by_one_clear_sentence(
    tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    result = yinju(*arguments, folder=tmp_path)
    assert result.returncode == code
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert not any(tmp_path.iterdir()), "nothing half written"


def test_a_folder_of_good_and_bad_files_gives_the_good_ones_and_a_list_of_the_bad(
    tmp_path: Path, article: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "gb.txt").write_bytes("老港口在洪水之后重建。".encode("gb18030"))
    (tmp_path / "rows.jsonl").write_text('{"_id": "a", "text": "Herons stand in the reeds all day long."}\n{broken\n')
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    result = yinju("add", ".", "--library", "../library-of-this-test", folder=tmp_path)
    library = tmp_path.parent / "library-of-this-test"
    try:
        assert result.returncode == 1, "something failed"
        assert result.stdout.startswith("2 added")
        for name, why in (
            ("empty.txt", "empty"),
            ("binary.txt", "binary"),
            ("gb.txt", "not UTF-8"),
            ("rows.jsonl:2", "not valid JSON"),
            ("photo.jpg", "unknown format"),
        ):
            line = next(line for line in result.stderr.splitlines() if name in line)
            assert why in line
    finally:
        subprocess.run(["rm", "-rf", str(library)], check=True)


def test_a_citation_of_a_pdf_names_its_page(tmp_path: Path) -> None:
    pages = lines("Herons stand in the reeds all day."), lines("The delta is home to forty otters.")
    written(tmp_path, "birds.pdf", a_pdf(*pages))
    added = yinju("add", "birds.pdf", "--library", "L", folder=tmp_path)
    assert added.stdout.startswith("1 added"), added.stderr
    question = ("ask", "How many otters live in the delta?", "--library", "L")
    (citation,) = json.loads(yinju(*question, "--json", folder=tmp_path).stdout)["citations"]
    assert (citation["quote"], citation["page"]) == ("The delta is home to forty otters.", 2)
    assert "page 2, characters" in yinju(*question, folder=tmp_path).stdout
    shown = json.loads(yinju("show", citation["article_id"], "--library", "L", "--json", folder=tmp_path).stdout)
    assert shown["facets"] == {}
    assert shown["text"][citation["start"] : citation["end"]] == citation["quote"]


def test_patterns_choose_files_and_one_that_matches_nothing_gets_a_hint(tmp_path: Path) -> None:
    for name in ("a.md", "b.txt", "drafts/c.md"):
        written(tmp_path, f"in/{name}", f"Otters of {name[0]} swim.")
    patterns = ("--include", "*.md", "--include", "*.mdx", "--exclude", "drafts/*")
    result = yinju("add", "in", *patterns, "--library", "L", folder=tmp_path)
    assert result.returncode == 0
    assert result.stdout.startswith("1 added")
    assert "'*.mdx' matches no file in in" in result.stderr


def test_a_date_that_no_calendar_has_is_told_and_fails_nothing(tmp_path: Path) -> None:
    written(tmp_path, "a.csv", "text,date\nOtters swim.,2021-02-30\n")
    result = yinju("add", "a.csv", "--library", "L", folder=tmp_path)
    assert result.returncode == 0
    assert "added without a date: '2021-02-30' names no day" in result.stderr


@pytest.mark.slow
def test_a_watched_folder_is_followed_until_ctrl_c(tmp_path: Path) -> None:
    written(tmp_path, "in/a.txt", "Otters swim.")
    process = subprocess.Popen(
        [sys.executable, "-m", "yinju.ui", "add", "in", "--watch", "--library", "L"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        said = iter(process.stderr.readline, "")
        assert any("1 added" in line for line in said)
        written(tmp_path, "in/b.txt", "Herons stand.")
        (tmp_path / "in" / "a.txt").unlink()
        assert any("1 added, 0 updated, 1 removed" in line for line in said)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert out.startswith("2 added, 0 updated, 1 removed, 0 not added; L holds 1 articles")


@pytest.mark.slow
def test_a_library_of_another_encoder_is_named(tmp_path: Path, article: Path) -> None:
    import sqlite3

    yinju("add", str(article), "--library", "L", folder=tmp_path)
    with sqlite3.connect(tmp_path / "L" / "catalogue.sqlite") as connection:
        connection.execute("UPDATE meta SET value = 'another-model' WHERE key = 'encoder'")
    for arguments in (["ask", "otters?"], ["add", str(article)]):
        result = yinju(*arguments, "--library", "L", folder=tmp_path)
        assert result.returncode == 1
        assert "another-model" in result.stderr
    missing = yinju("ask", "otters?", folder=tmp_path, YINJU_ENCODER="/no/such/model", HF_HUB_OFFLINE="1")
    assert missing.returncode == 1
    assert "/no/such/model cannot be loaded" in missing.stderr


def test_an_unknown_article_is_named(tmp_path: Path, article: Path) -> None:
    yinju("add", str(article), "--library", "L", folder=tmp_path)
    for command in ("show", "remove"):
        result = yinju(command, "0123456789abcdef", "--library", "L", folder=tmp_path)
        assert result.returncode == 1
        assert "no article 0123456789abcdef" in result.stderr


def test_a_missing_language_model_leaves_the_quotes_and_says_so(tmp_path: Path) -> None:
    result = yinju(
        "ask", "Who is the chairman of Trinity Innovation Fund?", "--compose", "llm", "--json", folder=tmp_path
    )
    answer = json.loads(result.stdout)
    assert answer["compose"] == "quotes"
    assert "No language model is set up" in answer["reason"]
    assert answer["citations"][0]["verdict"] == "verbatim"


def test_a_model_file_that_is_not_there_is_told_and_the_quotes_are_the_answer(tmp_path: Path) -> None:
    missing = {"YINJU_LLM_MODEL": str(tmp_path / "none.gguf")}
    shown = yinju("models", "show", folder=tmp_path, **missing)
    assert "none.gguf: no such file or directory" in shown.stdout
    assert "(not ready)" in shown.stdout
    listed = yinju("models", "list", folder=tmp_path, **missing)
    assert "missing  language model" in listed.stdout
    asked = yinju("ask", "虹桥分论坛的开幕环节由谁主持？", "--compose", "llm", folder=tmp_path, **missing)
    assert asked.returncode == 0, asked.stderr
    assert "陈英" in asked.stdout
    assert "语言模型无法启动" in asked.stdout
    measured = yinju("eval", "run", "none.jsonl", "--out", "A", "--compose", "llm", folder=tmp_path, **missing)
    assert measured.returncode == 2
    assert "--compose llm: " in measured.stderr
