"""Asks a page what a person would: by role and text, never by its markup.

``page = read(client.get("/rules/"))`` parses an answer once. Names are what the browser would announce: the text of an
element or its ``aria-label``, white space folded. A name that is a string must be the whole name; a compiled pattern
is searched for. Asking for something that is not on the page, or is there twice, fails and lists what is there.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

Name = str | re.Pattern[str] | None
ROLES = {
    "link": "a[href]",
    "button": "button, input[type=submit], [role=button]",
    "heading": "h1, h2, h3, h4, h5, h6",
    "row": "tr",
    "cell": "td, th",
    "listitem": "li",
    "article": "article",
    "form": "form",
    "alert": "[role=alert]",
    "status": "[role=status]",
    "checkbox": "input[type=checkbox]",
    "radio": "input[type=radio]",
    "summary": "summary",
    "group": "fieldset",
    "definition": "dd",
    "blockquote": "blockquote",
}
UNSEEN = "script, style, template, head, [hidden]:not(form)"
FIELDS = "input, select, textarea"
UNSENT = {"submit", "button", "reset", "image", "file"}


def text_of(element: Tag) -> str:
    """The words of an element in one line, as they are read."""
    return " ".join(element.get_text(" ").split())


def name_of(element: Tag) -> str:
    return str(element.get("aria-label") or element.get("value" if element.name == "input" else "", "")) or text_of(
        element
    )


def fits(name: str, wanted: Name) -> bool:
    if wanted is None or isinstance(wanted, str):
        return wanted in (None, name)
    return bool(wanted.search(name))


class Page:
    """The visible part of an HTML document, or a part of it (``within``)."""

    def __init__(self, markup: str | Tag) -> None:
        if isinstance(markup, str):
            self.root: Tag = BeautifulSoup(markup, "lxml", string_containers={"template": NavigableString})
            for template in self.root.select("template:has([hx-swap-oob])"):
                template.unwrap()  # a part that takes its place in the page that asked for it
            for element in self.root.select(UNSEEN):
                element.decompose()
        else:
            self.root = markup

    @cached_property
    def text(self) -> str:
        """Everything that can be read, header and navigation too."""
        return text_of(self.root)

    @cached_property
    def main(self) -> "Page":
        return Page(self.root.select_one("main") or self.root)

    # Elements by role and name

    def all(self, role: str, name: Name = None) -> list[Tag]:
        return [element for element in self.root.select(ROLES[role]) if fits(name_of(element), name)]

    def get(self, role: str, name: Name = None) -> Tag:
        """The only element of this role and name."""
        matches = self.all(role, name)
        assert len(matches) == 1, f"{len(matches)} of {role} {name!r}; there are: {self.names(role)}"
        return matches[0]

    def has(self, role: str, name: Name = None) -> bool:
        return bool(self.all(role, name))

    def names(self, role: str) -> list[str]:
        return [name_of(element) for element in self.all(role)]

    def within(self, role: str, name: Name = None) -> "Page":
        """The part of the page that is this element: ``page.within("article", re.compile("Late refund"))``."""
        return Page(self.get(role, name))

    def part(self, selector: str) -> "Page":
        """A part with no role of its own, by id or data attribute: ``page.part("#progress")``."""
        (element,) = self.root.select(selector)
        return Page(element)

    def parts(self, selector: str) -> list["Page"]:
        return [Page(element) for element in self.root.select(selector)]

    # Links and rows

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its name."""
        return {name_of(link): str(link["href"]) for link in self.all("link")}

    def link(self, name: Name) -> str:
        """Where the link of this name leads; several may stand there if all lead to the same place."""
        targets = {str(link["href"]) for link in self.all("link", name)}
        assert len(targets) == 1, f"{len(targets)} targets of link {name!r}; links: {self.names('link')}"
        return targets.pop()

    @property
    def rows(self) -> dict[str, str]:
        """The text of each table row that has an id, by that id."""
        return {str(row["id"]): text_of(row) for row in self.all("row") if row.get("id")}

    # Fields and forms

    def field(self, label: Name) -> Tag:
        """The only field of this label (the element of a label, or of ``aria-label``)."""
        matches = [
            field for field in self.root.select(FIELDS) if any(fits(text, label) for text in self.labels(field))
        ]
        assert len(matches) == 1, (
            f"{len(matches)} fields {label!r}; labels: {[*map(text_of, self.root.select('label'))]}"
        )
        return matches[0]

    def labels(self, field: Tag) -> Iterator[str]:
        if field.get("aria-label"):
            yield str(field["aria-label"])
        if enclosing := field.find_parent("label"):
            yield text_of(enclosing)
        if field.get("id"):
            yield from (text_of(label) for label in self.root.select(f'label[for="{field["id"]}"]'))

    def value(self, name: str) -> Any:
        """What the fields called ``name`` would send: a string, a list where several would, None where none would."""
        sent = [value for key, value in fields_of(self.root) if key == name]
        return sent if len(sent) > 1 else sent[0] if sent else None

    @property
    def fields(self) -> dict[str, str]:
        """What all forms of the page would send if nothing is changed, buttons apart; of one name the last value."""
        return dict(fields_of(self.root))

    def form(self, button: Name) -> dict[str, Any]:
        """What pressing this button sends if nothing is changed, by field; the button's own name and value too."""
        element = self.get("button", button)
        form = form_of(element)
        data: dict[str, Any] = {}
        for key, value in fields_of(form):
            data.setdefault(key, []).append(value)
        if element.get("name"):
            data[str(element["name"])] = [str(element.get("value", ""))]
        return {key: values[0] if len(values) == 1 else values for key, values in data.items()}

    @property
    def errors(self) -> list[str]:
        """The messages at fields and in the summary of errors."""
        return [text_of(element) for element in self.root.select(".invalid-feedback, .error, [role=alert] li")]


def form_of(button: Tag) -> Tag:
    """The form that a button sends: the one around it, or the one that it names."""
    if around := button.find_parent("form"):
        return around
    *_, document = button.parents
    (form,) = document.select(f'form[id="{button.get("form")}"]')
    return form


def fields_of(element: Tag) -> Iterator[tuple[str, str]]:
    """Each name and value that a browser would send of the fields inside ``element``."""
    for field in element.select(FIELDS):
        name, kind = str(field.get("name", "")), str(field.get("type", "text"))
        if not name or kind in UNSENT or field.has_attr("disabled"):
            continue
        if field.name == "select":
            chosen = [option for option in field.select("option") if option.has_attr("selected")]
            several = field.has_attr("multiple")
            for option in chosen or ([] if several else field.select("option")[:1]):
                yield name, str(option.get("value", text_of(option)))
        elif field.name == "textarea":
            yield name, field.get_text().removeprefix("\n")
        elif kind not in {"checkbox", "radio"} or field.has_attr("checked"):
            yield name, str(field.get("value", "on" if kind in {"checkbox", "radio"} else ""))


def read(response: Any) -> Page:
    """A page of the answer to a request, or of HTML."""
    return Page(response if isinstance(response, str) else response.content.decode())


def flat(html: str) -> str:
    """``html`` as if all of it stood on one line, without space at the ends of tags and around them."""
    return re.sub(r"\s*(<|/?>)\s*", r"\1", re.sub(r"\s+", " ", html))
