"""Logs: one line of JSON per event in production, readable lines elsewhere."""

from __future__ import annotations

import logging

import structlog

from socle.reglages import Reglages


def brancher_traces(reglages: Reglages) -> None:
    """Configure structlog for this process."""
    rendu = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if reglages.production
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            rendu,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
