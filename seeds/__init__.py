"""Sample articles, package data without logic."""
