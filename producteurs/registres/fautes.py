"""What an adapter raises."""

from __future__ import annotations

from socle.exterieur import ServiceInjoignable


class RegistreInjoignable(ServiceInjoignable):
    """A public register gives no answer that can be used: nothing changes."""
