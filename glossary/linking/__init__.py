"""Finding the glossary's terms in a text and making links of them. See docs/term-links.md."""

from glossary.linking.linker import Linked, Use, link_terms
from glossary.linking.vocabulary import Match, Term, Vocabulary

__all__ = ["Linked", "Match", "Term", "Use", "Vocabulary", "link_terms"]
