"""Benchmarks: our pages beside a bare Flask page, our order beside the same statements by hand.

``make bench`` prints a table and writes ``build/bancs.json``. Ratios only: both sides run in the
same minute, on the same machine, in turn. Nothing here is a test; no test asserts a time.
"""
