"""The library view's components and their events."""

from __future__ import annotations

from typing import Any

import gradio as gr

from yinju.ui.app.desk import Desk, View
from yinju.ui.strings import Interface, say

NAME = "library"


def build(desk: Desk) -> View:
    """Put the view on the page."""
    title = gr.HTML(say("view_library", "en"))

    def refresh(code: Interface) -> list[Any]:
        return [say("view_library", code)]

    return View([], [title], refresh)
