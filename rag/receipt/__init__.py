"""Receipts: an answer with its anchors in a file that can be checked again years later, without any model."""

from yinju.rag.receipt.reading import is_receipt, loads
from yinju.rag.receipt.rechecking import recheck
from yinju.rag.receipt.shelf import Shelf, shelf_of
from yinju.rag.receipt.types import Receipt, Rechecked, RecheckedCitation, State
from yinju.rag.receipt.writing import dumps, of_answer, of_check

__all__ = [
    "Receipt",
    "Rechecked",
    "RecheckedCitation",
    "Shelf",
    "State",
    "dumps",
    "is_receipt",
    "loads",
    "of_answer",
    "of_check",
    "recheck",
    "shelf_of",
]
