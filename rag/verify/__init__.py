"""Verdicts on citations, each with reasons a person can read."""
