"""Benchmarks of the whole and of its parts: ``python -m bench --help``. They print and record; no test asserts a time."""
