"""Web plumbing: who may enter, one transaction per request, refusals, headers, formats.

It serves every room and knows none.
"""
