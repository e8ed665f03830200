"""`yinju repair` and `yinju reembed` as people and programs use them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest

import commands
from yinju.index.catalogue import FILE


def yinju(*arguments: str) -> subprocess.CompletedProcess[str]:
    ended = commands.run(*arguments, folder=Path.cwd())
    return subprocess.CompletedProcess(arguments, ended.returncode, ended.stdout.decode(), ended.stderr.decode())


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "otters.txt").write_text("The delta is home to forty otters. They eat two hundred kinds of fish.\n")
    (tmp_path / "herons.txt").write_text("The marsh is home to nine herons. They stand in the reeds all day.\n")
    added = yinju("add", str(tmp_path / "otters.txt"), str(tmp_path / "herons.txt"), "--library", str(tmp_path / "L"))
    assert added.returncode == 0, added.stderr
    return tmp_path / "L"


def spoil(library: Path, statement: str) -> None:
    with sqlite3.connect(library / FILE) as connection:
        connection.execute(statement)
    connection.close()


def test_from_a_damaged_library_to_a_mended_one(library: Path) -> None:
    assert yinju("repair", "--library", str(library)).stdout == f"{library}: 2 articles, all is well\n"
    spoil(library, "DELETE FROM sentences WHERE id = 1")
    spoil(library, "UPDATE embeddings SET vector = zeroblob(768) WHERE id = 4")
    checked = yinju("repair", "--check", "--library", str(library))
    assert checked.returncode == 1
    assert "wrong: " in checked.stdout
    assert f"run `yinju repair --library {library}`" in checked.stdout
    mended = yinju("repair", "--library", str(library))
    assert mended.returncode == 0, mended.stderr
    assert "mended: " in mended.stdout
    assert yinju("repair", "--check", "--library", str(library)).returncode == 0
    asked = yinju("ask", "How many otters live in the delta?", "--library", str(library))
    assert "The delta is home to forty otters. [1]" in asked.stdout


def test_what_is_lost_is_named_with_exit_code_1(library: Path) -> None:
    spoil(library, "UPDATE articles SET text = replace(text, 'forty', 'fifty')")
    result = yinju("repair", "--json", "--library", str(library))
    assert result.returncode == 1
    told = json.loads(result.stdout)
    assert set(told) == {"library", "articles", "found", "left", "lost", "emptied", "kept", "well"}
    assert told["articles"] == 1
    (address,) = told["lost"].values()
    assert address.endswith("otters.txt")
    assert Path(told["kept"][0]).exists()
    plain = yinju("repair", "--library", str(library))
    assert (plain.returncode, plain.stdout) == (0, f"{library}: 1 articles, all is well\n")


def test_a_library_of_another_encoder_is_changed_over_by_one_command(library: Path) -> None:
    spoil(library, "UPDATE meta SET value = 'another-model' WHERE key = 'encoder'")
    refused = yinju("ask", "otters?", "--library", str(library))
    assert refused.returncode == 1
    assert f"run `yinju reembed --library {library}`" in refused.stderr
    done = yinju("reembed", "--library", str(library))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"6 texts encoded; {library} belongs to multilingual-e5-small\n"
    again = yinju("reembed", "--library", str(library))
    assert again.stdout.startswith("0 texts encoded")
    assert "forty otters" in yinju("ask", "How many otters live in the delta?", "--library", str(library)).stdout


def test_no_library_is_an_error(tmp_path: Path) -> None:
    for command in ("repair", "reembed"):
        result = yinju(command, "--library", str(tmp_path / "nowhere"))
        assert result.returncode == 1
        assert "no library at" in result.stderr
