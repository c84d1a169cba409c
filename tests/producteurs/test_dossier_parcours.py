"""Whatever people do, in whatever order: a dossier stays where its table lets it be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from producteurs import queries
from producteurs.models import (
    PASSAGES_DOSSIER,
    Dossier,
    EtatDossier,
    EtatPiece,
    Fraicheur,
    Producteur,
    Situation,
)
from producteurs.queries import FiltreDossiers
from producteurs.services import dossier as services
from socle import horloge
from socle.comptes.models import Compte, Role
from socle.db import session
from socle.errors import Introuvable, Refus
from socle.journal.services import lire_journal
from tests import fabrique
from tests.producteurs.saisies import verser

Geste = Callable[[Dossier, Compte, Compte], object]
DEPART = horloge.a_paris(date(2027, 1, 4), time(10))

# An act by the farm (first account) or by one of the chamber (second account).
GESTES: dict[str, Geste] = {
    "soumettre": lambda d, ferme, _: services.soumettre_dossier(d, par=ferme),
    "renouveler": lambda d, ferme, _: services.demander_renouvellement(d, par=ferme),
    "contester": lambda d, ferme, _: services.contester_decision(d, par=ferme, texte="Non."),
    "arreter": lambda d, ferme, _: services.arreter_ferme(
        d, par=ferme, motif="Fini.", confirme=True
    ),
    "prendre": lambda d, _, agent: services.prendre_en_instruction(d, par=agent),
    "completer": lambda d, _, agent: services.demander_complement(d, par=agent, motif="Une pièce."),
    "visiter": lambda d, _, agent: services.mettre_en_visite(d, par=agent),
    "reprendre": lambda d, _, agent: services.reprendre_instruction(d, par=agent),
    "valider": lambda d, _, agent: services.valider_dossier(
        d, par=agent, jusqu_au=services.echeance(1)
    ),
    "differer": lambda d, _, agent: services.differer_renouvellement(d, par=agent, motif="Après."),
    "refuser": lambda d, _, agent: services.refuser_dossier(d, par=agent, motif="Non."),
    "suspendre": lambda d, _, agent: services.suspendre_dossier(d, par=agent, motif="Non."),
    "radier": lambda d, _, agent: services.radier_dossier(d, par=agent, motif="Non."),
    "rouvrir": lambda d, _, agent: services.rouvrir_dossier(d, par=agent, motif="Oui."),
    "raison": lambda d, _, agent: services.donner_raison(
        d, par=agent, jusqu_au=services.echeance(2)
    ),
    "confirmer": lambda d, _, agent: services.confirmer_en_appel(d, par=agent, motif="Non."),
    "prevenir": lambda d, _f, _a: services.prevenir_de_l_echeance(d),
}
# What is said without moving the file: a renewal asked for or put off.
PAROLES = {("valide", "a_renouveler"), ("a_renouveler", "complement")}
PAS = st.tuples(st.sampled_from(sorted(GESTES)), st.integers(0, 1), st.integers(0, 200))


def public(producteur: Producteur, jour: date) -> bool:
    try:
        return queries.producteur_public(producteur.slug, jour) is producteur
    except Introuvable:
        return False


def suivre(pas: list[tuple[str, int, int]], fraicheur: Fraicheur) -> None:
    """Live these acts, each so many days after the one before, and look at the file after each."""
    producteur = fabrique.producteur(etat=EtatDossier.BROUILLON)
    verser(producteur, EtatPiece.ACCEPTEE)
    ferme = fabrique.compte("Jeanne", roles=[(Role.PRODUCTEUR, producteur.id)])
    agents = [fabrique.compte(nom, roles=[(Role.CHAMBRE, "42")]) for nom in ("Agathe", "Rose")]
    dossier, instant = producteur.dossier, DEPART
    dossier.fraicheur = fraicheur
    for nom, qui, jours in pas:
        instant += timedelta(days=jours)
        avant, silence = dossier.etat, dossier.fraicheur
        lignes = len(lire_journal("dossier", dossier.id))
        with horloge.arretee_a(instant):
            with suppress(Refus):
                GESTES[nom](dossier, ferme, agents[qui])
            jour = horloge.aujourdhui()
            ecrites = lire_journal("dossier", dossier.id)[lignes:]
            passages = [(ligne.de, ligne.vers) for ligne in ecrites]
            regarder(dossier, avant, silence, passages, jour)


def regarder(
    dossier: Dossier,
    avant: EtatDossier,
    silence: Fraicheur,
    ecrites: list[tuple[str, str]],
    jour: date,
) -> None:
    """The step is in the table, its one line is in the journal (and one when silence ends), and
    the public sees what it may."""
    etat = dossier.etat
    assert etat is avant or etat in PASSAGES_DOSSIER[avant]
    confirmations = [ligne for ligne in ecrites if ligne[1] == Fraicheur.CONFIRME]
    assert len(confirmations) == (dossier.fraicheur is not silence)
    ecrites = [ligne for ligne in ecrites if ligne not in confirmations]
    assert len(ecrites) <= 1
    if etat is not avant:
        assert ecrites == [(avant.value, etat.value)]
    for de, vers in ecrites:
        assert (de, vers) in PAROLES or EtatDossier(vers) in PASSAGES_DOSSIER[EtatDossier(de)]
    en_date = dossier.valide_jusqu_au is not None and dossier.valide_jusqu_au >= jour
    voulu = etat is EtatDossier.VALIDE and en_date and dossier.fraicheur is not Fraicheur.RETIRE
    assert dossier.en_regle(jour) is voulu
    assert public(dossier.producteur, jour) is voulu
    assert (etat is EtatDossier.APPEL) <= (dossier.conteste is not None)
    assert (dossier.renouvellement_demande_le is None) or etat is EtatDossier.VALIDE
    if etat in {EtatDossier.REFUSE, EtatDossier.SUSPENDU, EtatDossier.COMPLEMENT}:
        assert dossier.motif


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(pas=st.lists(PAS, max_size=14), fraicheur=st.sampled_from(Fraicheur))
def test_quoi_qu_on_fasse_le_dossier_suit_sa_table_et_son_journal(
    contexte: None, base: sa.Connection, pas: list[tuple[str, int, int]], fraicheur: Fraicheur
) -> None:
    suivre(pas, fraicheur)


def test_une_vie_entiere_passe_par_tous_les_etats(contexte: None) -> None:
    debut = ("soumettre", "prendre", "completer", "soumettre", "visiter", "reprendre", "valider")
    milieu = ("differer", "suspendre", "contester")
    suite = ("raison", "radier", "rouvrir", "refuser", "contester")
    pas = [(nom, 0, 0) for nom in debut] + [("renouveler", 0, 320)]
    pas += [(nom, 0, 0) for nom in milieu] + [(nom, 1, 0) for nom in suite]
    pas += [("confirmer", 0, 0), ("soumettre", 0, 0)]
    suivre(pas, Fraicheur.CONFIRME)
    dossier = session.scalars(sa.select(Dossier)).one()
    passages = [(ligne.de, ligne.vers) for ligne in lire_journal("dossier", dossier.id)]
    assert {vers for _, vers in passages} >= set(EtatDossier) - {EtatDossier.BROUILLON}
    assert len(passages) == len(pas)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    etats=st.lists(
        st.tuples(
            st.sampled_from(EtatDossier),
            st.one_of(st.none(), st.integers(-70, 130)),
            st.sampled_from(Fraicheur),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_la_base_et_le_modele_disent_la_meme_situation(
    base: sa.Connection, etats: list[tuple[EtatDossier, int | None, Fraicheur]]
) -> None:
    session.execute(sa.delete(Dossier))
    jour = horloge.aujourdhui()
    for etat, ecart, fraicheur in etats:
        dossier = fabrique.producteur(etat=etat).dossier
        dossier.valide_jusqu_au = None if ecart is None else jour + timedelta(days=ecart)
        dossier.fraicheur = fraicheur
    session.flush()
    tous = session.scalars(sa.select(Dossier)).all()
    nombres = queries.nombres_par_situation(["42"], jour)
    for situation in Situation:
        attendus = [d for d in tous if d.situation(jour) is situation]
        page = queries.dossiers(["42"], FiltreDossiers(situation), jour, 1)
        assert set(page.elements) == set(attendus)
        assert nombres[situation] == len(attendus)
    en_regle = session.scalars(sa.select(Dossier).where(Dossier.en_regle(jour))).all()
    assert set(en_regle) == {d for d in tous if d.en_regle(jour)}


def test_minuit_est_celui_de_paris_aux_deux_changements_d_heure(base: sa.Connection) -> None:
    for jour in (date(2027, 3, 28), date(2027, 10, 31)):
        ferme = fabrique.producteur(valide_jusqu_au=jour)
        derniere = datetime.combine(jour, time(23, 59), horloge.PARIS)
        with horloge.arretee_a(derniere):
            assert public(ferme, horloge.aujourdhui())
        with horloge.arretee_a(derniere + timedelta(minutes=1)):
            assert not public(ferme, horloge.aujourdhui())
            assert ferme.dossier.situation(horloge.aujourdhui()) is Situation.EXPIRE
