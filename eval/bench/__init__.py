"""Speed, size and reliability, measured: `python -m yinju.eval.bench`; every part is a module of its own."""
