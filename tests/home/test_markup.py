"""The site's HTML cut into tags and texts, and joined again as it was."""

from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.markup import Markup, offsets
from tests.html import documents


def texts(html: str, *barred: str, language: str = "fr") -> list[str]:
    return [text.plain for text in Markup(html, barred, language=language).texts if not text.barred]


@given(st.one_of(documents(), st.text(), st.text(alphabet="<>/!-'\"= abpé&;#x\u0301")))
def test_what_is_not_touched_comes_out_as_it_went_in(html):
    assert str(Markup(html, ("h1", "a"))) == html


@given(documents())
def test_its_texts_are_those_that_a_parser_reads(html):
    class Reader(HTMLParser):
        def __init__(self):
            super().__init__(convert_charrefs=True)
            self.read = ""

        def handle_data(self, data):
            self.read += data

    reader = Reader()
    reader.feed(html)
    reader.close()
    assert "".join(text.plain for text in Markup(html).texts) == reader.read


@given(st.text(alphabet="&;#x1amplnotinguesc 9é<"))
def test_each_sign_of_a_text_has_its_place_among_the_entities(raw):
    places = offsets(raw)
    assert len(places) == len(unescape(raw)) + 1
    assert places == sorted(places)
    assert places[-1] == len(raw)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p title="a > b">un</p>', ["un"]),
        ("<p title='<b>'>un</p>", ["un"]),
        ("<p>un<br>deux<img src=x>trois</p>", ["un", "deux", "trois"]),
        ("<!-- <p>non</p> --><p>oui</p>", ["oui"]),
        ("<!-->oui", ["oui"]),
        ("<script>if (a < b) document.write('<p>non</p>')</script>oui", ["oui"]),
        ("<textarea><p>non</textarea>oui", ["oui"]),
        ("<TITLE>non</Title >oui", ["oui"]),
        ("<h1>non <b>non</b></h1>oui", ["oui"]),
        ("<h1>non <b>non</h1>oui", ["oui"]),
        ("</h1>oui</p>", ["oui"]),
        ("1 < 2", ["1 ", "< 2"]),
        ("oui<p class='jamais fermé>non", ["oui"]),
        ("<?php non ?>oui<!doctype html>", ["oui"]),
    ],
)
def test_only_what_a_browser_shows_as_text_is_text(html, found):
    assert "".join(texts(html, "h1")) == "".join(found)


def test_an_element_may_bar_its_contents_by_its_attributes():
    markup = Markup(
        '<p>un <i translate="no">deux <b>trois</b></i> quatre</p>',
        bars=lambda name, attributes: attributes.get("translate") == "no",
    )
    assert [text.raw for text in markup.texts if not text.barred] == ["un ", " quatre"]


def test_a_text_knows_its_language_and_its_line():
    markup = Markup('<p>un <i lang="en">two</i> trois</p><p>quatre</p>', language="fr")
    assert [text.language for text in markup.texts] == ["fr", "en", "fr", "fr"]
    assert [text.line for text in markup.texts][:3] == [1, 1, 1]
    assert markup.texts[3].line > 1


def test_a_drawing_closes_its_elements_by_a_stroke_and_a_paragraph_does_not():
    assert texts("<svg><path/></svg><p/>oui", "svg", "path") == ["oui"]
    assert texts("<h1/>non</h1>oui", "h1") == ["oui"]


def test_an_enormous_unfinished_tag_is_read_in_no_time():
    html = "<p " + "a=b " * 50_000 + "<"
    assert str(Markup(html)) == html
    assert str(Markup("<a " + "x" * 200_000)).startswith("<a xxx")
