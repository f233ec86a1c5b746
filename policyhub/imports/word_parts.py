"""What the reader of Word files passes over, told so that it is seen: numbers, formulas; and what nobody is to see.

A list goes on counting after a paragraph, a table or a picture between its steps, as it does in Word; below a
heading it begins anew. Formulas become a line of signs. Hidden words go.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

from . import packages

Element = ElementTree.Element
MAIN = re.compile(r"word/document\d{0,3}\.xml")
TEXT = re.compile(rf"{MAIN.pattern}|word/(?:foot|end)notes\d{{0,3}}\.xml")
NUMBER = re.compile("\ue000(\\d{1,6})\ue001")  # signs that no language has, around the number of a step
BEFORE = {"den": "/", "sup": "^", "sub": "_"}


def prepare_package(package: zipfile.ZipFile) -> io.BytesIO:
    """The package as mammoth can read it: step numbers and formulas as text, no pictures, no hidden words."""
    numbered_lists, buffer = NumberedLists(package), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in dict.fromkeys(package.namelist()):
            if name.endswith((".xml", ".rels")):
                data = packages.read_entry(package, package.getinfo(name))
                archive.writestr(name, _rewritten(data, numbered_lists) if TEXT.fullmatch(name) else data)
    buffer.seek(0)
    return buffer


def _rewritten(data: bytes, numbered_lists: "NumberedLists") -> bytes:
    root = ElementTree.fromstring(data)
    for parent in list(root.iter()):
        for at, child in enumerate(parent):
            if _name(child) in ("oMath", "oMathPara"):
                parent[at] = _run(_space(parent) or _space(root), _formula(child))
        if _name(parent) == "r" and _is_hidden(parent):
            for text_element in parent.findall("{*}t"):
                parent.remove(text_element)
    numbered_lists.number(root.iterfind("{*}body/*"))
    return bytes(ElementTree.tostring(root, "utf-8", xml_declaration=True))


def _name(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _space(element: Element) -> str:
    """The namespace of an element of the text, in braces; "" if it is none of the text."""
    space = element.tag[: element.tag.find("}") + 1]
    return space if "wordprocessingml" in space else ""


def _run(space: str, text: str) -> Element:
    run = Element(f"{space}r")
    ElementTree.SubElement(run, f"{space}t").text = text
    return run


def _is_hidden(run: Element) -> bool:
    vanish = run.find("{*}rPr/{*}vanish")
    return vanish is not None and _value(vanish) not in ("0", "false", "off")


def _value(element: Element | None, attribute: str = "val") -> str:
    """An attribute, whatever namespace it stands in."""
    attributes = {} if element is None else element.attrib
    return next((value for name, value in attributes.items() if name.rsplit("}", 1)[-1] == attribute), "")


def _formula(element: Element) -> str:
    """A formula in one line: (a+b)/2, r^2."""
    signs = ""
    for child in element:
        inner = child.text or "" if _name(child) == "t" else _formula(child)
        if _name(child) in ("num", *BEFORE) and re.search(r"\w\W|\W\w", inner):
            inner = f"({inner})"
        signs += BEFORE.get(_name(child), "") + inner
    return signs


class NumberedLists:
    """The numbered lists of a document, and how far each has counted."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self.starts = dict(_starts(_part(package, "word/numbering.xml")))
        styles = list(_part(package, "word/styles.xml").iterfind("{*}style"))
        self.of_style = {_value(style, "styleId"): _value(style.find("{*}pPr/{*}numPr/{*}numId")) for style in styles}
        self.headings = {_value(style, "styleId") for style in styles if _is_heading(style)}
        self.counted: Counter[str] = Counter()

    def number(self, body: Iterator[Element]) -> None:
        """Write the number of each step before its words."""
        for paragraph in body:
            style = _value(paragraph.find("{*}pPr/{*}pStyle"))
            placed = paragraph.find("{*}pPr/{*}numPr")
            number = _value(placed.find("{*}numId")) if placed is not None else self.of_style.get(style, "")
            deeper = placed is not None and _value(placed.find("{*}ilvl")) not in ("", "0")
            if style in self.headings:
                self.counted.clear()
            elif number in self.starts and not deeper:
                mark = f"\ue000{self.starts[number] + self.counted[number]}\ue001"
                paragraph.insert(1 if placed is not None or style else 0, _run(_space(paragraph), mark))
                self.counted[number] += 1


def _part(package: zipfile.ZipFile, name: str) -> Element:
    """A part of a Word file; an empty one if there is none."""
    entry = package.NameToInfo.get(name)
    return ElementTree.fromstring(packages.read_entry(package, entry)) if entry else Element("none")


def _is_heading(style: Element) -> bool:
    return bool(re.match(r"(?i)heading \d", _value(style.find("{*}name"))))


def _starts(numbering: Element) -> Iterator[tuple[str, int]]:
    """Each list that counts, and where it starts."""
    levels = {
        _value(form, "abstractNumId"): level
        for form in numbering.iterfind("{*}abstractNum")
        for level in form.iterfind("{*}lvl")
        if _value(level, "ilvl") == "0"
    }
    for used in numbering.iterfind("{*}num"):
        level = levels.get(_value(used.find("{*}abstractNumId")))
        if level is not None and _value(level.find("{*}numFmt")) not in ("bullet", "none"):
            start = _value(used.find("{*}lvlOverride/{*}startOverride")) or _value(level.find("{*}start")) or "1"
            yield _value(used, "numId"), int(start) if re.fullmatch(r"\d{1,5}", start) else 1
