"""Files for the tests, as somebody would fill them in."""

from typing import Any

from showcase.applications.models import Application, Person, Section, State
from showcase.applications.sections.plan import kinds_of
from showcase.applications.sections.saving import save
from tests.factories import CODES

EMAIL = "nora@example.org"
# {section: what a browser sends for it}, enough to be sent to the jury.
COMPLETE: dict[str, dict[str, Any]] = {
    "project": {
        "name": "Le puits commun",
        "summary": "Un village répare et gère son puits.",
        "story": "Tout a commencé en 2015.\n\nDepuis, cent familles ont l’eau.",
        "organisation": "Association du puits",
        "legal_form": "association",
        "start_year": "2015",
        "status": "active",
        "website": "https://example.org/puits",
        "sectors": ["places", "environment-energy"],
        "sdgs": ["6"],
    },
    "need": {"need": "L’eau manquait.", "for_whom": "Cent familles.", "unmet": "Le réseau s’arrête avant."},
    "people": {
        "concerned": "Les familles décident en assemblée.",
        "row-0-name": "Commune d’Aït Ourir",
        "row-0-kind": "public",
    },
    **{
        f"criterion-{code}": {
            "level": "demonstrated",
            "claim": f"Ce qui le montre : {code}.",
            "row-0-title": "Étude de cas",
            "row-0-url": f"https://example.org/{code}",
            "row-0-kind": "academic",
            "row-0-date": "2024",
            "row-0-language": "fr",
        }
        for code in CODES
    },
    "figures": {
        "row-0-value": "100",
        "row-0-label": "familles qui ont l’eau",
        "row-0-kind": "outcome",
        "row-0-year": "2024",
        "row-0-source_title": "Rapport annuel 2024",
        "row-0-source_url": "https://example.org/rapport",
    },
    "place": {"country": "MA", "place": "Aït Ourir", "latitude": "31.56440", "longitude": "-7.66280"},
    "contacts": {"contact_name": "Nora B.", "contact_role": "coordinatrice"},
    "consent": {"speaks_for": "on", "is_true": "on", "may_publish": "on"},
}


def make_application(grid: Any, *, email: str = EMAIL, language: str = "fr", **fields: Any) -> Application:
    """A file that somebody has begun, in the state asked for; nothing in it yet."""
    application = Application.objects.create(grid=grid, language=language, **fields)
    Person.objects.create(application=application, email=email, joined_at=application.started_at)
    return application


def fill(application: Application, sections: dict[str, dict[str, Any]] | None = None) -> None:
    """Save sections as the person on the file, COMPLETE unless said. The file must be open."""
    person = application.people.get()
    kinds = kinds_of(application)
    for code, sent in (COMPLETE if sections is None else sections).items():
        known = Section.objects.filter(application=application, code=code).first()
        save(kinds[code], sent, version=known.version if known else 0, person=person)
    application.refresh_from_db()


def make_complete(grid: Any, **options: Any) -> Application:
    """A file that lacks nothing, still a draft."""
    application = make_application(grid, **options)
    fill(application)
    assert application.state == State.DRAFT
    return application
