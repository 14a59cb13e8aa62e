"""What whoever writes is told: in the checker's configuration, and in words after each save."""

import json
import re

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from home.models import ContentPage
from studio.quality.findings import RULES
from tests.factories import ContentPageFactory


@pytest.fixture
def page(home):
    page = ContentPageFactory(parent=home, locale=home.locale, summary="Qui nous sommes.")
    page.save_revision().publish()
    return page


@pytest.fixture
def editor(client, admin_user):
    client.force_login(admin_user)
    return client


def form(page, summary: str = "", *blocks, **extra) -> dict:
    data = {"title": page.title, "slug": page.slug, "summary": summary, "comments": {"TOTAL_FORMS": 0}}
    data["body"] = streamfield(list(blocks))
    data = nested_form_data(data) | {"comments-INITIAL_FORMS": 0, "comments-MAX_NUM_FORMS": ""}
    return data | extra


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def quotation() -> tuple[str, dict]:
    words = {"original": "Words", "language": "en", "text": "Des mots", "attribution": "X"}
    return "quotation", {**words, "sources": {"count": 0}}


def save(client, page, data):
    return client.post(f"/admin/pages/{page.pk}/edit/", data, follow=True)


def test_after_a_draft_what_is_to_mend_is_listed_with_its_place(editor, page):
    response = save(editor, page, form(page, "Un résumé.", quotation()))
    words = said(response)
    assert "Une citation n’a pas de source" in words
    assert re.search(rf"/admin/pages/{page.pk}/edit/#:w:contentpath=body\.[\w-]+\.sources", words)
    assert "Des mots" in words


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_nothing_is_refused_and_it_is_said_again_on_publishing_and_submitting(editor, page, action):
    response = save(editor, page, form(page, "", quotation(), **{action: "1"}))
    assert "2 points à reprendre" in said(response)
    page = ContentPage.objects.get(pk=page.pk)
    assert page.live
    assert page.get_latest_revision_as_object().body[0].block_type == "quotation"


def test_a_page_without_fault_is_saved_without_a_word(editor, page):
    assert "contentpath" not in said(save(editor, page, form(page, "Un résumé.")))


def test_advice_is_left_to_the_checker(editor, page):
    text = ("text", {"text": rich_text("<p>l'eau</p>"), "sources": {"count": 0}})
    assert "contentpath" not in said(save(editor, page, form(page, "Un résumé.", text)))


def test_autosave_says_nothing(editor, page):
    response = editor.post(
        f"/admin/pages/{page.pk}/edit/", form(page, "", quotation()), HTTP_ACCEPT="application/json"
    )
    assert response.json()["success"]
    assert "à reprendre" not in said(editor.get(f"/admin/pages/{page.pk}/edit/"))


def test_words_of_the_page_are_never_markup_in_the_message(editor, page):
    block = quotation()
    block[1]["text"] = "<img src=x onerror=alert(1)>"
    words = said(save(editor, page, form(page, "Un résumé.", block)))
    assert "<img" not in words
    assert "&lt;img" in words


def configuration(html: str) -> dict:
    found = re.search(r'<script id="checker-axe-configuration"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Une citation n’a pas de source"), ("en", "A quotation has no source")]
)
def test_the_panel_runs_every_rule_of_axe_and_ours_in_the_editors_language(
    editor, page, admin_user, language, words
):
    UserProfile.get_for_user(admin_user)
    UserProfile.objects.filter(user=admin_user).update(preferred_language=language)
    found = configuration(editor.get(f"/admin/pages/{page.pk}/edit/").content.decode())
    assert "runOnly" not in found["options"]
    assert found["messages"]["quotation-source"]["error_name"] == words
    rules = {rule["id"] for rule in found["spec"]["rules"]}
    assert rules >= {rule.code for rule in RULES.values() if rule.writing}
    assert {"alt-text-quality", "empty-meta-description"} <= rules


def test_the_preview_carries_the_findings_and_the_public_page_nothing(editor, client, page):
    editor.post(f"/admin/pages/{page.pk}/edit/preview/", form(page, "Un résumé.", quotation()))
    preview = editor.get(f"/admin/pages/{page.pk}/edit/preview/?in_preview_panel=true")
    html = preview.content.decode()
    assert '"code": "quotation-source"' in html
    assert "mark-findings.js" in html
    # The editor shows it in a frame.
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    client.logout()
    public = client.get(Page.objects.get(pk=page.pk).url)
    assert "quality" not in public.content.decode()
    assert "frame-ancestors 'none'" in public["Content-Security-Policy"]


UNFINISHED = {
    "image": {"image": "", "decorative": "", "alt_text": "", "caption": ""},
    "exercise": {"title": "", "instruction": "", "options": {"count": 0}, "items": {"count": 0}},
    "video": {"title": "", "file": "", "captions": "", "url": "", "transcript": rich_text("")},
}


def nested(value):
    """Form data of one item of a list block."""
    return {"count": 1, "0": {"deleted": "", "order": "0", "type": "", "value": value}}


UNFINISHED["exercise"]["items"] = nested({"statement": "", "answer": "", "explanation": ""})
UNFINISHED["chart"] = {"caption": "", "unit": "", "year": "", "bars": nested({"label": "", "value": ""})} | {
    "sources": {"count": 0}
}
UNFINISHED["table"] = {
    "caption": "",
    "headings": nested("Une colonne"),
    "rows": {"count": 0},
    "sources": {"count": 0},
}


@pytest.mark.parametrize("name", list(UNFINISHED))
def test_a_draft_may_be_unfinished_is_kept_and_is_previewed(editor, page, name):
    data = form(page, "Un résumé.", (name, UNFINISHED[name]))
    save(editor, page, data)
    assert ContentPage.objects.get(pk=page.pk).get_latest_revision_as_object().body[0].block_type == name
    answer = editor.post(f"/admin/pages/{page.pk}/edit/preview/", data)
    assert answer.json()["is_valid"]
    preview = editor.get(f"/admin/pages/{page.pk}/edit/preview/?in_preview_panel=true")
    assert 'id="quality-findings"' in preview.content.decode()


def test_what_is_published_may_not(editor, page):
    data = form(page, "Un résumé.", ("image", UNFINISHED["image"]))
    response = editor.post(f"/admin/pages/{page.pk}/edit/", data | {"action-publish": "1"})
    assert response.context["form"].errors["body"]
    assert not ContentPage.objects.get(pk=page.pk).body
