"""A small Géoplateforme that answers over HTTP like the real one, from a few invented addresses.

For the tests and for showing the site without Internet. ``humeur`` makes it fail in the ways the
real one does.
"""

from __future__ import annotations

import csv
import io
import json
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from socle.typographie import sans_accents
from territoires.geoplateforme import Adresse
from territoires.models import distance_km

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

POULS_S = 0.02  # how often the server looks whether it is to end
PORTEE_KM = 10.0  # the real one answers nothing farther from a road or a house


COLONNES_DE_LOT = (
    "longitude", "latitude", "result_score", "result_label", "result_type", "result_postcode",
    "result_citycode", "result_city", "result_status",
)  # fmt: skip


class Humeur(StrEnum):
    """How the service feels; each is a failure seen on the real one."""

    NORMALE = "normale"
    LENTE = "lente"
    EN_PANNE = "en_panne"
    SATUREE = "saturee"
    ILLISIBLE = "illisible"
    FANTAISISTE = "fantaisiste"


INVENTEES = (
    Adresse(
        "12 Rue des Lilas 42600 Montbrison", 45.6089, 4.0672, 0, "housenumber", "42600", "42147",
        "Montbrison",
    ),
    Adresse(
        "12 Rue des Lilas 42300 Roanne", 46.0391, 4.0713, 0, "housenumber", "42300", "42187",
        "Roanne",
    ),
    Adresse(
        "Place du Marché 42600 Montbrison", 45.6069, 4.0651, 0, "street", "42600", "42147",
        "Montbrison",
    ),
    Adresse("Terrenoire 42100 Saint-Étienne", 45.4336, 4.4344, 0, "locality", "42100", "42218",
        "Saint-Étienne",
    ),
    Adresse(
        "8 Rue de la Soie 69003 Lyon", 45.7597, 4.8423, 0, "housenumber", "69003", "69383", "Lyon"
    ),
)  # fmt: skip


