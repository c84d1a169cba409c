"""Assembly: the only floor that knows every room.

Home and legal pages, site-wide templates and static files, the command line, and ``create_app``.
"""

from app.factory import create_app

__all__ = ["create_app"]
