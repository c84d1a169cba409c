"""Settings: one frozen, validated object read from the environment, and nothing read elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

RACINE = Path(__file__).resolve().parent.parent
SECRET_DE_DEMONSTRATION = "demonstration-only-never-in-production"  # noqa: S105  (refused there)
CLE_STRIPE_DE_DEMONSTRATION = "sk_test_demonstration"
SECRET_WEBHOOK_DE_DEMONSTRATION = "whsec_demonstration"  # noqa: S105
PLAN_IGN = (
    "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0"
    "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&STYLE=normal&FORMAT=image/png"
    "&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)


class ReglageInvalide(Exception):
    """The environment does not allow a safe start; the message names each variable to mend."""


def _reglage(doc: str, defaut: str, *, secret: bool = False) -> str:
    """A field read from ``CABAS_<NAME>``; a ``secret`` has no default in production."""
    valeur: str = field(default=defaut, metadata={"doc": doc, "secret": secret})
    return valeur


@dataclass(frozen=True, slots=True)
class Reglages:
    """Every setting, documented where it is declared; the README's table is checked against it."""

    env: str = _reglage("`demonstration` (default), `production` or `test`.", "demonstration")
    database_url: str = _reglage(
        "`sqlite:///…` or `postgresql+psycopg://…`. Default: a file in the data folder.",
        "",
    )
    redis_url: str = _reglage(
        "Redis for background work and rate limits. Default: none, SQLite and memory serve.", ""
    )
    secret_key: str = _reglage(
        "Signs sessions and links; at least 32 characters in production.",
        SECRET_DE_DEMONSTRATION,
        secret=True,
    )
    stripe_secret_key: str = _reglage(
        "Stripe's secret key.", CLE_STRIPE_DE_DEMONSTRATION, secret=True
    )
    stripe_webhook_secret: str = _reglage(
        "Secret that signs Stripe's webhooks.", SECRET_WEBHOOK_DE_DEMONSTRATION, secret=True
    )
    stripe_api_base: str = _reglage(
        "Stripe's address. Default: Stripe itself; the demonstration's simulator sets its own.",
        "https://api.stripe.com",
    )
    smtp_url: str = _reglage(
        "`smtp://user:password@host:587` or `smtps://…:465`; a password is given under TLS only. "
        "Default: the mailbox page.",
        "",
        secret=True,
    )
    mail_from: str = _reglage("Sender of every mail.", "ne-pas-repondre@cabas.example")
    tiles_url: str = _reglage(
        "Base map tiles with `{z}`, `{x}`, `{y}`; `none`: drawn background. Default: Plan IGN.",
        PLAN_IGN,
    )
    geocoding_url: str = _reglage(
        "Géoplateforme geocoding service. Default: none in the demonstration (communes only).", ""
    )
    agencebio_url: str = _reglage(
        "Agence Bio's open register, `https://opendata.agencebio.org`. Default: none, organic "
        "labels are checked by hand only; the demonstration's simulator sets its own.",
        "",
    )
    sirene_url: str = _reglage(
        "SIRENE's public search, `https://recherche-entreprises.api.gouv.fr`. Default: none, "
        "establishments are not checked; the demonstration's simulator sets its own.",
        "",
    )
    files_url: str = _reglage(
        "Where pictures are kept: `file:///folder`. Default: a folder beside the database.", ""
    )
    base_url: str = _reglage(
        "Public address of the site, for links in mails and return pages.", "http://127.0.0.1:8000"
    )
    data_dir: str = _reglage(
        "Folder of the embedded database, queue and files.", str(RACINE / "instance")
    )

    @property
    def demonstration(self) -> bool:
        return self.env == "demonstration"

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def adresse_base(self) -> str:
        return self.database_url or f"sqlite:///{Path(self.data_dir) / 'cabas.sqlite3'}"

    @property
    def dossier_fichiers(self) -> Path:
        chemin = urlsplit(self.files_url).path
        return Path(chemin) if chemin else Path(self.data_dir) / "fichiers"

    @property
    def origine_tuiles(self) -> str | None:
        """Scheme and host of the tile server, for the Content-Security-Policy."""
        parties = urlsplit(self.tiles_url)
        return f"{parties.scheme}://{parties.netloc}" if parties.netloc else None

    @classmethod
    def depuis(cls, environ: Mapping[str, str]) -> Reglages:
        """Read ``CABAS_*`` variables; raise ``ReglageInvalide`` naming all that is wrong."""
        lus = {f.name: environ.get(f"CABAS_{f.name.upper()}", "").strip() for f in fields(cls)}
        reglages = cls(**{nom: valeur for nom, valeur in lus.items() if valeur})
        fautes = list(reglages._fautes(lus))
        if fautes:
            raise ReglageInvalide("; ".join(fautes))
        return reglages

    def _fautes(self, lus: Mapping[str, str]) -> list[str]:
        fautes = []
        if self.env not in {"demonstration", "production", "test"}:
            fautes.append("CABAS_ENV must be demonstration, production or test")
        if not self.adresse_base.startswith(("sqlite:///", "postgresql+psycopg://")):
            fautes.append("CABAS_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://")
        for nom, debuts in (
            ("smtp_url", ("smtp://", "smtps://")),
            ("redis_url", ("redis://", "rediss://", "unix://")),
            ("agencebio_url", ("https://", "http://")),
            ("sirene_url", ("https://", "http://")),
        ):
            if (valeur := getattr(self, nom)) and not valeur.startswith(debuts):
                fautes.append(f"CABAS_{nom.upper()} must start with {' or '.join(debuts)}")
        if self.files_url and urlsplit(self.files_url).scheme != "file":
            fautes.append("CABAS_FILES_URL must start with file:///")
        if self.production:
            fautes += [
                f"CABAS_{f.name.upper()} is missing, or is the demonstration's, which is public"
                for f in fields(self)
                if f.metadata["secret"] and lus[f.name] in ("", f.default)
            ]
            if len(self.secret_key) < 32:
                fautes.append("CABAS_SECRET_KEY must have at least 32 characters")
            if not self.base_url.startswith("https://"):
                fautes.append("CABAS_BASE_URL must be the site's https:// address")
            if not self.stripe_api_base.startswith("https://"):
                fautes.append("CABAS_STRIPE_API_BASE must be an https:// address")
        return fautes
