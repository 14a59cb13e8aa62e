"""A PO file is taken line by line; what is wrong with it is said, and the published page stays as it is."""

import polib
import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as some
from wagtail_localize.models import StringTranslation

from studio.models import State
from studio.translation import markup, po
from tests.factories import ContentPageFactory
from tests.studio.translating import segments, state_of, submit, translate


@pytest.fixture
def translation(concept, committed, admin_user):
    """A published page in English whose sentences all start with [en]."""
    with committed():
        made = submit(concept)
        translate(made, admin_user)
        made.save_target(user=admin_user)
    return made


@pytest.fixture
def send(client, admin_user, translation, committed):
    """Send a file; returns the status, what is said, and (line, what happened) of each line."""
    client.force_login(admin_user)

    def upload(data: bytes, to=translation) -> tuple[int, str, dict[str, str]]:
        url = reverse("wagtail_localize:upload_pofile", args=[to.pk])
        with committed():
            response = client.post(url, {"file": SimpleUploadedFile("page.po", data)})
        document = BeautifulSoup(response.content, "html.parser")
        lines = {
            row.select("td")[2].text: " ".join(row.select("td")[1].text.split())
            for row in document.select(".studio-lines tbody tr")
        }
        return response.status_code, " ".join(document.main.text.split()), lines

    return upload


def exported(client, translation) -> polib.POFile:
    """What an editor downloads."""
    answer = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert answer.status_code == 200
    return polib.pofile(answer.content.decode())


def test_an_export_comes_back_and_nothing_published_moves(send, client, translation):
    file = exported(client, translation)
    entry = next(entry for entry in file if entry.msgctxt == "title")
    entry.msgstr = "The social economy"
    status, said, lines = send(str(file).encode())
    assert status == 200
    assert "1 phrase de page.po est reprise" in said
    assert lines.pop("L’économie sociale") == "reprise"
    assert set(lines.values()) == {"inchangée"}
    assert translation.get_target_instance().title == "[en] L’économie sociale"
    assert state_of(translation).state == State.DRAFT
    kept = StringTranslation.objects.get(context__path="title", locale=translation.target_locale)
    assert (kept.data, kept.translation_type) == ("The social economy", "manual")


def test_a_half_filled_file_with_faults_is_taken_in_part_line_by_line(send, client, translation):
    file = exported(client, translation)
    by_source = {entry.msgid: entry for entry in file}
    rich = 'Un <b>mot</b> et un <a id="a1">lien</a>.'
    by_source["D’où elle vient"].msgstr = ""
    by_source["Où elle va"].msgstr = "Where it goes"
    by_source[rich].msgstr = 'A <b>word and a <a id="a1">link</a>.'
    by_source["En une phrase."].msgstr = "In a sentence."
    by_source["En une phrase."].flags.append("fuzzy")
    path = by_source["Où elle va"].msgctxt
    file.append(polib.POEntry(msgid="Où elle va", msgctxt=path, msgstr="Elsewhere"))
    file.append(polib.POEntry(msgid="Jamais écrite", msgctxt=path, msgstr="Never written"))
    file.append(polib.POEntry(msgid="L’économie sociale", msgctxt="hero", msgstr="Not there"))
    file.append(polib.POEntry(msgid="Ancienne", msgctxt=path, msgstr="Old", obsolete=True))
    data = str(file)
    status, _said, lines = send(data.encode())
    assert status == 200
    assert lines["D’où elle vient"].startswith("vide")
    assert "balisage abîmé" in lines[rich]
    assert "</b>" not in lines[rich]
    assert "fuzzy" in lines["En une phrase."]
    assert "n’est plus une phrase" in lines["Jamais écrite"]
    assert "n’est pas à cet endroit" in lines["L’économie sociale"]
    assert "obsolète" in lines["Ancienne"]
    assert "deux fois" in lines["Où elle va"]
    kept = {
        segment.string.data: StringTranslation.objects.get(
            translation_of=segment.string, context=segment.context, locale=translation.target_locale
        ).data
        for segment in segments(translation)
    }
    assert kept["Où elle va"] == "Where it goes"
    assert kept[rich].startswith("[en]")
    assert kept["En une phrase."] == "[en] En une phrase."
    assert "Where it goes" not in str(translation.get_target_instance().body)


