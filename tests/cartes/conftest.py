"""What the tests of this room share."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests import fabrique


@pytest.fixture
def loire(client: FlaskClient) -> FlaskClient:
    """A visitor of the Loire's platform."""
    fabrique.plateforme()
    return client
