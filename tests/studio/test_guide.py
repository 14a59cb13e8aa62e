"""The editors' guide: complete in both languages, and without a broken link or picture."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.staticfiles import finders
from django.urls import reverse

from studio.guide.chapters import chapters, key_of

LANGUAGES = ("fr", "en")


@pytest.fixture
def reader(db, django_user_model):
    """Somebody who may enter the admin and nothing more, reading it in French."""
    user = django_user_model.objects.create_user(username="reader", password="reader")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def admin_in(client, user, language: str) -> None:
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save()
    client.force_login(user)


def test_both_languages_have_the_same_chapters():
    french, english = ([chapter.path.name for chapter in chapters(language)] for language in LANGUAGES)
    assert french == english
    assert french


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chapter_opens_and_each_of_its_links_and_pictures_exists(client, reader, language):
    admin_in(client, reader, language)
    for chapter in chapters(language):
        response = client.get(reverse("studio_guide_chapter", args=[chapter.key]))
        assert response.status_code == 200
        page = BeautifulSoup(response.content, "html.parser").find("article")
        assert page is not None
        for picture in page.find_all("img"):
            assert picture["alt"]
            assert finders.find(picture["src"].removeprefix(settings.STATIC_URL)), picture["src"]
        for link in page.find_all("a", href=re.compile("^/admin/guide/")):
            target = client.get(link["href"])
            assert target.status_code == 200, link["href"]
            fragment = link["href"].partition("#")[2]
            assert not fragment or BeautifulSoup(target.content, "html.parser").find(id=fragment)


def test_the_guide_speaks_the_language_of_who_reads_it(client, reader):
    admin_in(client, reader, "fr")
    assert "Se repérer" in client.get(reverse("studio_guide")).content.decode()
    admin_in(client, reader, "en")
    assert "Find your way" in client.get(reverse("studio_guide")).content.decode()


def test_the_menu_leads_to_this_guide_and_to_nobody_elses(client, reader):
    admin_in(client, reader, "en")
    page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("studio_guide") in page
    assert "guide.wagtail.org" not in page.split("w-dashboard")[0]


def test_a_chapter_that_does_not_exist_is_not_found(client, reader):
    client.force_login(reader)
    assert client.get("/admin/guide/nowhere/").status_code == 404


def test_nobody_reads_it_without_signing_in(client, db):
    assert client.get(reverse("studio_guide")).status_code == 302


def test_a_file_that_is_no_chapter_is_told():
    with pytest.raises(ValueError, match="write it as"):
        key_of("notes.md")


@pytest.mark.parametrize("chapter", chapters("fr"), ids=lambda chapter: chapter.key)
def test_french_chapters_follow_french_typography(chapter):
    words = re.sub(r"`[^`]*`|\([^)]*\.(?:md|webp)[^)]*\)", "", chapter.text)
    assert not re.findall(r"\w[?!;]|«(?!\u202f)| [?!;:»]|\w'\w", words)


def test_every_picture_of_the_guide_is_shown_in_its_own_language():
    for language in LANGUAGES:
        text = "\n".join(chapter.text for chapter in chapters(language))
        folders = set(re.findall(r"!\[[^\]]+\]\(\.\./img/(\w+)/", text))
        shown = set(re.findall(rf"!\[[^\]]+\]\(\.\./img/{language}/([\w-]+\.webp)\)", text))
        assert folders == {language}
        assert shown == {file.name for file in (settings.GUIDE_DIR / "img" / language).iterdir()}


def test_both_languages_have_the_same_pictures_and_tasks():
    french, english = (
        [(re.findall(r"/([\w-]+)\.webp", each.text), each.text.count("\n## ")) for each in chapters(language)]
        for language in LANGUAGES
    )
    assert french == english


def test_the_pictures_are_light():
    for file in (settings.GUIDE_DIR / "img").rglob("*.webp"):
        assert file.stat().st_size < 70_000, file.name
