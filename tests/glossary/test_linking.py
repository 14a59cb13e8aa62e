"""Links put into HTML: the first use of each term, and nothing else changed."""

import re

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.linking import Term, Vocabulary, link_terms
from home.markup import Markup
from tests.html import documents

TERMS = Vocabulary(
    "fr",
    [
        Term(1, "économie sociale et solidaire", "/fr/g/ess/", forms=("ESS",)),
        Term(2, "économie sociale", "/fr/g/es/"),
        Term(3, "association", "/fr/g/association/"),
        Term(4, "société à mission", "/fr/g/mission/", linked=False),
        Term(5, "société", "/fr/g/societe/"),
        Term(6, "R & D", "/fr/g/r&d/"),
    ],
)
ESS, ES, ASSOCIATION, SOCIETE = (f"/fr/g/{slug}/" for slug in ("ess", "es", "association", "societe"))


def links(html: str, **options) -> list[tuple[str, str]]:
    linked = link_terms(html, TERMS, **options).html
    return re.findall(r'<a class="term" href="([^"]*)">(.*?)</a>', linked)


def test_the_first_use_alone_is_linked_over_the_whole_page():
    html = "<p>Une association.</p><ul><li>Associations, ESS</li></ul><p>L’économie sociale et solidaire</p>"
    assert links(html) == [(ASSOCIATION, "association"), (ESS, "ESS")]


def test_the_longest_wins_even_where_it_is_not_linked_again():
    html = "<p>ESS. L’économie sociale et solidaire n’est pas l’économie sociale.</p>"
    assert links(html) == [(ESS, "ESS"), (ES, "économie sociale")]


def test_a_term_switched_off_is_not_linked_nor_what_it_holds():
    assert links("<p>La société à mission est une société.</p>") == [(SOCIETE, "société")]
    assert (
        link_terms("<p>La société à mission est une société.</p>", TERMS).html.count("mission est une <a")
        == 1
    )


def test_a_page_does_not_lead_to_itself():
    html = "<p>L’économie sociale et solidaire, association</p>"
    assert links(html, own=ESS) == [(ASSOCIATION, "association")]


@pytest.mark.parametrize(
    "html",
    [
        *(f"<{name}>association</{name}>" for name in ("h1", "h2", "h3", "h4", "h5", "h6")),
        "<a href='/'>une <b>association</b></a>",
        "<blockquote><p>association</p></blockquote>",
        "<q>association</q>",
        "<figure><figcaption>association</figcaption></figure>",
        "<table><caption>association</caption><tr><th>association</th></tr></table>",
        "<code>association</code><pre>association</pre><kbd>association</kbd>",
        "<button>association</button><summary>association</summary><label>association</label>",
        "<svg><text>association</text></svg>",
        "<script>association</script><style>association</style><textarea>association</textarea>",
        '<p lang="en">association</p>',
        '<p translate="no">association</p>',
        "<p data-unlinked>une <b>association</b></p>",
        '<img alt="association" title="association">',
        "<!-- association -->",
        "<p>asso<b>ciation</b></p><p>une sous<b>association</b></p><p><b>association</b>nal</p>",
        "<p>associati</p><p>on</p>",
    ],
)
def test_where_no_link_may_be_there_is_none(html):
    assert link_terms(html, TERMS).html == html


def test_the_page_reads_on_after_what_is_left_alone():
    html = '<h2>Association</h2><p>Une <i lang="en">association</i>, une association</p>'
    assert links(html) == [(ASSOCIATION, "association")]
    assert link_terms(html, TERMS).html.endswith(
        'une <a class="term" href="/fr/g/association/">association</a></p>'
    )


def test_entities_stay_as_they_were_written():
    html = "<p>L&#x27;&eacute;conomie&nbsp;sociale &amp; l&rsquo;ESS, la R &amp; D</p>"
    assert link_terms(html, TERMS).html == (
        '<p>L&#x27;<a class="term" href="/fr/g/es/">&eacute;conomie&nbsp;sociale</a> &amp;'
        ' l&rsquo;<a class="term" href="/fr/g/ess/">ESS</a>,'
        ' la <a class="term" href="/fr/g/r&amp;d/">R &amp; D</a></p>'
    )


def test_a_link_made_by_hand_is_the_use_and_is_not_doubled():
    html = f'<p>Une <a href="{ASSOCIATION}">forme</a>, association, <a href="/ailleurs/">ESS</a></p>'
    linked = link_terms(html, TERMS)
    assert linked.html == html.replace(f'<a href="{ASSOCIATION}"', f'<a class="term" href="{ASSOCIATION}"')
    assert [(use.term.title, use.words) for use in linked.uses] == [("association", "forme")]


def test_switched_off_the_links_made_by_hand_remain():
    html = f'<p>ESS, une <a href="{ASSOCIATION}">forme</a></p>'
    linked = link_terms(html, TERMS, switched_on=False)
    assert [use.term.title for use in linked.uses] == ["association"]
    assert "ESS, une" in linked.html


def test_the_uses_are_told_in_order_with_the_words_as_met():
    linked = link_terms("<p>ASSOCIATIONS\n et ESS, association</p>", TERMS)
    assert [(use.term.pk, use.words) for use in linked.uses] == [(3, "ASSOCIATIONS"), (1, "ESS")]


def test_without_terms_nothing_is_done():
    html = "<p>association</p>"
    assert link_terms(html, Vocabulary("fr")).html == html


WORDS = (
    "association",
    "Associations",
    "économie sociale",
    "e\u0301conomie sociale et solidaire",
    "ESS",
    "société",
)


@given(documents(*WORDS), st.booleans())
def test_nothing_but_links_is_added_to_any_html(html, switched_on):
    linked = link_terms(html, TERMS, switched_on=switched_on).html
    without = re.sub(r'<a class="term" href="[^"]*">((?:(?!<).)*)</a>', r"\1", linked, flags=re.DOTALL)
    assert without == html
    assert [text.plain for text in Markup(without).texts] == [text.plain for text in Markup(html).texts]


@given(documents(*WORDS))
def test_no_link_stands_in_another_or_in_what_is_barred_and_none_is_double(html):
    linked = link_terms(html, TERMS)
    tree = html5lib.parse(linked.html, namespaceHTMLElements=False)
    made = [link for link in tree.iter("a") if link.get("class") == "term"]
    addresses = [link.get("href") for link in made]
    assert len(set(addresses)) == len(addresses) == len(linked.uses)
    for name in ("h2", "blockquote", "q", "figcaption", "button", "summary", "code"):
        for element in tree.iter(name):
            assert not [link for link in element.iter("a") if link.get("class") == "term"]


@given(documents(*WORDS))
def test_linking_what_is_linked_adds_nothing(html):
    once = link_terms(html, TERMS).html
    assert link_terms(once, TERMS).html == once
