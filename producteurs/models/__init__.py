"""Tables of the registry, by word of the trade."""

from producteurs.models.catalogue import (
    Allergene,
    Composition,
    Nature,
    Panier,
    Produit,
    TypeVente,
    Unite,
)
from producteurs.models.dossier import (
    PASSAGES_DOSSIER,
    Dossier,
    EtatDossier,
    Situation,
)
from producteurs.models.fraicheur import (
    PASSAGES_FRAICHEUR,
    DemandeConfirmation,
    Fraicheur,
    ReponseConfirmation,
)
from producteurs.models.importation import (
    PASSAGES_IMPORT,
    EtatImport,
    Import,
    IssueLigne,
    LigneImport,
    OrigineImport,
    SourceImport,
)
from producteurs.models.piece import (
    PASSAGES_PIECE,
    EtatPiece,
    Piece,
    SortePiece,
)
from producteurs.models.producteur import (
    PASSAGES_LABEL,
    EtatLabel,
    Famille,
    Genre,
    Label,
    ModeVente,
    PrecisionPosition,
    Producteur,
    ProducteurFamille,
    ProducteurMode,
    SorteLabel,
)
from producteurs.models.rapprochement import (
    PASSAGES_RAPPROCHEMENT,
    EtatRapprochement,
    Fusion,
    Rapprochement,
)
from producteurs.models.regles import (
    ReglesChambre,
)
from producteurs.models.revision import (
    PASSAGES_REVISION,
    EtatRevision,
    Revision,
)
from producteurs.models.signalement import (
    PASSAGES_SIGNALEMENT,
    EtatSignalement,
    MotifSignalement,
    Signalement,
)
from producteurs.models.verification import (
    AVIS_FAVORABLES,
    ActiviteSirene,
    AvisBio,
    EtatSirene,
    VerificationSirene,
)
from producteurs.models.visite import (
    PASSAGES_VISITE,
    Conclusion,
    EtatVisite,
    Visite,
)

__all__ = [
    "AVIS_FAVORABLES",
    "PASSAGES_DOSSIER",
    "PASSAGES_FRAICHEUR",
    "PASSAGES_IMPORT",
    "PASSAGES_LABEL",
    "PASSAGES_PIECE",
    "PASSAGES_RAPPROCHEMENT",
    "PASSAGES_REVISION",
    "PASSAGES_SIGNALEMENT",
    "PASSAGES_VISITE",
    "ActiviteSirene",
    "Allergene",
    "AvisBio",
    "Composition",
    "Conclusion",
    "DemandeConfirmation",
    "Dossier",
    "EtatDossier",
    "EtatImport",
    "EtatLabel",
    "EtatPiece",
    "EtatRapprochement",
    "EtatRevision",
    "EtatSignalement",
    "EtatSirene",
    "EtatVisite",
    "Famille",
    "Fraicheur",
    "Fusion",
    "Genre",
    "Import",
    "IssueLigne",
    "Label",
    "LigneImport",
    "ModeVente",
    "MotifSignalement",
    "Nature",
    "OrigineImport",
    "Panier",
    "Piece",
    "PrecisionPosition",
    "Producteur",
    "ProducteurFamille",
    "ProducteurMode",
    "Produit",
    "Rapprochement",
    "ReglesChambre",
    "ReponseConfirmation",
    "Revision",
    "Signalement",
    "Situation",
    "SorteLabel",
    "SortePiece",
    "SourceImport",
    "TypeVente",
    "Unite",
    "VerificationSirene",
    "Visite",
]
