"""What machines ask of the site: sitemap, robots, health."""

import datetime

import pytest
from defusedxml import ElementTree
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageViewRestriction

from home.contact import pass_on
from tests.factories import ContentPageFactory, in_english

XML = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def addresses(client) -> set[str]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    tree = ElementTree.fromstring(response.content)
    return {node.text or "" for node in tree.findall("s:url/s:loc", XML)}


def test_the_sitemap_holds_both_trees_and_nothing_hidden(home, client):
    english = in_english(home, slug="home")
    page = ContentPageFactory(parent=home, locale=home.locale, title="À propos", slug="a-propos")
    about = in_english(page, title="About", slug="about")
    ContentPageFactory(parent=home, locale=home.locale, title="Brouillon", live=False)
    private = ContentPageFactory(parent=home, locale=home.locale, title="Privée")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert addresses(client) == {item.full_url for item in (home, english, page, about)}


def test_robots_names_the_sitemap(db, client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text


def test_the_process_answers_without_the_database(client):
    # No database fixture: a query would fail this test.
    assert client.get("/healthz").content == b"ok\n"


def test_ready_names_each_part(db, client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "cache": "ok", "storage": "ok", "worker": "ok"}
    assert "no-store" in response["Cache-Control"]


def test_a_task_that_nobody_takes_is_told(db, client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    waiting = pass_on.enqueue(1)
    DBTaskResult.objects.filter(pk=waiting.id).update(
        enqueued_at=timezone.now() - datetime.timedelta(minutes=6)
    )
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] == "RuntimeError"


def test_a_storage_that_does_not_answer_is_told(db, client, settings, monkeypatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "home.storage.BucketStorage",
            "OPTIONS": {
                "bucket_name": "media",
                "endpoint_url": "http://127.0.0.1:1",
                "access_key": "key",
                "secret_key": "secret",
            },
        },
    }
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["storage"] != "ok"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/"])
def test_only_reading_is_allowed(db, client, path):
    assert client.post(path).status_code == 405
