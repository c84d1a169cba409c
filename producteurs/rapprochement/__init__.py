"""Do two descriptions speak of one farm? Pure comparison, without the database."""

from producteurs.rapprochement.comparaison import Ressemblance, comparer
from producteurs.rapprochement.empreinte import Empreinte, prendre_empreinte
from producteurs.rapprochement.rapprocheur import Rapprocheur, rapprocher

__all__ = [
    "Empreinte",
    "Rapprocheur",
    "Ressemblance",
    "comparer",
    "prendre_empreinte",
    "rapprocher",
]
