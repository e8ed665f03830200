"""Where sources disagree about what was asked: which values they state instead of each other, and where."""
