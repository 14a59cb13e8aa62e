"""Terms found in a text: forms, case, accents, plurals, the longest first, all in one pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.linking import Term, Vocabulary
from glossary.linking.words import fold, plural

TERMS = [
    Term(1, "économie sociale et solidaire", forms=("ESS",)),
    Term(2, "économie sociale"),
    Term(3, "Avise", as_written=True),
    Term(4, "CRISES (Québec)", forms=("CRISES",)),
    Term(5, "gouvernance démocratique", forms=("une personne, une voix",)),
    Term(6, "tiers-lieu"),
    Term(7, "Fonds social européen plus", forms=("FSE+",)),
    Term(8, "association", not_in=("Association de la paix",)),
    Term(9, "innovation sociale d’entreprise", forms=("ISE",)),
    Term(10, "innovation radicale ou incrémentale", forms=("innovation radicale",)),
    Term(11, "société à mission"),
    Term(12, "œuvre sociale"),
    Term(13, "recommandation de l’OCDE", forms=("OECD/LEGAL/0472",)),
]
FRENCH = Vocabulary("fr", TERMS)
ENGLISH = Vocabulary(
    "en",
    [
        Term(1, "theory of change"),
        Term(2, "Sustainable Development Goals", forms=("SDG",)),
        Term(3, "mutual society", forms=("mutuals",)),
        Term(4, "stakeholder"),
        Term(5, "social business"),
    ],
)


def found(text: str, words: Vocabulary = FRENCH) -> list[str]:
    return [text[match.start : match.end] for match in words.find(text)]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("l’économie sociale et solidaire", ["économie sociale et solidaire"]),
        ("L'ÉCONOMIE SOCIALE ET SOLIDAIRE", ["ÉCONOMIE SOCIALE ET SOLIDAIRE"]),
        ("economie sociale et solidaire", ["economie sociale et solidaire"]),
        ("e\u0301conomie sociale", ["e\u0301conomie sociale"]),
        ("économie\u00a0sociale", ["économie\u00a0sociale"]),
        ("écono\u00admie sociale\u200b", ["écono\u00admie sociale\u200b"]),
        ("les économies sociales et solidaires", ["économies sociales et solidaires"]),
        (
            "économie sociale ou économie sociale et solidaire",
            ["économie sociale", "économie sociale et solidaire"],
        ),
        ("tiers-lieux, tiers lieu, tiers\u2011lieu", ["tiers-lieux", "tiers lieu", "tiers\u2011lieu"]),
        ("des sociétés à mission", ["sociétés à mission"]),
        ("innovation sociale d'entreprise", ["innovation sociale d'entreprise"]),
        ("Une personne, une voix.", ["Une personne, une voix"]),
        ("une personne une voix", []),
        ("le FSE+ et le FSE", ["FSE+"]),
        ("OECD/LEGAL/0472", ["OECD/LEGAL/0472"]),
        ("les oeuvres sociales, une œuvre sociale", ["oeuvres sociales", "œuvre sociale"]),
        ("le CRISES (Québec) et CRISES", ["CRISES (Québec)", "CRISES"]),
        ("(CRISES (Québec", ["CRISES"]),
    ],
)
def test_a_term_is_found_however_it_is_written(text, terms):
    assert found(text) == terms


@pytest.mark.parametrize(
    "text",
    [
        "ess, Ess",  # an acronym has its capitals
        "elle avise, on avisa",
        "les crises, la Crise",
        "associatif, désassociation, association_x",
        "sous-association, association-relais",
        "www.association.org, association@example.org, https://x.org/association/",
        "économie. Sociale",
        "économie - sociale",
        "Association de la Paix",  # a phrase in which it is something else
        "",
    ],
)
def test_what_only_looks_like_a_term_is_none(text):
    matches = [match for match in FRENCH.find(text) if match.term.linked]
    assert matches == []


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("theories of change", ["theories of change"]),
        ("SDGs and an SDG", ["SDGs", "SDG"]),
        ("mutual societies, mutuals, mutual respect", ["mutual societies", "mutuals"]),
        ("the stakeholder’s and stakeholders’ views", ["stakeholder", "stakeholders"]),
        ("social businesses", ["social businesses"]),
    ],
)
def test_english_has_its_own_plurals(text, terms):
    assert found(text, ENGLISH) == terms


def test_regular_plurals_are_made_and_prepositions_end_them():
    assert plural(["pole", "territorial", "de", "cooperation"], "fr") == [
        "poles",
        "territoriaux",
        "de",
        "cooperation",
    ]
    assert plural(["lieu", "et", "tableau"], "fr") == ["lieux", "et", "tableaux"]
    assert plural(["community", "bank"], "en") == ["community", "banks"]
    assert plural(["society"], "en") == ["societies"]
    assert plural(["day"], "en") == ["days"]
    assert plural(["of", "change"], "en") == ["of", "change"]


def test_a_form_of_two_terms_belongs_to_the_one_whose_title_it_is():
    by_title = [Term(1, "utilité", forms=("valeur",)), Term(2, "valeur")]
    by_alphabet = [Term(1, "utilité", forms=("valeur",)), Term(2, "bien", forms=("valeur",))]
    for terms, expected in ((by_title, "valeur"), (by_alphabet, "bien")):
        for order in (terms, terms[::-1]):
            assert [match.term.title for match in Vocabulary("fr", order).find("une valeur")] == [expected]


def test_where_capitals_do_not_fit_the_next_term_with_the_form_is_taken():
    words = Vocabulary("fr", [Term(1, "Scop", as_written=True), Term(2, "atelier", forms=("scop",))])
    assert [match.term.pk for match in words.find("une scop, la Scop")] == [2, 1]


def test_a_term_that_is_not_linked_hides_the_shorter_ones_inside_it():
    words = Vocabulary("fr", [Term(1, "économie sociale", linked=False), Term(2, "économie")])
    assert [match.term.pk for match in words.find("économie sociale, économie")] == [1, 2]


def test_a_title_of_signs_alone_is_no_form():
    assert not Vocabulary("fr", [Term(1, "— !", forms=("", "  "))])


@given(st.text(alphabet="économie sociale et solidaireESSAvise’-\u0301\u200b\u00a0.,()+/@"))
def test_matches_follow_each_other_and_never_cut_a_word(text):
    end = 0
    for match in FRENCH.find(text):
        assert end <= match.start < match.end <= len(text)
        assert not (match.start and text[match.start - 1].isalnum())
        assert not (match.end < len(text) and text[match.end].isalnum())
        end = match.end


@given(st.text())
def test_folding_twice_is_as_once(word):
    assert fold(fold(word)) == fold(word)
