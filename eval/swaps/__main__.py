"""`python -m yinju.eval.swaps STATEMENTS.jsonl CLAIMS.jsonl` writes the claims set that statements make."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from yinju.eval.datasets.lines import lines
from yinju.eval.swaps.claims import claims


def main() -> None:
    """Read statements, write claims."""
    parser = argparse.ArgumentParser(prog="yinju.eval.swaps", description=__doc__)
    parser.add_argument("statements", type=Path, help='items {"id", "en": {"source", "statement"}, "zh": {…}}')
    parser.add_argument("claims", type=Path, help="where the claims set goes; an old one is replaced")
    chosen = parser.parse_args()
    written = [json.dumps(claim, ensure_ascii=False) for line in lines(chosen.statements) for claim in claims(line)]
    chosen.claims.write_text("".join(f"{line}\n" for line in written), "utf-8")
    print(f"{len(written):,} claims in {chosen.claims}")


if __name__ == "__main__":
    main()
