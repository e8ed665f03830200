"""What the command line writes into a pipe, and to a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from rich.text import Text

from yinju.ui.styled import Styled
from yinju.ui.terminal import display, tell


def text() -> Styled:
    answer = Styled("陈英主持。", "bold")
    answer.append(" [1]", "cyan")
    answer.append(f"\n\n{'a long line ' * 20}\ta\t浦东\t[red]b\n")
    return answer


def test_a_pipe_gets_what_a_console_would_write_into_it(capsys: pytest.CaptureFixture[str]) -> None:
    written = io.StringIO()
    Console(file=written, highlight=False).print(Text.assemble(*text().parts), soft_wrap=True)
    display(text())
    assert capsys.readouterr().out == written.getvalue()


def test_colours_are_written_where_they_are_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    display(text())
    assert "\x1b[1m陈英主持。\x1b[0m" in capsys.readouterr().out


def test_what_goes_on_is_told_on_standard_error_without_steering_it(capsys: pytest.CaptureFixture[str]) -> None:
    tell("[bold]adding\x1b[2J")
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "[bold]adding␛[2J\n")
