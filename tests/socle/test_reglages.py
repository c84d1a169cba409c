"""Settings: the demonstration needs none, production refuses to start without its secrets."""

from __future__ import annotations

import pytest

from socle.reglages import ReglageInvalide, Reglages

PRODUCTION = {
    "CABAS_ENV": "production",
    "CABAS_SECRET_KEY": "s" * 32,
    "CABAS_STRIPE_SECRET_KEY": "sk_live_x",
    "CABAS_STRIPE_WEBHOOK_SECRET": "whsec_x",
    "CABAS_SMTP_URL": "smtp://127.0.0.1:25",
    "CABAS_BASE_URL": "https://loire.example",
}


def test_la_demonstration_ne_demande_rien() -> None:
    reglages = Reglages.depuis({})
    assert reglages.demonstration
    assert reglages.adresse_base.startswith("sqlite:///")


def test_la_production_demarre_avec_ses_secrets() -> None:
    assert Reglages.depuis(PRODUCTION).production


@pytest.mark.parametrize("absent", [c for c in PRODUCTION if c != "CABAS_ENV"])
def test_la_production_refuse_de_demarrer_s_il_manque_un_secret(absent: str) -> None:
    environ = {c: v for c, v in PRODUCTION.items() if c != absent}
    with pytest.raises(ReglageInvalide, match=absent):
        Reglages.depuis(environ)


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("CABAS_ENV", "prod"),
        ("CABAS_DATABASE_URL", "mysql://x"),
        ("CABAS_FILES_URL", "s3://seau"),
        ("CABAS_SMTP_URL", "mail.example.com:587"),
        ("CABAS_REDIS_URL", "127.0.0.1:6379"),
    ],
)
def test_un_reglage_faux_est_nomme(nom: str, valeur: str) -> None:
    with pytest.raises(ReglageInvalide, match=nom):
        Reglages.depuis({nom: valeur})


def test_un_secret_trop_court_est_refuse_en_production() -> None:
    with pytest.raises(ReglageInvalide, match="32 characters"):
        Reglages.depuis(PRODUCTION | {"CABAS_SECRET_KEY": "court"})


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        ("CABAS_SECRET_KEY", "demonstration-only-never-in-production"),
        ("CABAS_STRIPE_SECRET_KEY", "sk_test_demonstration"),
        ("CABAS_STRIPE_WEBHOOK_SECRET", "whsec_demonstration"),
    ],
)
def test_un_secret_de_la_demonstration_est_refuse_en_production(nom: str, valeur: str) -> None:
    with pytest.raises(ReglageInvalide, match=nom):
        Reglages.depuis(PRODUCTION | {nom: valeur})


def test_la_production_ne_paie_pas_chez_un_prestataire_en_clair() -> None:
    with pytest.raises(ReglageInvalide, match="CABAS_STRIPE_API_BASE"):
        Reglages.depuis(PRODUCTION | {"CABAS_STRIPE_API_BASE": "http://127.0.0.1:8001"})
