"""Adapters of the public registers (Agence Bio, SIRENE). The only modules that speak to them."""
