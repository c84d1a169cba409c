"""Translation marks for every room: French is the source language.

The one bridge to Flask-Babel, so that refusals and mails can be translated without importing
Flask; outside a request the French sentence is returned as it stands.
"""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

__all__ = ["_", "_l", "ngettext"]
