"""Ways to write an answer over numbered evidence."""
