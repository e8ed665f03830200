"""`python -m yinju.ui` is the command line."""

from yinju.ui.cli import main

main()
