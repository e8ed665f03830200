"""Articles in, ranked passages and sentences out."""
