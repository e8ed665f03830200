"""Datasets and answers in, measures and comparisons out."""
