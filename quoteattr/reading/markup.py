"""Markup to text: XML without entities, and the paragraphs of an HTML, XHTML or NITF tree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.entities import html5
from typing import Any

from quoteattr.errors import InputError

# Elements that stand on lines of their own; HTML's, and those that NITF adds.
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
    "abstract", "block", "body.content", "byline", "credit", "datasource", "dateline", "distributor", "fn",
    "hedline", "hl1", "hl2", "media", "media-caption", "media-producer", "note", "tagline",
))
# Elements whose words are not for readers: HTML's, and NITF's inline media and what only describes a table.
_UNSEEN = frozenset((
    "head", "iframe", "math", "noscript", "object", "script", "style", "svg", "template", "textarea", "title",
    "media-object", "media-reference", "nitf-table-metadata",
))
# fmt: on
# A paragraph's blanks as markup counts them; a no-break space is none of these.
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MARKS = ("“", "”", "‘", "’")
_DEEPEST = 256  # levels; libxml2's own limit for documents that it does not know to be harmless
_PROLOG = re.compile(
    r"\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*<([^\s/>!?]+)", re.S | re.I
)


def root_of(head: bytes) -> str | None:
    """Return the name of the first element of a document, without its prefix, in lower case; None where there is none.

    Args:
        head: The first bytes.
    """
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    match = _PROLOG.match(head.decode(encoding, "replace"))
    return match[1].rpartition(":")[2].lower() if match else None


def parse_xml(raw: bytes, name: str) -> Any:
    """Parse XML without loading, fetching or expanding anything.

    Returns:
        The root element of lxml.

    Raises:
        InputError: It is no XML, or declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        message = str(error).partition("\n")[0].rstrip(".")
        raise InputError(
            f"{name} is broken XML: {message}.", remedy="Mend it, or get it anew from its source.", record=name
        ) from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise InputError(
            f"{name} declares entities, which are not read.",
            remedy="Write the characters themselves in place of the entities.",
            record=name,
        )
    for entity in list(root.iter(etree.Entity)):
        _resolve(entity, name)
    return root


def _resolve(entity: Any, name: str) -> None:
    """Put the character in place of a named entity of HTML, which the standard's own DTD would have declared."""
    character = html5.get(f"{entity.name};")
    if character is None:
        raise InputError(
            f"{name} uses the entity &{entity.name};, which is not declared.",
            remedy="Write the character itself.",
            record=name,
        )
    _before(entity, character + (entity.tail or ""))
    entity.getparent().remove(entity)


def _before(node: Any, words: str) -> None:
    """Add words right before a node."""
    previous = node.getprevious()
    if previous is not None:
        previous.tail = (previous.tail or "") + words
    else:
        parent = node.getparent()
        parent.text = (parent.text or "") + words
    node.tail = None


def _local(node: Any) -> str:
    return str(node.tag.rpartition("}")[2].lower()) if isinstance(node.tag, str) else ""


def write_out_marks(root: Any) -> None:
    """Write out the quotation marks that ``<q>`` stands for, as browsers show them, inner ones single.

    The tree is changed: it was made for this one reading.
    """
    for node in [n for n in root.iter() if _local(n) == "q"]:
        depth = sum(_local(above) == "q" for above in node.iterancestors())
        opening, closing = _MARKS[(depth % 2) * 2 : (depth % 2) * 2 + 2]
        node.text = opening + (node.text or "")
        if len(node):
            node[-1].tail = (node[-1].tail or "") + closing
        else:
            node.text += closing
    for node in [n for n in root.iter() if _local(n) == "q"]:
        node.tag = "span"


def paragraphs(roots: Iterable[Any]) -> str:
    """Return the words of trees, a line for each paragraph.

    Blanks are counted as markup counts them; everything else stays as it is. ``<q>`` becomes its marks.
    """
    from lxml import etree

    found: list[str] = []
    words: list[str] = []

    def end() -> None:
        line = _BLANKS.sub(" ", "".join(words)).strip(" ")
        if line:
            found.append(line)
        words.clear()

    for root in roots:
        write_out_marks(root)
        hidden = 0
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            local = _local(node)
            if event == "start":
                hidden += local in _UNSEEN
                if local in _BLOCKS:
                    end()
                if not hidden and node.text:
                    words.append(node.text)
            else:
                if event == "end":
                    if local in _BLOCKS:
                        end()
                    hidden -= local in _UNSEEN
                if not hidden and node.tail and node is not root:
                    words.append(node.tail)
        end()
    return "\n".join(found)


def fragment_text(markup: str) -> str:
    """Return the words of a piece of HTML, a line for each paragraph."""
    from lxml import etree, html

    if not markup.strip():
        return ""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_NO_XML.sub("", markup), parser=parser)
    except (etree.ParserError, ValueError):
        return ""
    return paragraphs([root])


# What tells markup in a media type, or in the name of a body that has none.
_MARKUP = ("html", "xml", "nitf", "richtext")
_MEDIA = ("image/", "audio/", "video/")
_TEXT = re.compile(r"(?<![a-z])text(?![a-z])")
_OPENING = re.compile(r"<(?:[!?]|[a-zA-Z][\w.:-]*[\s/>])")


def says_kind(name: str) -> bool:
    """Tell whether a name such as ``body_html`` or ``text/plain`` says that content is text, or markup."""
    return any(word in name.lower() for word in _MARKUP) or _TEXT.search(name.lower()) is not None


def is_markup(kind: str, words: str) -> bool | None:
    """Tell whether content is markup: by its kind, and where that is silent by its look.

    Args:
        kind: Its media type, or a name such as ``body_html``; empty where nothing is said.
        words: The content.

    Returns:
        None where it is neither markup nor text, such as JSON or a picture.
    """
    kind = kind.lower()
    if kind.startswith(_MEDIA):
        return None
    if any(word in kind for word in _MARKUP):
        return True
    if "/" in kind and not kind.startswith("text/"):
        return None
    if _TEXT.search(kind):
        return False
    words = words.strip()
    return words.endswith(">") and _OPENING.match(words) is not None


# Characters that no markup may hold, and which lxml refuses; they show nothing.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def words_of(node: Any) -> str | None:
    """Return all words of an element on one line, or None where it is missing or empty; a line break is a blank."""
    if node is None:
        return None
    from lxml import etree

    words: list[str] = []
    for event, part in etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        if event == "start":
            words.append(part.text or "")
        elif part is not node:
            words.append((" " if _local(part) == "br" else "") + (part.tail or ""))
    return _BLANKS.sub(" ", "".join(words)).strip(" ") or None


def too_deep(root: Any) -> bool:
    """Tell whether a tree is nested more deeply than any page: what works on it node by node would fall over it."""
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False
