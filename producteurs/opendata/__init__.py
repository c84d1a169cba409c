"""Formats of the outside: files of producteurs read and checked, open data given away."""
