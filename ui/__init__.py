"""Faces of Yinju: command line and web page. No logic that another face would need."""
