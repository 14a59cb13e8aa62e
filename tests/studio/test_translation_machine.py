"""What a machine wrote is kept, marked until a person has read it, and said where it is published."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation as languages
from wagtail_localize.models import StringTranslation

from showcase.models import Criterion
from studio.models import State
from studio.translation import machine
from tests.factories import locale, make_frame, make_grid
from tests.studio.libretranslate import SLOW_SECONDS, LibreTranslateServer
from tests.studio.translating import republish, segments, state_of, submit, translate


@pytest.fixture
def service(settings):
    """A LibreTranslate server that the settings point at; it is given one second to answer."""
    server = LibreTranslateServer()
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
        "CLASS": "studio.translation.machine.LibreTranslate",
        "OPTIONS": {"LIBRETRANSLATE_URL": server.url, "API_KEY": "clé", "TIMEOUT": 1},
    }
    yield server
    server.stop()


@pytest.fixture
def translation(concept, committed):
    with committed():
        return submit(concept)


@pytest.fixture
def ask(client, admin_user, committed, translation):
    """Press the button; returns what the editor is told."""
    client.force_login(admin_user)

    def press() -> str:
        url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
        with committed():
            response = client.post(url, follow=True)
        assert response.status_code == 200
        document = BeautifulSoup(response.content, "html.parser")
        return " ".join(document.select_one(".messages").get_text().split())

    return press


def by_machine() -> int:
    return StringTranslation.objects.filter(translation_type="machine").count()


def test_every_sentence_is_translated_and_marked(ask, service, translation):
    assert "LibreTranslate a traduit" in ask()
    question = service.questions[0]
    assert (question["source"], question["target"]) == ("fr", "en")
    assert (question["format"], question["api_key"]) == ("html", "clé")
    assert 'Un <b>mot</b> et un <a id="a1">lien</a>.' in question["q"]
    assert by_machine() == len(segments(translation))
    # Nothing to publish waits but the first publication; then the sentences wait for a reader.
    assert (state_of(translation).state, state_of(translation).machine) == (State.DRAFT, by_machine())


def test_what_a_person_has_translated_is_not_asked_again(ask, service, translation, admin_user):
    translate(translation, admin_user, skip=("title",))
    ask()
    assert [question["q"] for question in service.questions] == [["L’économie sociale"]]
    assert by_machine() == 1
    assert "rien" in ask()


@pytest.mark.parametrize(
    ("fails", "words"),
    [
        ("slow", "trop longtemps"),
        ("429", "trop de demandes"),
        ("403", "la clé de ce site"),
        ("500", "erreur 500"),
        ("no json", "réponse est inutilisable"),
        ("other json", "réponse est inutilisable"),
        ("fewer", "réponse est inutilisable"),
    ],
)
def test_a_failure_is_told_and_what_came_before_it_is_kept(
    ask, service, translation, monkeypatch, fails, words, admin_user, committed
):
    monkeypatch.setattr(machine, "BATCH", 2)
    service.fails, service.fails_after = fails, 1
    said = ask()
    assert words in said
    assert "Rien n’est perdu" in said
    assert by_machine() == 2
    assert len(service.questions) == 2
    # The page can still be finished by hand, and published.
    with committed():
        translate(translation, admin_user)
        translation.save_target(user=admin_user)
    assert translation.get_target_instance().live


def test_a_server_that_is_down_is_told(ask, service):
    service.stop()
    assert "injoignable" in ask()
    assert by_machine() == 0


def test_waiting_for_a_slow_server_ends(ask, service):
    service.fails = "slow"
    ask()
    assert SLOW_SECONDS > 1
    assert len(service.questions) == 1


def test_a_sentence_with_broken_markup_is_left_out(ask, service, translation):
    service.fails = "broken markup"
    assert "1 phrase est revenue vide ou avec un balisage abîmé" in ask()
    assert by_machine() == len(segments(translation)) - 1


def test_synchronising_with_a_machine_that_is_down_changes_nothing(client, admin_user, service, translation):
    client.force_login(admin_user)
    service.stop()
    url = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    response = client.post(url, {"use_machine_translation": "on"}, follow=True)
    assert response.status_code == 200
    assert "Rien n’a été changé" in response.content.decode()
    assert by_machine() == 0


@pytest.fixture
def published(concept, committed, translation):
    """A page whose every sentence a machine has translated, published."""
    with committed():
        translate(translation, kind="machine")
        translation.save_target()
    return translation.get_target_instance()


NOTICE = "Parts of this page were translated by machine"


def save(client: Client, translation, segment, value: str) -> None:
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    answer = client.put(url, f"value={value}", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200


def test_readers_are_told_in_their_language_and_cost_no_query_more(
    concept, published, client, committed, count_queries, translation
):
    make_frame("en")
    assert NOTICE in client.get(published.get_url()).content.decode()
    assert "machine-notice" not in client.get(concept.get_url()).content.decode()
    told = count_queries(published.get_url())
    with committed():
        machine.mark_read(translation)
    assert "machine-notice" not in client.get(published.get_url()).content.decode()
    assert count_queries(published.get_url()) == told
    assert told <= 12


def test_saving_a_sentence_as_it_is_says_that_it_was_read(
    client, admin_user, committed, translation, published
):
    client.force_login(admin_user)
    first, *others = segments(translation)
    row = state_of(translation)
    assert (row.state, row.machine, row.shows_machine) == (State.MACHINE, len(others) + 1, True)
    with committed():
        save(client, translation, first, f"[en] {first.string.data}")
    row = state_of(translation)
    assert (row.state, row.machine) == (State.MACHINE, len(others))
    with committed():
        client.post(reverse("studio_translation:mark_read", args=[translation.pk]))
    row = state_of(translation)
    assert (row.state, row.machine, row.shows_machine) == (State.IN_STEP, 0, False)


def test_readers_are_told_until_what_was_mended_is_published(
    client, admin_user, committed, translation, published
):
    client.force_login(admin_user)
    with committed():
        machine.mark_read(translation)
        StringTranslation.objects.filter(context__path="title").update(translation_type="machine")
        translation.save_target()
    assert state_of(translation).shows_machine
    title = next(segment for segment in segments(translation) if segment.context.path == "title")
    with committed():
        save(client, translation, title, "The social economy")
    row = state_of(translation)
    assert (row.state, row.machine, row.shows_machine) == (State.DRAFT, 0, True)
    with committed():
        translation.save_target()
    row = state_of(translation)
    assert (row.state, row.shows_machine) == (State.IN_STEP, False)


def test_a_machine_sentence_that_is_not_published_is_nothing_to_readers(
    concept, committed, translation, ask, service, client, admin_user
):
    with committed():
        translate(translation, admin_user)
        translation.save_target()
        republish(concept, title="L’économie sociale et solidaire")
    ask()
    assert state_of(translation).machine == 1
    assert not state_of(translation).shows_machine


def test_criteria_and_menus_tell_it_too(home, client, committed):
    locale("en")
    make_grid()
    frame = make_frame()
    with committed():
        for item in (frame, Criterion.objects.get(code="risk")):
            translation = submit(item)
            translate(translation, kind="machine")
            translation.save_target()
    with languages.override("en"):
        assert [found.shows_machine for found in Criterion.objects.in_force()] == [True]
    with committed():
        home.copy_for_translation(locale("en")).save_revision().publish()
    assert "Parts of the menus" in client.get("/en/").content.decode()
    assert "machine-notice" not in client.get("/fr/").content.decode()


def test_a_stranger_and_a_get_do_nothing(client, translation, service):
    url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert client.post(url).status_code == 302
    assert client.get(url).status_code == 302
    assert by_machine() == 0


@pytest.mark.parametrize(
    ("key", "fails", "words"),
    [("k:fx", "", ""), ("wrong", "", "la clé de ce site"), ("k:fx", "456", "quota"), ("k:fx", "503", "503")],
)
def test_deepl_translates_and_says_why_it_does_not(translation, service, admin_user, key, fails, words):
    service.fails = fails
    translator = machine.DeepL({"AUTH_KEY": key, "URL": f"{service.url}/v2/translate", "TIMEOUT": 1})
    outcome = machine.translate(translation, translator, admin_user)
    assert words in outcome.failure
    assert outcome.translated == (0 if words else len(segments(translation)))


def test_deepl_has_an_address_of_its_own():
    assert machine.DeepL({"AUTH_KEY": "k:fx"}).get_api_endpoint() == "https://api-free.deepl.com/v2/translate"
