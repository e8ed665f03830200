"""What the command line says: results on standard output, everything else on standard error.

rich takes 20 ms to load, so it is loaded where something is coloured or drawn, and not for what goes into a pipe.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING

from yinju.ui.render import plain
from yinju.ui.styled import Styled

if TYPE_CHECKING:
    from rich.console import Console


@cache
def aside() -> Console:
    """Return what draws on standard error."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def tell(text: str) -> None:
    """Say on standard error what goes on, dimly."""
    aside().print(plain(text), markup=False, style="dim", soft_wrap=True)


def warn(text: str) -> None:
    """Say on standard error what should not be missed."""
    aside().print(plain(text), markup=False, soft_wrap=True)


def display(text: Styled) -> None:
    """Print a result, in colours where it goes to a terminal."""
    plain_text = text.plain
    if "\t" not in plain_text and not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        sys.stdout.write(f"{plain_text}\n")
        return
    from rich.console import Console
    from rich.text import Text

    Console(highlight=False).print(Text.assemble(*text.parts), soft_wrap=True)
