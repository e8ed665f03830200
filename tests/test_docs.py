"""The README is true: its commands run, its transcript and figures are what the program really says."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent


def between(start: str, end: str) -> str:
    return README.split(start)[1].split(end)[0]


def test_the_transcript_is_what_the_program_prints(tmp_path: Path) -> None:
    block = (
        between("<!-- transcript -->", "<!-- /transcript -->").strip().removeprefix("```console\n").removesuffix("```")
    )
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    subprocess.run(["yinju", "ask", "warm up"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    parts = re.split(r"^\$ (.+)$", block, flags=re.MULTILINE)[1:]
    assert len(parts) >= 4
    for command, expected in zip(parts[::2], parts[1::2], strict=True):
        printed = subprocess.run(shlex.split(command), cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert printed.returncode == 0
        assert printed.stdout.strip() == expected.strip()


def test_the_python_example_runs(tmp_path: Path) -> None:
    code = re.search(r"```python\n(.+?)```", README, re.DOTALL)
    assert code is not None
    (tmp_path / "fund.txt").write_text("Mina Okafor chairs the fund. It was founded in Lagos.")
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}"}
    subprocess.run(["yinju", "add", "fund.txt", "--library", "news"], cwd=tmp_path, env=environment, check=True)
    result = subprocess.run([sys.executable, "-c", code[1]], cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "Mina Okafor chairs the fund." in result.stdout


def test_every_command_and_option_named_exists(tmp_path: Path) -> None:
    named = set(re.findall(r"`yinju (add|list|show|remove|ask|check|chat|models|eval)", README))
    assert named == {"add", "list", "ask", "check", "chat", "models", "eval"}
    for command, options in (
        (
            "ask",
            (
                "--json",
                "--compose",
                "--language",
                "--since",
                "--until",
                "--facet",
                "--source",
                "--library",
                "--receipt",
            ),
        ),
        ("check", ("--json", "--sources", "--library")),
        ("add", ("--include", "--exclude", "--watch", "--library")),
        ("chat", ("--port", "--host", "--auth", "--library")),
    ):
        text = subprocess.run(
            [str(BIN / "yinju"), command, "--help"], capture_output=True, text=True, cwd=tmp_path
        ).stdout
        for option in options:
            assert option in text
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`?make ([a-z]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE) or target == "and"


@pytest.mark.slow
@pytest.mark.skipif(
    not (ROOT / ".venv" / ".installed").exists(), reason="`make chat` would install first; CI has done so"
)
def test_make_chat_opens_a_page_that_answers_within_six_seconds(tmp_path: Path) -> None:
    """The README's first command, started, probed and stopped."""
    library = tmp_path / "library"
    prepared = subprocess.run(
        [str(BIN / "yinju"), "ask", "warm up"], cwd=tmp_path, env={**os.environ}, capture_output=True, check=True
    )
    assert prepared.returncode == 0
    (tmp_path / ".yinju").rename(library)
    subprocess.run(
        ["make", "--silent", "install"], cwd=ROOT, capture_output=True, check=True
    )  # a second start is timed
    port = 17_861
    begin = time.monotonic()
    process = subprocess.Popen(
        ["make", "--silent", "chat", f"ARGS=--library {library} --port {port}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        page = ""
        while not page and time.monotonic() - begin < 60:
            try:
                page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).read().decode()
            except OSError:
                time.sleep(0.05)
        took = time.monotonic() - begin
        assert "Yinju" in page
        # 6 s is the goal on a quiet machine; a busy one is allowed three times as long
        assert took < 18, f"{took:.1f} s"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(10)
