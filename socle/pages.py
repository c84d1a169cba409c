"""Pages of long lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PAR_PAGE = 20
PAR_PAGE_MAXIMUM = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """``elements`` are those of page ``numero`` (from 1) out of ``total`` in all."""

    elements: Sequence[T]
    total: int
    numero: int
    par_page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.par_page))

    @property
    def precedente(self) -> int | None:
        return self.numero - 1 if self.numero > 1 else None

    @property
    def suivante(self) -> int | None:
        return self.numero + 1 if self.numero < self.pages else None
