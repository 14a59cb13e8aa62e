"""A to Z as a French dictionary has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.sorting import initial, letters, sort_key


def test_accents_spaces_and_ligatures_do_not_disturb_the_order():
    wanted = ["cœur", "cote", "coté", "côte", "côté", "économie", "Éducation", "œuvre", "offre"]
    shuffled = ["œuvre", "côté", "offre", "cote", "Éducation", "côte", "cœur", "économie", "coté"]
    assert sorted(shuffled, key=sort_key) == wanted


@pytest.mark.parametrize(
    ("term", "letter"),
    [
        ("économie sociale", "E"),
        ("Œuvre", "O"),
        ("« bon » travail", "B"),
        ("2030", "#"),
        ("", "#"),
        ("l’utilité", "L"),
    ],
)
def test_a_term_is_filed_under_its_first_letter(term, letter):
    assert initial(term) == letter


@given(st.lists(st.text()))
def test_any_text_can_be_sorted_and_equal_letters_stay_together(texts):
    in_order = sorted(texts, key=sort_key)
    keys = [letters(text) for text in in_order]
    assert keys == sorted(keys)
