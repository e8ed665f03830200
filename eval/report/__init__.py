"""A run as a page to read, and as tables for a document.

runs → sections (one a dataset) → tables, plots, the worst questions → page.html, or Markdown.
"""

from yinju.eval.report.page import page
from yinju.eval.report.text import markdown

__all__ = ["markdown", "page"]
