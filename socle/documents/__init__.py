"""Documents on paper: typeset by Typst as tagged PDF (PDF/UA-1) from a template and plain data."""