def test_the_line_numbers_are_those_of_the_file(client, translation, admin_user):
    client.force_login(admin_user)
    data = str(exported(client, translation))
    report = po.take(po.read(data.encode(), translation), translation, admin_user)
    written = data.splitlines()
    for line in report.lines:
        assert written[line.number - 1].startswith(("msgctxt", "msgid", "#"))


def test_the_file_of_another_page_or_language_is_refused_by_name(
    send, client, concepts, translation, committed
):
    with committed():
        other = submit(
            ContentPageFactory(parent=concepts.get_parent(), locale=concepts.locale, title="À part")
        )
    status, said, lines = send(str(exported(client, other)).encode())
    assert (status, lines) == (422, {})
    assert "À part" in said
    assert "appartient à une autre traduction" in said
    assert "rien n’a été changé" in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ne dit pas"),
        (b"%PDF-1.7\n%\xe2\xe3", "UTF-8"),
        (b"<html><body>Bonjour</body></html>\n", "pas un fichier PO"),
        (b'msgid "a"\nmsgstr "b"\n', "ne dit pas"),
        (b'msgid ""\nmsgstr "X-WagtailLocalize-TranslationID: x\\n"\n', "ne dit pas"),
        ('msgid "é"\nmsgstr "è"\n'.encode("latin-1"), "UTF-8"),
        ('msgid "a"\nmsgstr "b"\n'.encode("utf-16"), "UTF-8"),
        (b"/etc/passwd", "pas un fichier PO"),
        (b"#" * (po.LARGEST + 1), "2\u00a0Mo"),
    ],
)
def test_what_is_no_po_file_of_this_page_is_refused(client, admin_user, translation, data, words):
    before = list(StringTranslation.objects.order_by("pk").values())
    client.force_login(admin_user)
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    response = client.post(url, {"file": SimpleUploadedFile("x.po", data)})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert list(StringTranslation.objects.order_by("pk").values()) == before


def test_no_file_at_all_is_told(client, admin_user, translation):
    client.force_login(admin_user)
    response = client.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]))
    assert response.status_code == 422
    assert "Choisissez d’abord un fichier" in response.content.decode()


def test_somebody_who_may_not_edit_the_page_may_send_nothing(client, translation, django_user_model):
    reader = django_user_model.objects.create_user("lectrice", password="x")
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(reader)
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    response = client.post(url, {"file": SimpleUploadedFile("x.po", b"")})
    assert response.status_code == 302
    assert client.post(reverse("studio_translation:mark_read", args=[translation.pk])).status_code == 302


@pytest.mark.parametrize(
    ("source", "translated", "words"),
    [
        ("Un mot", "A word", ""),
        ("Un <b>mot</b>", "A <b>word</b>", ""),
        ("a<br>b", "a<br/>b", ""),
        ("5 &lt; 6", "5 &lt; 6", ""),
        ("Un <b>mot</b>", "A <b>word", "jamais fermé"),
        ("Un <b>mot</b>", "A word</b>", "ne ferme rien"),
        ("Un <b>mot</b>", "A word", "il manque <b>"),
        ("Un mot", "A <i>word</i>", "<i> n’est pas dans la source"),
        ('<a id="a1">un</a>', "<a>one</a>", "il manque"),
        ('<a id="a1">un</a>', '<a id="a2">one</a>', "a2"),
        ('<a id="a1">un</a>', '<a href="https://example.org">one</a>', "attributs"),
        ("Un mot", "<script>alert(1)</script>", "script"),
        ("<b><i>x</i></b>", "<b><i>x</b></i>", "ne ferme rien"),
    ],
)
def test_markup_is_compared_with_the_source(source, translated, words):
    found = markup.problem(source, translated)
    assert words in found
    assert bool(words) == bool(found)


@given(some.text())
def test_any_text_is_judged_without_falling(text):
    assert isinstance(markup.problem("Un <b>mot</b>", text), str)
