"""Relay points, delivery zones and sales of the demonstration, in their raw files."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from tests.seeds.contenu import (
    MOIS,
    SLUG,
    Fiche,
    distance_km,
    doublons,
    mois_de,
    toml,
)


def instant(repere: Fiche) -> datetime:
    """A relative moment of a sale, placed on a fixed day at ten in the morning."""
    maintenant = datetime(2026, 1, 10, 10, 0)  # noqa: DTZ001  (only compared with its like)
    if "minutes" in repere:
        return maintenant + timedelta(minutes=repere["minutes"])
    return datetime.combine(
        maintenant.date() + timedelta(days=repere["jours"]), time.fromisoformat(repere["heure"])
    )


MAINTENANT = instant({"minutes": 0})


def rendez_vous(vente: Fiche) -> Iterator[tuple[datetime, datetime]]:
    for moment in [*vente.get("distribution", []), *vente.get("creneau", [])]:
        yield (
            instant({"jours": moment["jour"], "heure": moment["debut"]}),
            instant({"jours": moment["jour"], "heure": moment["fin"]}),
        )


class TestRelaisEtZones:
    def test_onze_relais_dont_deux_a_la_ferme(self, par_slug: dict[str, Fiche]) -> None:
        relais = toml("relais.toml", "relais")
        assert len(relais) == 11
        assert sum("producteur" in lieu for lieu in relais) == 2
        assert sum("responsable" in lieu for lieu in relais) == 3
        assert doublons([lieu["cle"] for lieu in relais] + [lieu["nom"] for lieu in relais]) == []
        for lieu in relais:
            assert SLUG.match(lieu["cle"])
            assert 10 <= lieu["capacite"] <= 300
            assert lieu["acces"]
            assert lieu["horaires"]
            if "producteur" in lieu:
                ferme = par_slug[lieu["producteur"]]
                assert (lieu["lat"], lieu["lon"]) == (ferme["lat"], ferme["lon"])
                assert lieu["commune"] == ferme["commune"]
                assert ferme["dossier"]["etat"] == "valide"

    def test_un_relais_est_pres_de_sa_commune(self, communes: dict[str, dict[str, str]]) -> None:
        for lieu in toml("relais.toml", "relais"):
            ecart = distance_km(lieu["lat"], lieu["lon"], communes[lieu["commune"]])
            assert ecart < 8, lieu["cle"]

    def test_des_zones_des_deux_sortes(self, par_slug: dict[str, Fiche]) -> None:
        zones = toml("zones.toml", "zone")
        des_fermes = [zone for zone in zones if "producteur" in zone]
        assert sum("communes" in zone for zone in des_fermes) >= 6
        assert sum("rayon_km" in zone for zone in des_fermes) >= 6
        de_la_loire = {zone["nom"] for zone in zones if zone.get("plateforme") == "loire"}
        assert de_la_loire == {"Roanne et environs", "Saint-Étienne et couronne"}
        assert doublons([zone["cle"] for zone in zones]) == []
        for zone in zones:
            assert ("producteur" in zone) != ("plateforme" in zone), zone["cle"]
            assert ("communes" in zone) != ("rayon_km" in zone), zone["cle"]
            assert ("rayon_km" in zone) == ("centre" in zone), zone["cle"]
            assert 0 < zone["frais_centimes"] < zone["minimum_centimes"], zone["cle"]
            assert 3 <= zone.get("rayon_km", 10) <= 30, zone["cle"]
        for zone in des_fermes:
            ferme = par_slug[zone["producteur"]]
            assert ferme["dossier"]["etat"] == "valide", zone["cle"]
            assert "domicile" in ferme["modes"], zone["cle"]

    def test_qui_livre_a_domicile_a_une_zone(self, producteurs: list[Fiche]) -> None:
        servis = {zone.get("producteur") for zone in toml("zones.toml", "zone")}
        for fiche in producteurs:
            if fiche["dossier"]["etat"] == "valide" and "domicile" in fiche["modes"]:
                assert fiche["slug"] in servis

    def test_une_zone_par_communes_est_d_un_seul_tenant(
        self, communes: dict[str, dict[str, str]]
    ) -> None:
        for zone in toml("zones.toml", "zone"):
            codes = zone.get("communes", [])
            assert doublons(codes) == [], zone["cle"]
            for code in codes:
                voisines = [communes[autre] for autre in codes if autre != code]
                centre = communes[code]
                plus_proche = min(
                    distance_km(float(centre["lat"]), float(centre["lon"]), voisine)
                    for voisine in voisines
                )
                assert plus_proche < 8, (zone["cle"], code)


class TestVentes:
    def test_il_y_a_une_vente_dans_chaque_etat(self) -> None:
        ventes = toml("ventes.toml", "vente")
        assert doublons([vente["cle"] for vente in ventes]) == []
        loire = [vente for vente in ventes if vente["plateforme"] == "loire"]
        assert sum(vente["plateforme"] == "auvergne-rhone-alpes" for vente in ventes) == 1
        etats = Counter(vente["etat"] for vente in loire)
        assert etats["future"] >= 1
        assert etats["close"] >= 2
        assert etats["remise"] >= 1
        ouvertes = [vente["cloture"] for vente in loire if vente["etat"] == "ouverte"]
        assert {1, 2, 4} <= {cloture["jours"] for cloture in ouvertes if "jours" in cloture}
        assert [cloture["minutes"] for cloture in ouvertes if "minutes" in cloture] == [50]
        assert len(ouvertes) >= 5
        clos = [vente for vente in loire if vente["etat"] == "close"]
        assert {lieu["jour"] for vente in clos for lieu in vente["distribution"]} == {0, 1}

    def test_chaque_vente_ouverte_ou_passee_a_des_commandes(self) -> None:
        ventes = toml("ventes.toml", "vente")
        assert 60 <= sum(vente.get("commandes", 0) for vente in ventes) <= 95
        for vente in ventes:
            assert (vente["etat"] == "future") == ("commandes" not in vente), vente["cle"]

    def test_une_offre_n_attend_que_dans_une_vente_future(self) -> None:
        ventes = toml("ventes.toml", "vente")
        attendues = [
            (vente["etat"], offre["producteur"])
            for vente in ventes
            for offre in vente["offre"]
            if not offre.get("publiee", True)
        ]
        assert ("future", "jardins-de-tournelle") in attendues
        assert {etat for etat, _ in attendues} == {"future"}

    def test_l_etat_annonce_suit_des_dates(self) -> None:
        for vente in toml("ventes.toml", "vente"):
            ouverture, cloture = instant(vente["ouverture"]), instant(vente["cloture"])
            fins = [fin for _, fin in rendez_vous(vente)]
            assert ouverture < cloture, vente["cle"]
            if ouverture > MAINTENANT:
                etat = "future"
            elif cloture > MAINTENANT:
                etat = "ouverte"
            else:
                etat = "close" if max(fins) > MAINTENANT else "remise"
            assert vente["etat"] == etat, vente["cle"]

    def test_on_distribue_apres_la_cloture(self) -> None:
        lieux = {lieu["cle"]: lieu for lieu in toml("relais.toml", "relais")}
        zones = {zone["cle"]: zone for zone in toml("zones.toml", "zone")}
        for vente in toml("ventes.toml", "vente"):
            assert vente["distribution"], vente["cle"]
            for debut, fin in rendez_vous(vente):
                assert instant(vente["cloture"]) < debut < fin, vente["cle"]
            for distribution in vente["distribution"]:
                lieu = lieux[distribution["relais"]]
                assert 0 < distribution["capacite"] <= lieu["capacite"], vente["cle"]
            for creneau in vente.get("creneau", []):
                assert creneau["zone"] in zones, vente["cle"]
                assert creneau["capacite"] > 0, vente["cle"]
                assert creneau["frais_centimes"] >= 0, vente["cle"]

    def test_un_creneau_est_dans_une_zone_de_la_plateforme_ou_d_une_ferme_de_la_vente(
        self,
    ) -> None:
        zones = {zone["cle"]: zone for zone in toml("zones.toml", "zone")}
        for vente in toml("ventes.toml", "vente"):
            fermes = {offre["producteur"] for offre in vente["offre"]}
            for creneau in vente.get("creneau", []):
                zone = zones[creneau["zone"]]
                proprietaire = zone.get("plateforme") or zone["producteur"]
                assert proprietaire in fermes | {vente["plateforme"]}, vente["cle"]

    def test_une_vente_reunit_trois_a_huit_fermes_valides(
        self, par_slug: dict[str, Fiche], produits: list[dict[str, str]]
    ) -> None:
        tailles = Counter(ligne["producteur"] for ligne in produits)
        for vente in toml("ventes.toml", "vente"):
            fermes = [offre["producteur"] for offre in vente["offre"]]
            assert 3 <= len(fermes) == len(set(fermes)) <= 8, vente["cle"]
            for slug in fermes:
                assert par_slug[slug]["dossier"]["etat"] == "valide", slug
                assert {"relais", "domicile"} & set(par_slug[slug]["modes"]), slug
                assert tailles[slug] >= 4, slug

    def test_une_ferme_a_toujours_de_quoi_vendre(self, produits: list[dict[str, str]]) -> None:
        for vente in toml("ventes.toml", "vente"):
            for offre in vente["offre"]:
                siens = [
                    mois_de(ligne)
                    for ligne in produits
                    if ligne["producteur"] == offre["producteur"]
                ]
                for mois in MOIS:
                    assert sum(mois in saison for saison in siens) >= 2, (offre, mois)

    def test_un_stock_nomme_un_produit_de_toute_l_annee(
        self, catalogue: dict[tuple[str, str], dict[str, str]]
    ) -> None:
        composes = {panier["producteur"] for panier in toml("paniers.toml", "panier")}
        for vente in toml("ventes.toml", "vente"):
            assert vente["minimum_centimes"] > 0, vente["cle"]
            for offre in vente["offre"]:
                assert offre["stock"] > 0, offre
                if "stock_paniers" in offre:
                    assert offre["stock_paniers"] > 0, offre
                    assert offre["producteur"] in composes, offre
                for nom, stock in offre.get("stocks", {}).items():
                    assert mois_de(catalogue[offre["producteur"], nom]) == MOIS, nom
                    assert stock >= 0, nom
