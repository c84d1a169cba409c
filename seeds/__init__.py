"""Reference data and the demonstration territory."""
