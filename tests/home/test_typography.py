"""The typography put on as a page is sent."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.markup import Markup
from home.models import ContentPage
from home.typography import one_line, typeset
from tests import factories
from tests.html import documents

N, B = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Pourquoi ?", f"Pourquoi{N}?"),
        ("Pourquoi? Parce que!", f"Pourquoi{N}? Parce que{N}!"),
        ("Vraiment ?!", f"Vraiment{N}?!"),
        ("un ; deux : trois", f"un{N}; deux{B}: trois"),
        ("Pays: Maroc", f"Pays{B}: Maroc"),
        ("« mot »", f"«{N}mot{N}»"),
        ("«mot»", f"«{N}mot{N}»"),
        (f"«{B}mot{B}»", f"«{N}mot{N}»"),
        ('Le "mot" juste', f"Le «{N}mot{N}» juste"),
        ("L'eau, aujourd'hui", "L’eau, aujourd’hui"),
        ("l&#x27;eau", "l’eau"),
        ("12 345 678 habitants, 5 %, 3€", f"12{N}345{N}678 habitants, 5{N}%, 3{N}€"),
        ("la loi n° 2014", f"la loi n°{B}2014"),
        ("<b>Quoi</b> ? <b>Ça</b>?", f"<b>Quoi</b>{N}? <b>Ça</b>{N}?"),
        ('"<em>mot</em>"', f"«{N}<em>mot</em>{N}»"),
        ("«<em>mot</em>»", f"«{N}<em>mot</em>{N}»"),
        ("<b>Note :</b> oui", f"<b>Note{B}:</b> oui"),
        ("1 &lt; 2 ?", f"1 &lt; 2{N}?"),
    ],
)
def test_french_gets_its_spaces_and_its_marks(typed, read):
    assert typeset(typed, "fr") == read


@pytest.mark.parametrize(
    "html",
    [
        "à 10:30, score 3:1",
        "https://example.org/a?b=c;d!e:f",
        "voir www.example.org/l'eau?x=1",
        "écrire à l'ami@example.org".replace("l'", ""),
        '<code>a ? b : c; "d"</code>',
        "<pre>l'eau ?</pre>",
        "<kbd>;</kbd><samp>?</samp>",
        "<script>a ? 'b' : \"c\";</script>",
        "<textarea>Pourquoi ?</textarea>",
        "<title>Pourquoi ?</title>",
        "<!-- Pourquoi ? -->",
        '<p title="Pourquoi ?">x</p>',
        '<span translate="no">Quoi ?</span>',
        '<a href="https://example.org" rel="external">What is SSE ?</a>',
        '<i lang="de">Wie ? "so"</i>',
        f"déjà{N}; bien{B}: «{N}fait{N}»",
        "(?) [!] :-)",
        'un écran de 5" et rien',
        "vers 1901 1905 et 20241 123",
        "",
    ],
)
def test_what_is_no_french_sentence_or_is_right_already_stays(html):
    assert typeset(html, "fr") == html


def test_each_language_of_a_page_has_its_own():
    html = '<p>L\'eau ? <i lang="en">It\'s "so"; is it?</i> Oui !</p>'
    assert typeset(html, "fr") == f'<p>L’eau{N}? <i lang="en">It’s “so”; is it?</i> Oui{N}!</p>'
    assert typeset('<p>It\'s "so" : <q lang="fr">Quoi ?</q></p>', "en") == (
        f'<p>It’s “so” : <q lang="fr">Quoi{N}?</q></p>'
    )
    assert typeset("Is it ? « so »", "en") == "Is it ? « so »"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('""mot""', f"«{N}«{N}mot{N}»{N}»"),
        ('"a "b" c"', f"«{N}a «{N}b{N}» c{N}»"),
        ('"a" et 5" de long', f'«{N}a{N}» et 5" de long'),
    ],
)
def test_quotation_marks_stand_in_one_another(html, expected):
    assert typeset(html, "fr") == expected
    assert typeset(expected, "fr") == expected


@given(
    documents("l'eau ?", "« mot »", '"mot"', "12 345 %", "a@b.org :", "http://x.org/?a ;"),
    st.sampled_from(["fr", "en"]),
)
def test_twice_is_as_once_and_no_word_or_tag_changes(html, language):
    once = typeset(html, language)
    assert typeset(once, language) == once
    before, after = Markup(html, language=language), Markup(once, language=language)
    assert [piece for piece in after.pieces if piece.startswith("<")] == [
        piece for piece in before.pieces if piece.startswith("<")
    ]
    assert letters(after) == letters(before)


def letters(markup: Markup) -> str:
    return re.sub(r"[\s\u00a0\u202f«»“”\"'’]", "", "".join(text.plain for text in markup.texts))


@given(st.text())
def test_any_text_at_all_may_come(html):
    once = typeset(html, "fr")
    assert typeset(once, "fr") == once


def test_a_page_is_read_with_it_and_kept_without(home, client):
    typed = 'L\'eau : pourquoi ? "Parce que"'
    page = factories.ContentPageFactory(
        parent=home,
        locale=home.locale,
        title="Pourquoi l'eau ?",
        summary=typed,
        body=[{"type": "text", "value": {"text": f"<p>{typed}</p>", "sources": []}}],
    )
    response = client.get(page.get_url())
    text = response.content.decode()
    assert f"<h1>Pourquoi l’eau{N}?</h1>" in text
    assert text.count(f"L’eau{B}: pourquoi{N}? «{N}Parce que{N}»") == 2
    stored = ContentPage.objects.get(pk=page.pk)
    assert (stored.title, stored.summary) == ("Pourquoi l'eau ?", typed)
    assert typed in stored.body[0].value["text"].source


def test_the_admin_is_not_touched(home, client, admin_user):
    page = factories.ContentPageFactory(parent=home, locale=home.locale, title="Pourquoi l'eau ?")
    client.force_login(admin_user)
    text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "Pourquoi l&#x27;eau ?" in text
    assert "l’eau" not in text


def test_a_text_on_one_line_keeps_its_no_break_spaces():
    assert one_line(" Publié\u00a0:\n le  puits\u202f!\t") == "Publié\u00a0: le puits\u202f!"
