"""What every view is given and gives back, so that the page can hold any of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, NamedTuple

from yinju.rag.pipeline import Yinju


class Desk(NamedTuple):
    """What a view works with: the engine, and the hidden component whose value is the interface's language."""

    engine: Yinju
    interface: Any


@dataclass(frozen=True, slots=True)
class View:
    """What the page does with a view: bring it up to date when it is opened, and put it in another language.

    `refresh` is called with the interface's language and the values of `inputs` and gives those of `shown`: it serves
    both. Words that stand in labels and buttons are among what it gives. `personal` says that it takes Gradio's
    `request` too, because what it shows is somebody's own.
    """

    inputs: Sequence[Any]
    shown: Sequence[Any]
    refresh: Callable[..., Sequence[Any]]
    personal: bool = False


def asset(name: str) -> str:
    """Return a file of the page: a script or a style sheet."""
    return (resources.files("yinju.ui.app") / "assets" / name).read_text("utf-8")


def clicks() -> str:
    """Return the script by which an HTML component tells of clicks, see `yinju.ui.html.base.does`."""
    return asset("clicks.js")
