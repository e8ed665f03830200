"""`python -m yinju.eval.bench [CORPUS.jsonl]`: measure everything in one run, print the table, write the figures."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from yinju.eval import readme, signature
from yinju.eval.bench import machine, table
from yinju.eval.bench.articles import Corpus
from yinju.eval.bench.parts import PARTS
from yinju.eval.bench.types import QUICK, Bench, Outcome, Part, Plan, Unmeasured
from yinju.eval.runs import write_json
from yinju.index.errors import YinjuError
from yinju.rag import engines, settings

SECTION = "bench"
"""The marked section of a document that the tables are written into."""


def main() -> int:
    """Measure what is asked for; return 1 when a part failed."""
    chosen = _parser().parse_args()
    try:
        return _measured(chosen)
    except YinjuError as error:
        _tell(f"yinju: {error}")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yinju.eval.bench", description="Speed, size and reliability, measured.")
    parser.add_argument("corpus", nargs="?", type=Path, help="articles, one JSON object a line; without it the samples")
    parser.add_argument("--out", type=Path, default=Path("eval/results/bench.json"), help="file for every raw figure")
    parser.add_argument("--document", type=Path, help="document whose marked section is written anew (whole runs only)")
    parser.add_argument(
        "--only", nargs="+", choices=[part.name for part in PARTS], metavar="NAME", help="these parts: %(choices)s"
    )
    parser.add_argument("--runs", type=_positive, help="runs of every pair")
    parser.add_argument("--articles", type=_positive, help="articles that the runs of a pair add together")
    parser.add_argument("--size", type=_positive, help="articles in the library that is asked")
    parser.add_argument("--kills", type=_positive, help="kills while adding")
    parser.add_argument("--quick", action="store_true", help="a smoke run of seconds; its figures mean nothing")
    return parser  # fmt: skip


def _measured(chosen: argparse.Namespace) -> int:
    given = {name: getattr(chosen, name) for name in ("runs", "articles", "size", "kills")}
    plan = replace(QUICK if chosen.quick else Plan(), **{name: value for name, value in given.items() if value})
    if chosen.document:
        readme.check(chosen.document)
    there = chosen.corpus is not None and chosen.corpus.is_file()
    if chosen.corpus is not None and not there:
        _tell(f"{chosen.corpus} is not there: the sample articles are measured with")
    corpus = Corpus.read(chosen.corpus if there else None)
    configured = settings.read()
    parts = [part for part in PARTS if not chosen.only or part.name in chosen.only]
    record: dict[str, Any] = {
        "signature": _signature(corpus, plan),
        "machine": machine.described(),
        "plan": asdict(plan),
        "parts": {},
    }
    outcomes: dict[str, Outcome] = {}
    failed = False
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        if plan.quick:  # nothing of a smoke run is kept, and it never meets what is
            configured = replace(configured, cache=Path(temporary) / "cache")
        else:
            engines.prepare_once(configured, _tell)
        for part in parts:
            folder = Path(temporary) / part.name
            folder.mkdir()
            outcome, entry = _run(part, Bench(plan, configured, corpus, folder, _tell))
            outcomes[part.heading] = outcome
            record["parts"][part.name] = entry
            record["seconds"] = round(time.perf_counter() - begun, 1)
            failed |= "failed" in entry
            chosen.out.parent.mkdir(parents=True, exist_ok=True)
            write_json(chosen.out, record)  # after every part: what was measured is not lost
    text = _text(record, outcomes)
    print(text)
    if chosen.document and not (failed or chosen.only or plan.quick):
        readme.fill(chosen.document, SECTION, text)
    _tell(f"{record['seconds']:.0f} s; every figure is in {chosen.out}")
    return int(failed)


def _run(part: Part, bench: Bench) -> tuple[Outcome, dict[str, Any]]:
    """Measure one part; what cannot run here, or fails, is said in its place."""
    others = machine.busy(0.1 if bench.plan.quick else 1.0)
    if others is not None and others > machine.BUSY:
        bench.tell(f"warning: other programs use {others:.0%} of the processors; times are doubtful, ratios less so")
    bench.tell(f"{part.name} …")
    begin = time.perf_counter()
    entry: dict[str, Any] = {"heading": part.heading, "busy": others}
    try:
        outcome = part.measure(bench)
    except Unmeasured as reason:
        outcome = Outcome((), {}, (f"Not measured: {reason}.",))
        entry["unmeasured"] = str(reason)
    except (YinjuError, OSError, subprocess.SubprocessError) as error:
        outcome = Outcome((), {}, (f"Failed: {error}",))
        entry["failed"] = str(error)
        bench.tell(f"{part.name} failed: {error}")
    rows = [table.json_row(row) for row in outcome.rows]
    entry |= {
        "notes": outcome.notes,
        "rows": rows,
        "raw": outcome.raw,
        "seconds": round(time.perf_counter() - begin, 1),
    }
    return outcome, entry


def _text(record: Mapping[str, Any], outcomes: Mapping[str, Outcome]) -> str:
    shares = [entry["busy"] for entry in record["parts"].values() if entry["busy"] is not None]
    load = f"load {record['machine']['load'][0]} at the start"
    busy = f"{load}, other programs {max(shares):.0%} of the processors at most" if shares else load
    parts = [table.section(heading, outcome) for heading, outcome in outcomes.items()]
    line = signature.line(
        record["signature"] | {"machine": record["machine"]["host"], "Python": record["machine"]["python"]}
    )
    return "\n\n".join([*parts, f"<sub>{line} · {busy} · {record['seconds']:.0f} s in all</sub>"])


def _signature(corpus: Corpus, plan: Plan) -> dict[str, Any]:
    return {
        "version": signature.yinju_version(),
        "commit": signature.commit(),
        "articles": f"{corpus.name}@{corpus.digest}",
        "runs": plan.runs,
        "seed": plan.seed,
    }


def _positive(text: str) -> int:
    if (value := int(text)) < 1:
        raise ValueError(text)
    return value


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
