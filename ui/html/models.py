"""Whether a language model can be asked, in the words of the page."""

from __future__ import annotations

from yinju.rag.models import State
from yinju.ui.strings import Interface, say


def described(state: State, interface: Interface) -> str:
    """Return what a model is or why it cannot be asked; a state without a phrase says so in its own words."""
    return say(f"model_{state.phrase}", interface, **state.values) if state.phrase else state.what
