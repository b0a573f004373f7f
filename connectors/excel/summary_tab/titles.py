"""The titles of a workbook's tabs in its properties, where it lists them."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.excel.write.xml_bytes import Element, XmlBytes, escaped


def with_titles(data: bytes, part: str, before: Sequence[str], after: Sequence[str]) -> bytes:
    """The properties with these tabs among their titles, where those of before are listed."""
    xml = XmlBytes(data, part)
    pairs, titles = (_vector(xml, name) for name in (b"HeadingPairs", b"TitlesOfParts"))
    if pairs is None or titles is None:
        return data
    counts = [one for one in _inside(xml, pairs) if one.name.endswith(b"i4")]
    listed = list(xml.children(titles))
    texts = [xml.source[one.open_end : one.close] for one in listed[: len(before)]]
    counted = counts and xml.source[counts[0].open_end : counts[0].close] == b"%d" % len(before)
    if not counted or texts != [escaped(name) for name in before]:
        return data
    xml.edit(counts[0].open_end, counts[0].close, b"%d" % len(after))
    xml.set_attribute(titles, b"size", str(len(listed) - len(before) + len(after)))
    tag = listed[0].name
    new = b"".join(b"<%s>%s</%s>" % (tag, escaped(name), tag) for name in after)
    xml.edit(listed[0].start, listed[len(before) - 1].end, new)
    return xml.patched()


def _vector(xml: XmlBytes, local: bytes) -> Element | None:
    parent = xml.child(xml.root, local)
    return next(iter(xml.children(parent)), None) if parent else None


def _inside(xml: XmlBytes, element: Element) -> list[Element]:
    return [inner for one in xml.children(element) for inner in xml.children(one)]
