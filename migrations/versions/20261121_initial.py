"""The tables of every room."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from socle.db import InstantUTC

revision = "1d621a087570"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "battements",
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("quand", InstantUTC(), nullable=False),
        sa.PrimaryKeyConstraint("nom", name=op.f("pk_battements")),
    )
    op.create_table(
        "communes",
        sa.Column("code_insee", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column(
            "recherche",
            sa.String().with_variant(sa.String(collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("departement", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("epci", sa.String(), nullable=False),
        sa.Column("epci_nom", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("code_insee", name=op.f("pk_communes")),
    )
    with op.batch_alter_table("communes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_communes_departement"), ["departement"], unique=False)
        batch_op.create_index("ix_communes_lat_lon", ["lat", "lon"], unique=False)
        batch_op.create_index("ix_communes_recherche", ["recherche"], unique=False)

    op.create_table(
        "comptes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("courriel", sa.String(), nullable=False),
        sa.Column("prenom", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("mot_de_passe", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cree_le", InstantUTC(), nullable=False),
        sa.Column("confirme_le", InstantUTC(), nullable=True),
        sa.Column("demonstration", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comptes")),
        sa.UniqueConstraint("courriel", name=op.f("uq_comptes_courriel")),
    )
    op.create_table(
        "departements",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("du", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("region_nom", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_departements")),
    )
    with op.batch_alter_table("departements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_departements_region"), ["region"], unique=False)

    op.create_table(
        "ecritures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("partie", sa.String(), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("motif", sa.String(), nullable=False),
        sa.Column("ecrite_le", InstantUTC(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ecritures")),
    )
    with op.batch_alter_table("ecritures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ecritures_reference"), ["reference"], unique=False)

    op.create_table(
        "envois",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("destinataire", sa.String(), nullable=False),
        sa.Column("sujet", sa.String(), nullable=False),
        sa.Column("texte", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("piece_nom", sa.String(), nullable=False),
        sa.Column("piece_contenu", sa.LargeBinary(), nullable=True),
        sa.Column(
            "etat",
            sa.Enum(
                "a_envoyer", "envoye", "abandonne", name="etatenvoi", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("prochain_essai", InstantUTC(), nullable=False),
        sa.Column("derniere_erreur", sa.String(), nullable=False),
        sa.Column("cree_le", InstantUTC(), nullable=False),
        sa.Column("envoye_le", InstantUTC(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_envois")),
    )
    with op.batch_alter_table("envois", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_envois_destinataire"), ["destinataire"], unique=False)
        batch_op.create_index(
            "ix_envois_etat_prochain_essai", ["etat", "prochain_essai"], unique=False
        )

    op.create_table(
        "evenements_stripe",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("recu_le", InstantUTC(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evenements_stripe")),
    )
    op.create_table(
        "paiements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("jeton", sa.String(), nullable=False),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("libelle", sa.String(), nullable=False),
        sa.Column("courriel", sa.String(), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column(
            "moyen",
            sa.Enum("carte", "sur_place", name="moyen", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "etat",
            sa.Enum(
                "a_payer",
                "paye",
                "expire",
                "annule",
                name="etatpaiement",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("session_stripe", sa.String(), nullable=True),
        sa.Column("url_stripe", sa.String(), nullable=True),
        sa.Column("intention_stripe", sa.String(), nullable=True),
        sa.Column("cree_le", InstantUTC(), nullable=False),
        sa.Column("expire_le", InstantUTC(), nullable=True),
        sa.Column("paye_le", InstantUTC(), nullable=True),
        sa.CheckConstraint("montant_centimes > 0", name=op.f("ck_paiements_montant_positif")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paiements")),
        sa.UniqueConstraint("jeton", name=op.f("uq_paiements_jeton")),
        sa.UniqueConstraint("session_stripe", name=op.f("uq_paiements_session_stripe")),
    )
    with op.batch_alter_table("paiements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paiements_etat"), ["etat"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paiements_intention_stripe"), ["intention_stripe"], unique=False
        )
        batch_op.create_index("ix_paiements_objet", ["genre", "reference"], unique=False)

    op.create_table(
        "plateformes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column(
            "genre",
            sa.Enum("departement", "region", name="genreplateforme", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("couleur", sa.String(), nullable=False),
        sa.Column("accroche", sa.String(), nullable=False),
        sa.Column("presentation", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("mentions", sa.String(), nullable=False),
        sa.Column("centre_lat", sa.Double(), nullable=False),
        sa.Column("centre_lon", sa.Double(), nullable=False),
        sa.Column("zoom", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plateformes")),
        sa.UniqueConstraint("slug", name=op.f("uq_plateformes_slug")),
    )
    op.create_table(
        "tables_reference",
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("empreinte", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("nom", name=op.f("pk_tables_reference")),
    )
    op.create_table(
        "codes_postaux",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"],
            ["communes.code_insee"],
            name=op.f("fk_codes_postaux_commune_code_communes"),
        ),
        sa.PrimaryKeyConstraint("code", "commune_code", name=op.f("pk_codes_postaux")),
    )
    with op.batch_alter_table("codes_postaux", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_codes_postaux_commune_code"), ["commune_code"], unique=False
        )

    op.create_table(
        "habilitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "chambre",
                "plateforme",
                "producteur",
                "relais",
                "admin",
                name="role",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("objet", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["compte_id"],
            ["comptes.id"],
            name=op.f("fk_habilitations_compte_id_comptes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_habilitations")),
        sa.UniqueConstraint(
            "compte_id", "role", "objet", name=op.f("uq_habilitations_compte_id_role_objet")
        ),
    )
    with op.batch_alter_table("habilitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_habilitations_compte_id"), ["compte_id"], unique=False)

    op.create_table(
        "lignes_journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("objet_id", sa.String(), nullable=False),
        sa.Column("quand", InstantUTC(), nullable=False),
        sa.Column("par_id", sa.Integer(), nullable=True),
        sa.Column("de", sa.String(), nullable=False),
        sa.Column("vers", sa.String(), nullable=False),
        sa.Column("motif", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["par_id"], ["comptes.id"], name=op.f("fk_lignes_journal_par_id_comptes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lignes_journal")),
    )
    with op.batch_alter_table("lignes_journal", schema=None) as batch_op:
        batch_op.create_index("ix_lignes_journal_objet", ["genre", "objet_id"], unique=False)

    op.create_table(
        "perimetres",
        sa.Column("plateforme_id", sa.Integer(), nullable=False),
        sa.Column("departement", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plateforme_id"],
            ["plateformes.id"],
            name=op.f("fk_perimetres_plateforme_id_plateformes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plateforme_id", "departement", name=op.f("pk_perimetres")),
    )
    with op.batch_alter_table("perimetres", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_perimetres_departement"), ["departement"], unique=False
        )

    op.create_table(
        "producteurs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("recherche", sa.String(), nullable=False),
        sa.Column(
            "genre",
            sa.Enum(
                "ferme",
                "transformateur",
                "commerce",
                "cuisinier",
                name="genre",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("siret", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("adresse", sa.String(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.Column("departement", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("courriel", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("horaires", sa.JSON(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("cree_le", InstantUTC(), nullable=False),
        sa.Column("modifie_le", InstantUTC(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"],
            ["communes.code_insee"],
            name=op.f("fk_producteurs_commune_code_communes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producteurs")),
        sa.UniqueConstraint("slug", name=op.f("uq_producteurs_slug")),
    )
    with op.batch_alter_table("producteurs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_producteurs_commune_code"), ["commune_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_producteurs_departement"), ["departement"], unique=False
        )
        batch_op.create_index("ix_producteurs_lat_lon", ["lat", "lon"], unique=False)
        batch_op.create_index(
            "uq_producteurs_siret",
            ["siret"],
            unique=True,
            sqlite_where=sa.text("siret <> ''"),
            postgresql_where=sa.text("siret <> ''"),
        )

    op.create_table(
        "remboursements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paiement_id", sa.Integer(), nullable=False),
        sa.Column("montant_centimes", sa.Integer(), nullable=False),
        sa.Column("motif", sa.String(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum("a_faire", "fait", name="etatremboursement", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("remboursement_stripe", sa.String(), nullable=True),
        sa.Column("essais", sa.Integer(), nullable=False),
        sa.Column("cree_le", InstantUTC(), nullable=False),
        sa.Column("fait_le", InstantUTC(), nullable=True),
        sa.CheckConstraint("montant_centimes > 0", name=op.f("ck_remboursements_montant_positif")),
        sa.ForeignKeyConstraint(
            ["paiement_id"], ["paiements.id"], name=op.f("fk_remboursements_paiement_id_paiements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remboursements")),
    )
    with op.batch_alter_table("remboursements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remboursements_etat"), ["etat"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_remboursements_paiement_id"), ["paiement_id"], unique=False
        )

    op.create_table(
        "ventes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plateforme_id", sa.Integer(), nullable=False),
        sa.Column("titre", sa.String(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("ouverture", InstantUTC(), nullable=False),
        sa.Column("cloture", InstantUTC(), nullable=False),
        sa.Column("fin", InstantUTC(), nullable=False),
        sa.Column("minimum_centimes", sa.Integer(), nullable=False),
        sa.Column("annulee_le", InstantUTC(), nullable=True),
        sa.CheckConstraint("cloture > ouverture", name=op.f("ck_ventes_cloture_apres_ouverture")),
        sa.CheckConstraint("minimum_centimes >= 0", name=op.f("ck_ventes_minimum_positif")),
        sa.ForeignKeyConstraint(
            ["plateforme_id"], ["plateformes.id"], name=op.f("fk_ventes_plateforme_id_plateformes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ventes")),
    )
    with op.batch_alter_table("ventes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ventes_cloture"), ["cloture"], unique=False)
        batch_op.create_index(batch_op.f("ix_ventes_ouverture"), ["ouverture"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_ventes_plateforme_id"), ["plateforme_id"], unique=False
        )

    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "brouillon",
                "soumis",
                "valide",
                "refuse",
                "suspendu",
                name="etatdossier",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("soumis_le", InstantUTC(), nullable=True),
        sa.Column("decide_le", InstantUTC(), nullable=True),
        sa.Column("decide_par_id", sa.Integer(), nullable=True),
        sa.Column("motif", sa.String(), nullable=False),
        sa.Column("valide_jusqu_au", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decide_par_id"], ["comptes.id"], name=op.f("fk_dossiers_decide_par_id_comptes")
        ),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_dossiers_producteur_id_producteurs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers")),
        sa.UniqueConstraint("producteur_id", name=op.f("uq_dossiers_producteur_id")),
    )
    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dossiers_etat"), ["etat"], unique=False)

    op.create_table(
        "labels",
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.Column(
            "sorte",
            sa.Enum(
                "ab",
                "aop",
                "igp",
                "label_rouge",
                "hve",
                "bienvenue_ferme",
                "nature_progres",
                "demeter",
                name="sortelabel",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "etat",
            sa.Enum("declare", "verifie", name="etatlabel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("verifie_le", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_labels_producteur_id_producteurs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("producteur_id", "sorte", name=op.f("pk_labels")),
    )
    with op.batch_alter_table("labels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_labels_sorte"), ["sorte"], unique=False)

    op.create_table(
        "paniers_en_cours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cle", sa.String(), nullable=False),
        sa.Column("vente_id", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("relais", "domicile", "ferme", name="mode", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("fenetre_id", sa.Integer(), nullable=True),
        sa.Column("commande_reference", sa.String(), nullable=True),
        sa.Column("modifie_le", InstantUTC(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vente_id"], ["ventes.id"], name=op.f("fk_paniers_en_cours_vente_id_ventes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paniers_en_cours")),
    )
    with op.batch_alter_table("paniers_en_cours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paniers_en_cours_cle"), ["cle"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_paniers_en_cours_modifie_le"), ["modifie_le"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_paniers_en_cours_vente_id"), ["vente_id"], unique=False
        )

    op.create_table(
        "points_relais",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plateforme_id", sa.Integer(), nullable=False),
        sa.Column("producteur_id", sa.Integer(), nullable=True),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("adresse", sa.String(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("horaires", sa.String(), nullable=False),
        sa.Column("acces", sa.String(), nullable=False),
        sa.Column("capacite", sa.Integer(), nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"],
            ["communes.code_insee"],
            name=op.f("fk_points_relais_commune_code_communes"),
        ),
        sa.ForeignKeyConstraint(
            ["plateforme_id"],
            ["plateformes.id"],
            name=op.f("fk_points_relais_plateforme_id_plateformes"),
        ),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_points_relais_producteur_id_producteurs"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_relais")),
    )
    with op.batch_alter_table("points_relais", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_points_relais_commune_code"), ["commune_code"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_points_relais_plateforme_id"), ["plateforme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_points_relais_producteur_id"), ["producteur_id"], unique=False
        )

    op.create_table(
        "producteurs_familles",
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.Column(
            "famille",
            sa.Enum(
                "legumes",
                "fruits",
                "viandes",
                "volailles_oeufs",
                "laitages",
                "pains_farines",
                "miels_sucres",
                "boissons",
                "poissons",
                "plantes_fleurs",
                "epicerie",
                "plats_prepares",
                name="famille",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_producteurs_familles_producteur_id_producteurs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("producteur_id", "famille", name=op.f("pk_producteurs_familles")),
    )
    with op.batch_alter_table("producteurs_familles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_producteurs_familles_famille"), ["famille"], unique=False
        )

    op.create_table(
        "producteurs_modes",
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "ferme",
                "marche",
                "relais",
                "domicile",
                "magasin",
                "amap",
                "distributeur",
                name="modevente",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_producteurs_modes_producteur_id_producteurs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("producteur_id", "mode", name=op.f("pk_producteurs_modes")),
    )
    with op.batch_alter_table("producteurs_modes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_producteurs_modes_mode"), ["mode"], unique=False)

    op.create_table(
        "produits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "nature",
            sa.Enum("produit", "panier", name="nature", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column(
            "famille",
            sa.Enum(
                "legumes",
                "fruits",
                "viandes",
                "volailles_oeufs",
                "laitages",
                "pains_farines",
                "miels_sucres",
                "boissons",
                "poissons",
                "plantes_fleurs",
                "epicerie",
                "plats_prepares",
                name="famille",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column(
            "vente",
            sa.Enum("unite", "poids", name="typevente", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column(
            "unite",
            sa.Enum(
                "piece",
                "botte",
                "barquette",
                "bocal",
                "bouteille",
                "pot",
                "sachet",
                "caissette",
                "portion",
                name="unite",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("contenance", sa.Integer(), nullable=True),
        sa.Column("contenance_unite", sa.String(), nullable=False),
        sa.Column("prix_centimes", sa.Integer(), nullable=False),
        sa.Column("tva", sa.Integer(), nullable=False),
        sa.Column("allergenes", sa.JSON(), nullable=False),
        sa.Column("composition", sa.String(), nullable=False),
        sa.Column("origine", sa.String(), nullable=False),
        sa.Column("conservation", sa.String(), nullable=False),
        sa.Column("mois", sa.JSON(), nullable=False),
        sa.Column("alcool", sa.Boolean(), nullable=False),
        sa.Column("image", sa.String(), nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "vente <> 'poids' or contenance is not null",
            name=op.f("ck_produits_poids_avec_portion"),
        ),
        sa.CheckConstraint(
            "contenance is null or contenance > 0", name=op.f("ck_produits_contenance_positive")
        ),
        sa.CheckConstraint("prix_centimes > 0", name=op.f("ck_produits_prix_positif")),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_produits_producteur_id_producteurs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_produits")),
    )
    with op.batch_alter_table("produits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_produits_producteur_id"), ["producteur_id"], unique=False
        )

    op.create_table(
        "ventes_producteurs",
        sa.Column("vente_id", sa.Integer(), nullable=False),
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_ventes_producteurs_producteur_id_producteurs"),
        ),
        sa.ForeignKeyConstraint(
            ["vente_id"],
            ["ventes.id"],
            name=op.f("fk_ventes_producteurs_vente_id_ventes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("vente_id", "producteur_id", name=op.f("pk_ventes_producteurs")),
    )
    with op.batch_alter_table("ventes_producteurs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ventes_producteurs_producteur_id"), ["producteur_id"], unique=False
        )

    op.create_table(
        "zones_livraison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("producteur_id", sa.Integer(), nullable=True),
        sa.Column("plateforme_id", sa.Integer(), nullable=True),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column(
            "genre",
            sa.Enum(
                "communes", "rayon", "polygone", name="genrezone", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("centre_lat", sa.Double(), nullable=True),
        sa.Column("centre_lon", sa.Double(), nullable=True),
        sa.Column("rayon_km", sa.Double(), nullable=True),
        sa.Column("polygone", sa.JSON(), nullable=True),
        sa.Column("lat_min", sa.Double(), nullable=True),
        sa.Column("lat_max", sa.Double(), nullable=True),
        sa.Column("lon_min", sa.Double(), nullable=True),
        sa.Column("lon_max", sa.Double(), nullable=True),
        sa.Column("frais_centimes", sa.Integer(), nullable=False),
        sa.Column("minimum_centimes", sa.Integer(), nullable=False),
        sa.Column("actif", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(producteur_id is null) <> (plateforme_id is null)",
            name=op.f("ck_zones_livraison_un_seul_proprietaire"),
        ),
        sa.ForeignKeyConstraint(
            ["plateforme_id"],
            ["plateformes.id"],
            name=op.f("fk_zones_livraison_plateforme_id_plateformes"),
        ),
        sa.ForeignKeyConstraint(
            ["producteur_id"],
            ["producteurs.id"],
            name=op.f("fk_zones_livraison_producteur_id_producteurs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zones_livraison")),
    )
    with op.batch_alter_table("zones_livraison", schema=None) as batch_op:
        batch_op.create_index(
            "ix_zones_livraison_cadre", ["lat_min", "lat_max", "lon_min", "lon_max"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_zones_livraison_plateforme_id"), ["plateforme_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_zones_livraison_producteur_id"), ["producteur_id"], unique=False
        )

    op.create_table(
        "compositions",
        sa.Column("panier_id", sa.Integer(), nullable=False),
        sa.Column("produit_id", sa.Integer(), nullable=False),
        sa.Column("quantite", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantite > 0", name=op.f("ck_compositions_quantite_positive")),
        sa.ForeignKeyConstraint(
            ["panier_id"],
            ["produits.id"],
            name=op.f("fk_compositions_panier_id_produits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["produit_id"], ["produits.id"], name=op.f("fk_compositions_produit_id_produits")
        ),
        sa.PrimaryKeyConstraint("panier_id", "produit_id", name=op.f("pk_compositions")),
    )
    op.create_table(
        "creneaux_livraison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("debut", InstantUTC(), nullable=False),
        sa.Column("fin", InstantUTC(), nullable=False),
        sa.Column("capacite", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("frais_centimes", sa.Integer(), nullable=False),
        sa.CheckConstraint("fin > debut", name=op.f("ck_creneaux_livraison_fenetre")),
        sa.CheckConstraint(
            "frais_centimes >= 0", name=op.f("ck_creneaux_livraison_frais_positifs")
        ),
        sa.CheckConstraint(
            "places <= capacite", name=op.f("ck_creneaux_livraison_places_dans_capacite")
        ),
        sa.CheckConstraint("places >= 0", name=op.f("ck_creneaux_livraison_places_restantes")),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["zones_livraison.id"],
            name=op.f("fk_creneaux_livraison_zone_id_zones_livraison"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creneaux_livraison")),
    )
    with op.batch_alter_table("creneaux_livraison", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_creneaux_livraison_debut"), ["debut"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_creneaux_livraison_zone_id"), ["zone_id"], unique=False
        )

    op.create_table(
        "distributions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_relais_id", sa.Integer(), nullable=False),
        sa.Column("debut", InstantUTC(), nullable=False),
        sa.Column("fin", InstantUTC(), nullable=False),
        sa.Column("capacite", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("fin > debut", name=op.f("ck_distributions_fenetre")),
        sa.CheckConstraint(
            "places <= capacite", name=op.f("ck_distributions_places_dans_capacite")
        ),
        sa.CheckConstraint("places >= 0", name=op.f("ck_distributions_places_restantes")),
        sa.ForeignKeyConstraint(
            ["point_relais_id"],
            ["points_relais.id"],
            name=op.f("fk_distributions_point_relais_id_points_relais"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distributions")),
    )
    with op.batch_alter_table("distributions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_distributions_debut"), ["debut"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_distributions_point_relais_id"), ["point_relais_id"], unique=False
        )

    op.create_table(
        "offres",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vente_id", sa.Integer(), nullable=False),
        sa.Column("produit_id", sa.Integer(), nullable=False),
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.Column("prix_centimes", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.CheckConstraint("prix_centimes > 0", name=op.f("ck_offres_prix_positif")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_offres_stock_restant")),
        sa.ForeignKeyConstraint(
            ["producteur_id"], ["producteurs.id"], name=op.f("fk_offres_producteur_id_producteurs")
        ),
        sa.ForeignKeyConstraint(
            ["produit_id"], ["produits.id"], name=op.f("fk_offres_produit_id_produits")
        ),
        sa.ForeignKeyConstraint(
            ["vente_id"], ["ventes.id"], name=op.f("fk_offres_vente_id_ventes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offres")),
        sa.UniqueConstraint("vente_id", "produit_id", name=op.f("uq_offres_vente_id_produit_id")),
    )
    with op.batch_alter_table("offres", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offres_producteur_id"), ["producteur_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_offres_produit_id"), ["produit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_offres_vente_id"), ["vente_id"], unique=False)

    op.create_table(
        "zones_communes",
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commune_code"],
            ["communes.code_insee"],
            name=op.f("fk_zones_communes_commune_code_communes"),
        ),
        sa.ForeignKeyConstraint(
            ["zone_id"],
            ["zones_livraison.id"],
            name=op.f("fk_zones_communes_zone_id_zones_livraison"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("zone_id", "commune_code", name=op.f("pk_zones_communes")),
    )
    with op.batch_alter_table("zones_communes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_zones_communes_commune_code"), ["commune_code"], unique=False
        )

    op.create_table(
        "lignes_panier",
        sa.Column("panier_id", sa.Integer(), nullable=False),
        sa.Column("offre_id", sa.Integer(), nullable=False),
        sa.Column("quantite", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantite > 0", name=op.f("ck_lignes_panier_quantite_positive")),
        sa.ForeignKeyConstraint(
            ["offre_id"], ["offres.id"], name=op.f("fk_lignes_panier_offre_id_offres")
        ),
        sa.ForeignKeyConstraint(
            ["panier_id"],
            ["paniers_en_cours.id"],
            name=op.f("fk_lignes_panier_panier_id_paniers_en_cours"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("panier_id", "offre_id", name=op.f("pk_lignes_panier")),
    )
    op.create_table(
        "livraisons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum("relais", "domicile", "ferme", name="mode", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("distribution_id", sa.Integer(), nullable=True),
        sa.Column("creneau_id", sa.Integer(), nullable=True),
        sa.Column("prenom", sa.String(), nullable=False),
        sa.Column("nom", sa.String(), nullable=False),
        sa.Column("telephone", sa.String(), nullable=False),
        sa.Column("adresse", sa.String(), nullable=False),
        sa.Column("commune_nom", sa.String(), nullable=False),
        sa.Column("consigne", sa.String(), nullable=False),
        sa.Column("bacs", sa.Integer(), nullable=False),
        sa.Column("frais_centimes", sa.Integer(), nullable=False),
        sa.Column("a_encaisser_centimes", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "prevue", "remise", "annulee", name="etatlivraison", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("remise_le", InstantUTC(), nullable=True),
        sa.CheckConstraint(
            "(distribution_id is null) <> (creneau_id is null)",
            name=op.f("ck_livraisons_une_seule_fenetre"),
        ),
        sa.ForeignKeyConstraint(
            ["creneau_id"],
            ["creneaux_livraison.id"],
            name=op.f("fk_livraisons_creneau_id_creneaux_livraison"),
        ),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distributions.id"],
            name=op.f("fk_livraisons_distribution_id_distributions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_livraisons")),
        sa.UniqueConstraint("reference", name=op.f("uq_livraisons_reference")),
    )
    with op.batch_alter_table("livraisons", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_livraisons_creneau_id"), ["creneau_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_livraisons_distribution_id"), ["distribution_id"], unique=False
        )

    op.create_table(
        "ventes_creneaux",
        sa.Column("vente_id", sa.Integer(), nullable=False),
        sa.Column("creneau_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["creneau_id"],
            ["creneaux_livraison.id"],
            name=op.f("fk_ventes_creneaux_creneau_id_creneaux_livraison"),
        ),
        sa.ForeignKeyConstraint(
            ["vente_id"],
            ["ventes.id"],
            name=op.f("fk_ventes_creneaux_vente_id_ventes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("vente_id", "creneau_id", name=op.f("pk_ventes_creneaux")),
    )
    with op.batch_alter_table("ventes_creneaux", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ventes_creneaux_creneau_id"), ["creneau_id"], unique=False
        )

    op.create_table(
        "ventes_distributions",
        sa.Column("vente_id", sa.Integer(), nullable=False),
        sa.Column("distribution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["distribution_id"],
            ["distributions.id"],
            name=op.f("fk_ventes_distributions_distribution_id_distributions"),
        ),
        sa.ForeignKeyConstraint(
            ["vente_id"],
            ["ventes.id"],
            name=op.f("fk_ventes_distributions_vente_id_ventes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "vente_id", "distribution_id", name=op.f("pk_ventes_distributions")
        ),
    )
    with op.batch_alter_table("ventes_distributions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ventes_distributions_distribution_id"), ["distribution_id"], unique=False
        )

    op.create_table(
        "commandes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("vente_id", sa.Integer(), nullable=False),
        sa.Column("compte_id", sa.Integer(), nullable=False),
        sa.Column("livraison_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum(
                "a_payer",
                "confirmee",
                "annulee",
                "expiree",
                name="etatcommande",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "moyen",
            sa.Enum("carte", "sur_place", name="moyen", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("frais_centimes", sa.Integer(), nullable=False),
        sa.Column("total_centimes", sa.Integer(), nullable=False),
        sa.Column("placee_le", InstantUTC(), nullable=False),
        sa.Column("expire_le", InstantUTC(), nullable=True),
        sa.CheckConstraint("total_centimes >= 0", name=op.f("ck_commandes_total_positif")),
        sa.ForeignKeyConstraint(
            ["compte_id"], ["comptes.id"], name=op.f("fk_commandes_compte_id_comptes")
        ),
        sa.ForeignKeyConstraint(
            ["livraison_id"], ["livraisons.id"], name=op.f("fk_commandes_livraison_id_livraisons")
        ),
        sa.ForeignKeyConstraint(
            ["vente_id"], ["ventes.id"], name=op.f("fk_commandes_vente_id_ventes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commandes")),
        sa.UniqueConstraint("livraison_id", name=op.f("uq_commandes_livraison_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_commandes_reference")),
    )
    with op.batch_alter_table("commandes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commandes_compte_id"), ["compte_id"], unique=False)
        batch_op.create_index("ix_commandes_etat_expire_le", ["etat", "expire_le"], unique=False)
        batch_op.create_index(batch_op.f("ix_commandes_vente_id"), ["vente_id"], unique=False)

    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commande_id", sa.Integer(), nullable=False),
        sa.Column("producteur_id", sa.Integer(), nullable=False),
        sa.Column(
            "etat",
            sa.Enum("a_preparer", "prete", name="etatpart", native_enum=False, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["commande_id"],
            ["commandes.id"],
            name=op.f("fk_parts_commande_id_commandes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["producteur_id"], ["producteurs.id"], name=op.f("fk_parts_producteur_id_producteurs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
    )
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parts_commande_id"), ["commande_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_parts_producteur_id"), ["producteur_id"], unique=False)

    op.create_table(
        "lignes_commande",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("offre_id", sa.Integer(), nullable=False),
        sa.Column("libelle", sa.String(), nullable=False),
        sa.Column("conditionnement", sa.String(), nullable=False),
        sa.Column("quantite", sa.Integer(), nullable=False),
        sa.Column("prix_centimes", sa.Integer(), nullable=False),
        sa.Column("tva", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantite > 0", name=op.f("ck_lignes_commande_quantite_positive")),
        sa.ForeignKeyConstraint(
            ["offre_id"], ["offres.id"], name=op.f("fk_lignes_commande_offre_id_offres")
        ),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["parts.id"],
            name=op.f("fk_lignes_commande_part_id_parts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lignes_commande")),
    )
    with op.batch_alter_table("lignes_commande", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lignes_commande_offre_id"), ["offre_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lignes_commande_part_id"), ["part_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("lignes_commande", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lignes_commande_part_id"))
        batch_op.drop_index(batch_op.f("ix_lignes_commande_offre_id"))

    op.drop_table("lignes_commande")
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parts_producteur_id"))
        batch_op.drop_index(batch_op.f("ix_parts_commande_id"))

    op.drop_table("parts")
    with op.batch_alter_table("commandes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_commandes_vente_id"))
        batch_op.drop_index("ix_commandes_etat_expire_le")
        batch_op.drop_index(batch_op.f("ix_commandes_compte_id"))

    op.drop_table("commandes")
    with op.batch_alter_table("ventes_distributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ventes_distributions_distribution_id"))

    op.drop_table("ventes_distributions")
    with op.batch_alter_table("ventes_creneaux", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ventes_creneaux_creneau_id"))

    op.drop_table("ventes_creneaux")
    with op.batch_alter_table("livraisons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_livraisons_distribution_id"))
        batch_op.drop_index(batch_op.f("ix_livraisons_creneau_id"))

    op.drop_table("livraisons")
    op.drop_table("lignes_panier")
    with op.batch_alter_table("zones_communes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zones_communes_commune_code"))

    op.drop_table("zones_communes")
    with op.batch_alter_table("offres", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offres_vente_id"))
        batch_op.drop_index(batch_op.f("ix_offres_produit_id"))
        batch_op.drop_index(batch_op.f("ix_offres_producteur_id"))

    op.drop_table("offres")
    with op.batch_alter_table("distributions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_distributions_point_relais_id"))
        batch_op.drop_index(batch_op.f("ix_distributions_debut"))

    op.drop_table("distributions")
    with op.batch_alter_table("creneaux_livraison", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_creneaux_livraison_zone_id"))
        batch_op.drop_index(batch_op.f("ix_creneaux_livraison_debut"))

    op.drop_table("creneaux_livraison")
    op.drop_table("compositions")
    with op.batch_alter_table("zones_livraison", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_zones_livraison_producteur_id"))
        batch_op.drop_index(batch_op.f("ix_zones_livraison_plateforme_id"))
        batch_op.drop_index("ix_zones_livraison_cadre")

    op.drop_table("zones_livraison")
    with op.batch_alter_table("ventes_producteurs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ventes_producteurs_producteur_id"))

    op.drop_table("ventes_producteurs")
    with op.batch_alter_table("produits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_produits_producteur_id"))

    op.drop_table("produits")
    with op.batch_alter_table("producteurs_modes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_producteurs_modes_mode"))

    op.drop_table("producteurs_modes")
    with op.batch_alter_table("producteurs_familles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_producteurs_familles_famille"))

    op.drop_table("producteurs_familles")
    with op.batch_alter_table("points_relais", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_points_relais_producteur_id"))
        batch_op.drop_index(batch_op.f("ix_points_relais_plateforme_id"))
        batch_op.drop_index(batch_op.f("ix_points_relais_commune_code"))

    op.drop_table("points_relais")
    with op.batch_alter_table("paniers_en_cours", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paniers_en_cours_vente_id"))
        batch_op.drop_index(batch_op.f("ix_paniers_en_cours_modifie_le"))
        batch_op.drop_index(batch_op.f("ix_paniers_en_cours_cle"))

    op.drop_table("paniers_en_cours")
    with op.batch_alter_table("labels", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_labels_sorte"))

    op.drop_table("labels")
    with op.batch_alter_table("dossiers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dossiers_etat"))

    op.drop_table("dossiers")
    with op.batch_alter_table("ventes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ventes_plateforme_id"))
        batch_op.drop_index(batch_op.f("ix_ventes_ouverture"))
        batch_op.drop_index(batch_op.f("ix_ventes_cloture"))

    op.drop_table("ventes")
    with op.batch_alter_table("remboursements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_remboursements_paiement_id"))
        batch_op.drop_index(batch_op.f("ix_remboursements_etat"))

    op.drop_table("remboursements")
    with op.batch_alter_table("producteurs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_producteurs_siret",
            sqlite_where=sa.text("siret <> ''"),
            postgresql_where=sa.text("siret <> ''"),
        )
        batch_op.drop_index("ix_producteurs_lat_lon")
        batch_op.drop_index(batch_op.f("ix_producteurs_departement"))
        batch_op.drop_index(batch_op.f("ix_producteurs_commune_code"))

    op.drop_table("producteurs")
    with op.batch_alter_table("perimetres", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_perimetres_departement"))

    op.drop_table("perimetres")
    with op.batch_alter_table("lignes_journal", schema=None) as batch_op:
        batch_op.drop_index("ix_lignes_journal_objet")

    op.drop_table("lignes_journal")
    with op.batch_alter_table("habilitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_habilitations_compte_id"))

    op.drop_table("habilitations")
    with op.batch_alter_table("codes_postaux", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_codes_postaux_commune_code"))

    op.drop_table("codes_postaux")
    op.drop_table("tables_reference")
    op.drop_table("plateformes")
    with op.batch_alter_table("paiements", schema=None) as batch_op:
        batch_op.drop_index("ix_paiements_objet")
        batch_op.drop_index(batch_op.f("ix_paiements_intention_stripe"))
        batch_op.drop_index(batch_op.f("ix_paiements_etat"))

    op.drop_table("paiements")
    op.drop_table("evenements_stripe")
    with op.batch_alter_table("envois", schema=None) as batch_op:
        batch_op.drop_index("ix_envois_etat_prochain_essai")
        batch_op.drop_index(batch_op.f("ix_envois_destinataire"))

    op.drop_table("envois")
    with op.batch_alter_table("ecritures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ecritures_reference"))

    op.drop_table("ecritures")
    with op.batch_alter_table("departements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_departements_region"))

    op.drop_table("departements")
    op.drop_table("comptes")
    with op.batch_alter_table("communes", schema=None) as batch_op:
        batch_op.drop_index("ix_communes_recherche")
        batch_op.drop_index("ix_communes_lat_lon")
        batch_op.drop_index(batch_op.f("ix_communes_departement"))

    op.drop_table("communes")
    op.drop_table("battements")
