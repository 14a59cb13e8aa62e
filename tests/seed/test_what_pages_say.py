"""What the seeded pages say of applications is what the site does."""

from django.conf import settings

from showcase.applications.models import ApplicationRules

CONTENT = settings.BASE_DIR / "home/seed/content"


def test_the_privacy_page_says_the_times_that_the_settings_begin_with():
    rules = ApplicationRules()
    text = (CONTENT / "pages/privacy.toml").read_text(encoding="utf-8")
    for words in (
        f"{rules.draft_months} mois après la dernière modification",
        f"{rules.draft_months} months after the last change",
        f"{rules.refused_months} mois après la réponse ou le retrait",
        f"{rules.refused_months} months after the answer or the withdrawal",
    ):
        assert words in text


def test_no_page_says_that_one_cannot_apply_yet():
    """A seeded site takes applications from the first day."""
    for file in CONTENT.rglob("*.toml"):
        text = file.read_text(encoding="utf-8")
        assert "pas encore ouvert" not in text, file.name
        assert "not open yet" not in text, file.name
