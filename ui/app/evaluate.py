"""The evaluate view's components and their events; what happens is in `yinju.ui.app.evaluating`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from yinju.eval.setup import PARTS
from yinju.eval.shipped import SHIPPED, count
from yinju.ui.app.desk import Desk, View, asset, clicks
from yinju.ui.app.evaluating import Evaluating, Shown
from yinju.ui.app.ordering import OTHER, Choice
from yinju.ui.app.place import Place
from yinju.ui.html.evaluate import intro, waiting, welcome
from yinju.ui.strings import Interface, say

NAME = "evaluate"
_SHOW_FOUND = "() => yinju_evaluate.showFound()"
_SHOW_COMPARED = "() => yinju_evaluate.showCompared()"


def build(desk: Desk) -> View:
    """Put the view on the page."""
    evaluating, interface = Evaluating(desk.engine), desk.interface
    with gr.Row():
        with gr.Column(scale=3, min_width=280):
            head = gr.HTML(intro("en"))
            sets = gr.Radio(_sets("en"), value="samples", label=say("eval_set", "en"), elem_id="yj-eval-sets")
            path = gr.Textbox(
                label=say("eval_path", "en"), info=say("eval_path_hint", "en"), visible=False, max_length=4_000, elem_id="yj-eval-path"
            )  # fmt: skip
            with gr.Accordion(say("eval_more", "en"), open=False, elem_id="yj-eval-more") as more:
                compose = gr.Radio(_composes(desk, "en"), value="quotes", label=say("eval_compose", "en"))
                parts = gr.CheckboxGroup(_parts("en"), label=say("eval_parts", "en"), info=say("eval_parts_hint", "en"))
                folder = gr.Textbox(
                    str(evaluating.folder), info=say("eval_folder_hint", "en"), label=say("eval_folder", "en"),
                    max_length=4_000, elem_id="yj-eval-folder",
                )  # fmt: skip
            start = gr.Button(say("eval_start", "en"), variant="primary", elem_id="yj-eval-start")
            notice = gr.HTML("", elem_id="yj-eval-notice")
            status = gr.HTML("", elem_id="yj-eval-status", js_on_load=clicks() + asset("evaluate.js"))
            stop = gr.Button(say("eval_stop", "en"), visible=False, size="sm", elem_id="yj-eval-stop")
            runs = gr.HTML("", elem_id="yj-eval-runs", js_on_load=clicks())
        with gr.Column(scale=7, min_width=280):
            found = gr.HTML(welcome("en"), elem_id="yj-eval-found", js_on_load=clicks())
            search = gr.Textbox(
                label=say("found_search", "en"), placeholder=say("found_search_hint", "en"), visible=False,
                max_length=500, elem_id="yj-eval-search",
            )  # fmt: skip
            listed = gr.HTML("", elem_id="yj-eval-listed", js_on_load=clicks())
    place = gr.Textbox(Place().text, visible="hidden", show_label=False)
    everything = [place, notice, status, stop, runs, found, search, listed]
    here = [place, folder, interface]

    def shown(now: Shown, code: Interface) -> list[Any]:
        parts = [
            now.notice,
            now.status,
            _if_known(now.running, lambda there: gr.Button(say("eval_stop", code), visible=there)),
        ]
        parts += [now.runs, now.found, _if_known(now.searchable, lambda there: _searching(now, there)), now.listed]
        return [
            _if_known(now.place, lambda there: there.text),
            *(gr.skip() if part is None else part for part in parts),
        ]

    def begin(chosen: str, at: str, how: str, without: Sequence[str], *values: Any) -> list[Any]:
        _, into, code = _here(*values)
        return shown(evaluating.start(Choice(chosen, at or "", how, without, into), code), code)

    def halt(*values: Any) -> list[Any]:
        return shown(evaluating.stop(*_here(*values)), values[-1])

    def tick(*values: Any) -> list[Any]:
        return shown(evaluating.tick(*_here(*values)), values[-1])

    def go_on(event: gr.EventData, *values: Any) -> list[Any]:
        _, into, code = _here(*values)
        return shown(evaluating.go_on(event._data["run"], into, code), code)

    def look(*values: Any) -> list[Any]:
        return shown(evaluating.view(*_here(*values)), values[-1])

    def open_run(event: gr.EventData, *values: Any) -> Iterator[list[Any]]:
        now, into, code = _here(*values)
        yield shown(Shown(found=waiting("eval_opening", code), listed="", searchable=False), code)
        yield shown(evaluating.open(event._data["run"], now, into, code), code)

    def compare(event: gr.EventData, *values: Any) -> Iterator[list[Any]]:
        now, into, code = _here(*values)
        if now.other not in ("", event._data["run"]):
            yield shown(Shown(found=waiting("eval_comparing", code), listed="", searchable=False), code)
        yield shown(evaluating.compare(event._data["run"], now, into, code), code)

    def show_all(*values: Any) -> list[Any]:
        now, into, code = _here(*values)
        return shown(evaluating.view(replace(now, whole=True), into, code), code)

    def list_at(now: Place, code: Interface) -> tuple[str, str]:
        return now.text, evaluating.listed(now, code)

    def seek(words: str | None, at: str, code: Interface) -> tuple[Any, Any]:
        now = Place.read(at)
        if (words or "") == now.wanted:  # the box was filled from the place
            return gr.skip(), gr.skip()
        return list_at(replace(now, wanted=words or "", page=1), code)

    def turn(words: str | None, at: str, code: Interface, event: gr.EventData) -> tuple[str, str]:
        return list_at(replace(Place.read(at), wanted=words or "", page=int(event._data["page"])), code)

    def limit(words: str | None, at: str, code: Interface, event: gr.EventData) -> tuple[str, str]:
        return list_at(replace(Place.read(at), wanted=words or "", outcome=event._data["outcome"], page=1), code)

    def refresh(code: Interface, at: str, into: str | None) -> list[Any]:
        labels = [
            intro(code), gr.Radio(_sets(code), label=say("eval_set", code)),
            gr.Textbox(label=say("eval_path", code), info=say("eval_path_hint", code)),
            gr.Accordion(label=say("eval_more", code)), gr.Radio(_composes(desk, code), label=say("eval_compose", code)),
            gr.CheckboxGroup(_parts(code), label=say("eval_parts", code), info=say("eval_parts_hint", code)),
            gr.Textbox(label=say("eval_folder", code), info=say("eval_folder_hint", code)), say("eval_start", code),
        ]  # fmt: skip
        now = evaluating.view(*_here(at, into, code))._replace(notice="")
        updates = shown(now, code)
        updates[everything.index(search)] = gr.Textbox(
            Place.read(at).wanted, label=say("found_search", code), placeholder=say("found_search_hint", code), visible=bool(now.searchable)
        )  # fmt: skip
        return [*labels, *updates]

    quiet: dict[str, Any] = {"show_progress": "hidden"}
    sets.change(lambda chosen: gr.Textbox(visible=chosen == OTHER), sets, path, **quiet)
    start.click(begin, [sets, path, compose, parts, *here], everything, **quiet)
    path.submit(begin, [sets, path, compose, parts, *here], everything, **quiet)
    stop.click(halt, here, everything, **quiet)
    status.tick(tick, here, everything, **quiet)
    gr.on([folder.submit, folder.blur], look, here, everything, **quiet)
    runs.select(open_run, here, everything, **quiet)
    runs.select(None, js=_SHOW_FOUND)
    runs.option_select(compare, here, everything, **quiet)
    runs.option_select(None, js=_SHOW_COMPARED)
    gr.on([runs.retry, found.retry], go_on, here, everything, **quiet)
    found.expand(show_all, here, everything, **quiet)
    # its input event tells of keys alone, and not of what is pasted
    search.change(seek, [search, place, interface], [place, listed], trigger_mode="always_last", **quiet)
    listed.select(turn, [search, place, interface], [place, listed], **quiet)
    listed.option_select(limit, [search, place, interface], [place, listed], **quiet)
    return View([place, folder], [head, sets, path, more, compose, parts, folder, start, *everything], refresh)


def _here(place: str, folder: str | None, code: Interface) -> tuple[Place, str, Interface]:
    """Return where a page is: its place and its folder of runs."""
    return Place.read(place), folder or "", code


def _searching(now: Shown, there: bool) -> Any:
    """Show the search box with what is looked for, or take it away."""
    return gr.Textbox(now.place.wanted, visible=there) if now.place else gr.Textbox(visible=there)


def _if_known(value: Any, update: Any) -> Any:
    return gr.skip() if value is None else update(value)


def _sets(code: Interface) -> list[tuple[str, str]]:
    own = [(say(f"eval_set_{name}", code, count=f"{count(name):,}"), name) for name in SHIPPED]
    return [*own, (say("eval_set_other", code), OTHER)]


def _composes(desk: Desk, code: Interface) -> list[tuple[str, str]]:
    model = desk.engine.llm
    written = say("eval_llm", code, model=model) if model else say("eval_llm_none", code)
    return [(say("eval_quotes", code), "quotes"), (written, "llm")]


def _parts(code: Interface) -> list[tuple[str, str]]:
    return [(say(f"eval_part_{name}", code), name) for name in PARTS]
