"""HTML of any kind for property-based tests: nested at random, with entities and every script."""

from html import escape

from hypothesis import strategies as st

INLINE = ("a", "b", "em", "q", "span", "sub", "code", "strong")
BLOCKS = ("p", "div", "li", "ul", "h2", "blockquote", "td", "figcaption", "section", "button", "summary")
ATTRIBUTES = (
    "",
    ' class="x"',
    " title='a > b'",
    ' lang="en"',
    ' data-x="&amp;&quot;"',
    " hidden",
    ' translate="no"',
)
# Accents that combine, right-to-left text, invisible signs, ligatures, signs above the first plane.
LETTERS = (
    "aeéèœÉ e\u0301 o\u0302 \u200b\u200d\u00ad\ufeff\u202f\u00a0 שלום مرحبا ֆ ﬁ 𝒜 ß İ 12"
    ",.;:!?«»\"'’-–_+()[]@/\n"
)
ENTITIES = (
    "&amp;",
    "&lt;",
    "&nbsp;",
    "&#x27;",
    "&quot;",
    "&eacute;",
    "&notit;",
    "&#0;",
    "&",
    "&;",
    "&amp",
    "&NotEqualTilde;",
)


def words(*terms: str):
    """A run of text: any signs, entities, and these words among them."""
    piece = st.one_of(
        st.text(alphabet=LETTERS, max_size=12).map(lambda text: escape(text, quote=False)),
        st.sampled_from(ENTITIES),
        *([st.sampled_from(terms).map(lambda term: f" {term} "), st.sampled_from(terms)] if terms else []),
    )
    return st.lists(piece, max_size=5).map("".join)


def documents(*terms: str):
    """HTML whose elements nest at random, well closed."""
    leaf = st.one_of(words(*terms), st.sampled_from(["<br>", "<!-- > -->", "<hr>", '<img alt="a>b">']))
    return st.recursive(leaf, _element, max_leaves=14)


def _element(inside):
    content = st.lists(inside, max_size=4).map("".join)
    return st.builds(
        lambda name, attributes, html: f"<{name}{attributes}>{html}</{name}>",
        st.sampled_from(INLINE + BLOCKS),
        st.sampled_from(ATTRIBUTES),
        content,
    )
