"""From what was chosen on the page to an order for a run; what does not fit is said in the page's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from yinju.eval.datasets import open_dataset
from yinju.eval.errors import DatasetInvalid, RunInvalid
from yinju.eval.order import Order
from yinju.eval.setup import Setup
from yinju.eval.shipped import SHIPPED
from yinju.index.errors import UsageError
from yinju.rag import models, settings
from yinju.ui.html.models import described
from yinju.ui.strings import Interface, say

FOLDER = "eval-runs"
"""The name of the folder of runs beside a library."""

OTHER = "other"
"""What is chosen when the set is named by its path."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen: a shipped set by name or another by path, how answers are written, what is left out, and where to."""

    dataset: str
    path: str = ""
    compose: str = "quotes"
    without: Sequence[str] = ()
    folder: str = ""
    seed: int = 0

    @classmethod
    def of(cls, given: Order) -> Choice:
        """Return the choice that an order came from."""
        setup = given.setup
        return cls(OTHER, str(given.dataset), setup.compose, setup.without, seed=setup.seed)


def order(choice: Choice, interface: Interface) -> Order:
    """Return the order for a choice. Raises UsageError or DatasetInvalid in words of the page."""
    dataset = _dataset(choice, interface)
    if choice.compose == "llm":
        _ask_for_model(interface)
    setup = Setup("llm" if choice.compose == "llm" else "quotes", tuple(choice.without), choice.seed)
    try:
        return Order.of(open_dataset(dataset), setup)
    except DatasetInvalid as error:
        raise DatasetInvalid(say("eval_broken_set", interface, why=error)) from error


def _dataset(choice: Choice, interface: Interface) -> Path:
    if choice.dataset in SHIPPED:
        return SHIPPED[choice.dataset]
    named = choice.path.strip().strip("'\"")  # as a shell or a file manager copies it
    if not named:
        raise UsageError(say("eval_name_path", interface))
    path = Path(named).expanduser()
    if not path.exists():
        raise UsageError(say("eval_not_there", interface, path=named))
    if path.is_dir() and not all((path / name).is_file() for name in ("corpus.jsonl", "queries.jsonl")):
        raise DatasetInvalid(say("eval_no_set", interface, path=named))
    return path


def _ask_for_model(interface: Interface) -> None:
    """Raise UsageError when no language model is set up, or the one that is does not answer."""
    chosen = settings.read()
    if not chosen.llm_model:
        raise UsageError(say("eval_no_model", interface))
    state = models.state(chosen)
    if not state.ready:
        raise UsageError(say("eval_model_silent", interface, why=described(state, interface)))


def fresh(folder: Path, name: str, interface: Interface) -> Path:
    """Make and return a new folder for a run, named after the set and the day. Raises RunInvalid when that is not possible."""
    slug = "".join(c if c.isalnum() or c in "-." else "-" for c in name).strip("-.")[:60] or "set"
    first = f"{slug}-{datetime.now():%Y-%m-%d}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in count(1):
            path = folder / (first if number == 1 else f"{first}-{number}")
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise RunInvalid(say("eval_cannot_write", interface, folder=folder, why=error.strerror)) from error
    raise AssertionError("numbers do not end")