class GeoplateformeSimulee:
    """A WSGI application; ``adresses`` are what it knows, ``demandes`` what it was asked."""

    def __init__(self, adresses: Sequence[Adresse] = INVENTEES, *, lenteur_s: float = 3.0) -> None:
        self.adresses = adresses
        self.lenteur_s = lenteur_s
        self.humeur = Humeur.NORMALE
        self.demandes: list[Mapping[str, str]] = []

    def __call__(self, environnement: WSGIEnvironment, commencer: StartResponse) -> Iterable[bytes]:
        return self._repondre(Request(environnement))(environnement, commencer)

    def _repondre(self, demande: Request) -> Response:
        self.demandes.append(demande.args.to_dict())
        match self.humeur:
            case Humeur.LENTE:
                time.sleep(self.lenteur_s)
            case Humeur.EN_PANNE:
                return Response("<h1>503 Service Unavailable</h1>", 503, mimetype="text/html")
            case Humeur.SATUREE:
                return Response("", 429, {"Retry-After": "60"})
            case Humeur.ILLISIBLE:
                return Response("<html>Maintenance</html>", 200, mimetype="text/html")
        reponses = {
            "csv": self._chercher_lot, "search": self._chercher, "reverse": self._inverser
        }  # fmt: skip
        repondre = reponses.get(demande.path.rpartition("/")[2])
        return repondre(demande) if repondre else Response("", 404)

    def _chercher(self, demande: Request) -> Response:
        texte = sans_accents(demande.args.get("q", ""))
        if not texte:
            return Response('{"code": 400, "message": "Parameter q is required"}', 400)
        if self.humeur is Humeur.FANTAISISTE:  # it says yes to anything
            return _reponse([(0.34, self.adresses[0])])
        return _reponse(self._noter(texte, self.adresses)[: demande.args.get("limit", 5, int)])

    def _noter(self, texte: str, parmi: Sequence[Adresse]) -> list[tuple[float, Adresse]]:
        notes = [(fuzz.token_sort_ratio(texte, sans_accents(a.libelle)) / 100, a) for a in parmi]
        return sorted((n for n in notes if n[0] > 0.3), key=lambda n: -n[0])

    def _chercher_lot(self, demande: Request) -> Response:
        """The CSV that was sent, with ``latitude``, ``longitude`` and ``result_…`` added."""
        fichier = demande.files.get("data")
        if fichier is None:
            return Response('{"code": 400, "message": "A CSV file must be provided"}', 400)
        lecteur = csv.DictReader(io.StringIO(fichier.read().decode()))
        fichier.close()
        colonnes = demande.form.getlist("columns")
        sortie = io.StringIO()
        ecrivain = csv.DictWriter(sortie, [*(lecteur.fieldnames or ()), *COLONNES_DE_LOT])
        ecrivain.writeheader()
        for ligne in lecteur:
            self.demandes.append(ligne)
            ecrivain.writerow({**ligne, **self._ligne_de_lot(ligne, colonnes, demande)})
        return Response(sortie.getvalue(), mimetype="text/csv")

    def _ligne_de_lot(
        self, ligne: Mapping[str, str], colonnes: Sequence[str], demande: Request
    ) -> Mapping[str, str | float]:
        voulue = ligne.get(demande.form.get("citycode", ""), "")
        poste = ligne.get(demande.form.get("postcode", ""), "")
        parmi = [
            a
            for a in self.adresses
            if (not voulue or a.code_insee == voulue) and (not poste or a.code_postal == poste)
        ]
        texte = sans_accents(" ".join(ligne[c] for c in colonnes))
        if self.humeur is Humeur.FANTAISISTE:
            notes = [(0.34, self.adresses[0])]
        else:
            # The commune is a filter there: what it adds to a label does not count against it.
            notes = [(fuzz.partial_ratio(texte, sans_accents(a.libelle)) / 100, a) for a in parmi]
        if not notes or not texte:
            return {"result_status": "not-found"}
        note, adresse = max(notes, key=lambda n: n[0])
        return {
            "latitude": adresse.lat,
            "longitude": adresse.lon,
            "result_score": round(note, 4),
            "result_label": adresse.libelle,
            "result_type": adresse.genre,
            "result_postcode": adresse.code_postal,
            "result_citycode": adresse.code_insee,
            "result_city": adresse.commune,
            "result_status": "ok",
        }

    def _inverser(self, demande: Request) -> Response:
        lat, lon = demande.args.get("lat", 0.0, float), demande.args.get("lon", 0.0, float)
        loin = [(distance_km(lat, lon, a.lat, a.lon), a) for a in self.adresses]
        pres = sorted((d for d in loin if d[0] < PORTEE_KM), key=lambda d: d[0])
        return _reponse([(1 - km / PORTEE_KM, a) for km, a in pres[:1]])


def _reponse(notes: Sequence[tuple[float, Adresse]]) -> Response:
    elements = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [a.lon, a.lat]},
            "properties": {
                "label": a.libelle,
                "score": note,
                "type": a.genre,
                "postcode": a.code_postal,
                "citycode": a.code_insee,
                "city": a.commune,
            },
        }
        for note, a in notes
    ]
    corps = {"type": "FeatureCollection", "features": elements}
    return Response(json.dumps(corps), mimetype="application/json")


@contextmanager
def servie(simulee: GeoplateformeSimulee) -> Iterator[str]:
    """Serve ``simulee`` on a free port of this machine; the address to give to the adapter."""
    serveur = make_server("127.0.0.1", 0, simulee, threaded=True)
    fil = threading.Thread(target=serveur.serve_forever, args=(POULS_S,), daemon=True)
    fil.start()
    try:
        yield f"http://127.0.0.1:{serveur.server_port}/geocodage"
    finally:
        serveur.shutdown()
        fil.join()
        serveur.server_close()
