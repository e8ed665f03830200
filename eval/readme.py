"""The tables of eval/README.md, written from finished runs: everything between a begin and an end mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from yinju.eval import goals
from yinju.eval.errors import RunInvalid
from yinju.eval.report import markdown
from yinju.eval.runs import Run, read_lines, write_text
from yinju.eval.signature import line

_REFUSED = Path(__file__).parent / "refused.jsonl"
_BEGIN, _END = "<!-- begin: ", "<!-- end -->"
_marked = re.compile(rf"({_BEGIN}([a-z]+) -->\n)(?:(?!{_BEGIN}).)*?({_END})", re.DOTALL)


# sections that another command writes; they are left as they are
_KEPT = ("bench", "written")


def check(path: Path) -> str:
    """Return the text of a README whose marks all fit. Raises RunInvalid, before anything is measured for it."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RunInvalid(f"{path} cannot be read ({error}); name the file whose tables are to be written") from error
    if unknown := [name for _, name, _ in _marked.findall(text) if name not in _MAKERS and name not in _KEPT]:
        raise RunInvalid(f"{path}: no table is called {unknown[0]!r}; there are {', '.join((*_MAKERS, *_KEPT))}")
    if not text.count(_BEGIN) == text.count(_END) == len(_marked.findall(text)):
        raise RunInvalid(f"{path}: every “{_BEGIN}NAME -->” needs an “{_END}” of its own behind it")
    return text


def write(path: Path, runs: Mapping[str, Run]) -> None:
    """Write the tables of a README anew. Raises RunInvalid when its marks do not fit."""

    def made(found: re.Match[str]) -> str:
        return found[0] if found[2] in _KEPT else f"{found[1]}{_MAKERS[found[2]](runs).strip()}\n{found[3]}"

    write_text(path, _marked.sub(made, check(path)))


def fill(path: Path, name: str, content: str) -> None:
    """Write one section of a README anew. Raises RunInvalid when its marks do not fit, or it has no such section."""
    text = check(path)
    if name not in {found for _, found, _ in _marked.findall(text)}:
        raise RunInvalid(f"{path} has no section “{_BEGIN}{name} -->”; add it where the table is to stand")
    write_text(path, _marked.sub(lambda m: f"{m[1]}{content.strip()}\n{m[3]}" if m[2] == name else m[0], text))


def _goals(runs: Mapping[str, Run]) -> str:
    parts = []
    for section, rows in goals.SECTIONS.items():
        used = dict.fromkeys(figure.dataset for row in rows for figure in row.figures if figure.dataset in runs)
        lines = [f"### {section}", "", *goals.table(rows, runs), "", _signature([runs[name] for name in used])]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _signature(runs: list[Run]) -> str:
    """Return one line for several runs: what they share once, their datasets and encoders one after the other."""
    if not runs:
        return "Not measured: the datasets were not there."
    shared = {**runs[0].signature}
    for name in ("dataset", "encoder"):
        shared[name] = ", ".join(
            dict.fromkeys(str(run.signature[name]) for run in runs if run.signature[name] != "none")
        )
    return f"<sub>{line({name: value for name, value in shared.items() if value != ''})}</sub>"


def _sets(runs: Mapping[str, Run]) -> str:
    return markdown([run for run in runs.values() if "without" not in run.signature])


def _ablations(runs: Mapping[str, Run]) -> str:
    ablated = {run.signature["dataset"] for run in runs.values() if "without" in run.signature}
    chosen = [run for run in runs.values() if run.signature["dataset"] in ablated]
    return markdown(sorted(chosen, key=lambda run: run.signature.get("without", ""))) if chosen else "Not measured."


def _refused(_: Mapping[str, Run]) -> str:
    rows = [f"| {row['method']} | {row['measured']} | {row['when']} |" for row in read_lines(_REFUSED)]
    return "\n".join(["| method | what it gave | measured at |", "|---|---|---|", *rows])


_MAKERS: Mapping[str, Callable[[Mapping[str, Run]], str]] = {
    "goals": _goals,
    "sets": _sets,
    "ablations": _ablations,
    "refused": _refused,
}
