"""Question in, cited and verified answer out."""

from yinju.rag.pipeline import Yinju

__all__ = ["Yinju"]
