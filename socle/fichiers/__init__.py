"""Pictures that people send: made small and safe, kept in a folder, served for ever.

What is kept is never what was sent: every picture is drawn anew, without its metadata. A picture
is named by its own content, so it never changes and may be cached without end. Private papers
are not kept here.
"""
