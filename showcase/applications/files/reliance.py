"""What an office file relies on: the list of its parts, and what it would fetch from elsewhere."""

import re

from lxml import etree

# Lists of parts and of relations are short; a document's own text is never taken apart.
MOST_LIST = 4 * 1024 * 1024
NOWHERE = "about:blank"
WEB = ("http://", "https://", "mailto:", "#")
OF_WEB = tuple(start.encode() for start in WEB)
LINK = "/hyperlink"
# An address in an OpenDocument part, and those that lead into its package or within the text.
ADDRESS = re.compile(rb"""([\s:]href\s*=\s*)("[^"]*"|'[^']*')""")
WITHIN = re.compile(rb"(?:\./)?(?!/|\.\.)[\w. /%-]*|#[^&]*")
FOLLOWED = re.compile(rb"<(?:[\w.-]+:)?a\s")
# More than any document has: what is looked through for ever would keep others waiting.
MOST_ADDRESSES = 50_000
LONGEST_TAG = 10_000
# An element or an attribute of this name. It begins with what is fixed, so that little is tried in vain.
LISTENER = re.compile(rb"event-listener(?<=[<:]event-listener)[\s/>]")
LOCKED = re.compile(rb"encryption-data(?<=[<:]encryption-data)[\s/>]")
# A table that asks another program, and a document that says of itself what signs stand for.
ASKS = (
    re.compile(rb"ddeLink(?<=[<:]ddeLink)[\s/>]"),
    re.compile(rb"dde-application\s{0,99}="),
    re.compile(rb"ENTITY(?<=<!ENTITY)\s"),
)
# Another document within the text, of whichever kind.
CHUNK = "/afchunk"


def _read(content: bytes) -> etree._Element:
    """The root of a short list. Raises XMLSyntaxError for what is none."""
    if len(content) > MOST_LIST:
        raise etree.XMLSyntaxError("too long", 0, 0, 0)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise etree.XMLSyntaxError("such lists have no DTD", 0, 0, 0)
    return root


def kinds_of_parts(content: bytes, names: list[str]) -> dict[str, str]:
    """{part: its type} of the parts that the list names, one by one or by their extensions."""
    parts: dict[str, str] = {}
    extensions: dict[str, str] = {}
    for element in _read(content):
        kind = element.get("ContentType", "")
        if "PartName" in element.attrib:
            parts[element.get("PartName", "").lstrip("/").lower()] = kind
        elif "Extension" in element.attrib:
            extensions[element.get("Extension", "").lower()] = kind
    found = {}
    for name in names:
        kind = parts.get(name.lower()) or extensions.get(name.lower().rpartition(".")[2])
        if kind:
            found[name] = kind
    return found


def without_outside_relations(content: bytes) -> bytes:
    """The relations of an OOXML part. What it would fetch when it is opened (a template, a picture, another
    table) leads nowhere; links that somebody has to follow stay, if they are of the web.
    """
    root = _read(content)
    changed = False
    for relation in root.iter("{*}Relationship"):
        if relation.get("TargetMode", "").lower() != "external":
            continue
        is_link = relation.get("Type", "").endswith(LINK)
        if not (is_link and relation.get("Target", "").strip().lower().startswith(WEB)):
            relation.set("Target", NOWHERE)
            changed = True
    if not changed:
        return content
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def is_locked(manifest: bytes) -> bool:
    """Whether an OpenDocument file has a password."""
    return LOCKED.search(manifest) is not None


def has_listener(content: bytes) -> bool:
    """Whether an OpenDocument part calls a program when something happens, or is written so that one could
    not see it.
    """
    return b"\0" in content[:200] or LISTENER.search(content) is not None


def asks_another(content: bytes) -> bool:
    """Whether a part asks another program for what it shows, or may hide it behind signs of its own."""
    return any(asks.search(content) for asks in ASKS)


def encloses_another(relations: bytes) -> bool:
    """Whether the relations of an OOXML part bring another document, with all it may do, into its text."""
    kinds = (relation.get("Type", "") for relation in _read(relations).iter("{*}Relationship"))
    return any(kind.lower().endswith(CHUNK) for kind in kinds)


def without_outside(content: bytes) -> bytes:
    """An OpenDocument part without what it would fetch when it is opened; links to follow stay. Raises
    XMLSyntaxError where it names more addresses than a document does.
    """
    kept, place = [], 0
    for number, found in enumerate(ADDRESS.finditer(content)):
        if number == MOST_ADDRESSES:
            raise etree.XMLSyntaxError("too many addresses", 0, 0, 0)
        to = found[2][1:-1]
        if WITHIN.fullmatch(to) or (_is_in_link(content, found.start()) and to.lower().startswith(OF_WEB)):
            continue
        kept += [content[place : found.start()], found[1], b'""']
        place = found.end()
    return b"".join([*kept, content[place:]])


def _is_in_link(content: bytes, place: int) -> bool:
    """Whether what stands here is said of a link that somebody has to follow."""
    start = content.rfind(b"<", max(0, place - LONGEST_TAG), place)
    return start >= 0 and FOLLOWED.match(content, start) is not None
