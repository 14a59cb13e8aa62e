"""`/` leads to the home page in the reader's language, and errors speak the language of the address."""

import pytest


@pytest.mark.parametrize(
    ("asked", "home"),
    [
        ("en", "/en/"),
        ("en-GB,en;q=0.9,fr;q=0.5", "/en/"),
        ("fr-CA", "/fr/"),
        ("de,en;q=0.3", "/en/"),
        ("ar", "/fr/"),
        ("", "/fr/"),
        ("!!;q=,,", "/fr/"),
    ],
)
def test_the_door_opens_on_the_language_asked_for(client, asked, home):
    response = client.get("/", headers={"accept-language": asked})
    assert response.status_code == 302
    assert response["Location"] == home
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    ("path", "asked", "words", "language"),
    [
        ("/fr/absente/", "en", "Cette page est introuvable", "fr"),
        ("/en/absent/", "fr", "This page is not here", "en"),
        ("/absent", "en", "This page is not here", "en"),
    ],
)
def test_not_found_speaks_the_language_of_the_address(home, client, path, asked, words, language):
    response = client.get(path, headers={"accept-language": asked}, follow=True)
    assert response.status_code == 404
    text = response.content.decode()
    assert words in text
    assert f'<html lang="{language}">' in text
    assert "noindex" in text


@pytest.mark.parametrize(("path", "words"), [("/fr/", "Une panne"), ("/en/", "Something broke on our side")])
def test_a_breakdown_is_told_in_both_languages_without_the_database(rf, path, words):
    from home.views import server_error

    # No database fixture: a query would fail this test.
    response = server_error(rf.get(path))
    assert response.status_code == 500
    assert words in response.content.decode()


def test_the_language_of_a_visitor_is_kept_nowhere(home, client):
    response = client.get("/fr/")
    assert not response.cookies
