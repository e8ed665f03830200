"""The search as a LangChain retriever, for chains of one's own."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from yinju.index.library import Library
from yinju.index.types import Filter


class YinjuRetriever(BaseRetriever):
    """Returns the best passages of a library as documents, with anchors in their metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = Field(default=6, ge=1)
    wanted: Filter = Filter()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        with self.library.view() as view:
            documents = []
            for hit in view.search(query, depth=self.k, with_sentences=0, wanted=self.wanted):
                article = view.article(hit.article_id)
                metadata = {
                    **{
                        "article_id": article.id,
                        "title": article.title,
                        "url": article.url,
                        "published": article.published,
                    },
                    **{
                        "language": hit.language,
                        "start": hit.start,
                        "end": hit.end,
                        "sha256": article.sha256,
                    },
                    **{"score": hit.score, "rank": hit.rank},
                }
                documents.append(Document(page_content=article.text[hit.start : hit.end], metadata=metadata))
            return documents
