"""Signing up, in and out, and one's own account."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("comptes", __name__, url_prefix="/compte", template_folder="templates")
