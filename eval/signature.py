"""What stands beside every figure: which program measured what, with what."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent
_SOURCES = ("index", "rag", "seeds", ":(glob)eval/**/*.py")


@cache
def commit() -> str:
    """Return the commit that runs, with a + when files of the program differ from it; "unknown" outside a checkout."""
    top = _git("rev-parse", "--show-toplevel")
    if not top or Path(top).resolve() != _ROOT:
        return "unknown"
    changed = _git("status", "--porcelain", "--", *_SOURCES)
    return f"{_git('rev-parse', '--short=10', 'HEAD')}{'+' if changed else ''}"


@cache
def program(*floors: str) -> str:
    """Return twelve hexadecimal digits over the files of some floors, or over single ones: equal digits, equal behaviour."""
    total = hashlib.sha256()
    for path in sorted(path for floor in floors for path in ((_ROOT / floor), *(_ROOT / floor).rglob("*"))):
        if path.suffix in {".py", ".npz", ".txt"} or path.parent.name == "calibration":
            total.update(f"{path.relative_to(_ROOT)}\0".encode() + path.read_bytes())
    return total.hexdigest()[:12]


def yinju_version() -> str:
    """Return the version that is installed."""
    return version("yinju")


def line(signature: Mapping[str, Any]) -> str:
    """Return a signature as the line that stands under a table."""
    return " · ".join(f"{name} {value}" for name, value in signature.items())


def _git(*arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(_ROOT), *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
