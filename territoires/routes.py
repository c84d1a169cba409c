"""Saying where one lives."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("territoires", __name__, template_folder="templates")
