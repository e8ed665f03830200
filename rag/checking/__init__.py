"""An answer from anywhere held against the articles: sentence by sentence, citation by citation."""

from yinju.rag.checking.check import check, stream
from yinju.rag.checking.types import CheckedAnswer, CheckedStatement, Fault, GivenCitation, Outcome

__all__ = ["CheckedAnswer", "CheckedStatement", "Fault", "GivenCitation", "Outcome", "check", "stream"]
