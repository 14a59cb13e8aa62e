"""What an office file relies on: the list of its parts, and what it would fetch from elsewhere."""

import re

from lxml import etree

# Lists of parts and of relations are short; a document's own text is never taken apart.
MOST_LIST = 4 * 1024 * 1024
NOWHERE = "about:blank"
WEB = ("http://", "https://", "mailto:", "#")
LINK = "/hyperlink"
# An address in an OpenDocument part, and those that lead into its package or within the text.
ADDRESS = re.compile(rb"""([\s:]href\s*=\s*)("[^"]*"|'[^']*')""")
WITHIN = re.compile(rb"(?:\./)?(?!/|\.\.)[\w. /%-]*|#[^&]*")
LISTENER = re.compile(rb"<[\w.-]*:?event-listener[\s/>]")
LOCKED = re.compile(rb"<[\w.-]*:?encryption-data[\s/>]")


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


def without_outside(content: bytes) -> bytes:
    """An OpenDocument part without what it would fetch when it is opened; links to follow stay."""

    def inert(found: re.Match[bytes]) -> bytes:
        to = found[2][1:-1]
        tag = content[content.rfind(b"<", 0, found.start()) + 1 : found.start()].split(maxsplit=1)[0]
        is_link = tag.rpartition(b":")[2] == b"a" and to.lower().startswith(tuple(w.encode() for w in WEB))
        return found[0] if is_link or WITHIN.fullmatch(to) else found[1] + b'""'

    return ADDRESS.sub(inert, content)
