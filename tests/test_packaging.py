"""What is in the package: every folder, every data file, nothing heavy."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("index", "rag", "eval", "ui", "seeds")


def test_every_package_folder_is_listed() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"])
    folders = {
        "yinju." + ".".join(path.parent.relative_to(ROOT).parts)
        for floor in FLOORS
        for path in (ROOT / floor).rglob("__init__.py")
    }
    assert listed == folders


@pytest.mark.slow
def test_the_wheel_is_small_and_holds_code_and_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.stat().st_size < 2_000_000
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = [path for floor in FLOORS for path in (ROOT / floor).rglob("*")]
    kept = {
        f"yinju/{path.relative_to(ROOT)}"
        for path in wanted
        if path.suffix in {".py", ".md", ".txt", ".npz", ".json", ".jsonl", ".tsv", ".css", ".js", ".html"}
        and not {"__pycache__", "results", "baseline"} & set(path.parts)  # figures are of the checkout
        and path != ROOT / "eval" / "README.md"
    }
    assert kept - names == set()
    assert not [name for name in names if name.startswith(("yinju/tests", "tests/"))]
