"""Somebody's way through pages in a browser without script, with no browser: links are followed, forms are filled by
their labels and sent by their buttons, with what a browser would send.

``ana = Walk(people.ana); ana.open("/rules/new/"); ana.fill("Title", "Towels"); ana.press("Save")``; ``ana.page`` is
the page that is open then (``tests.pages``). A name that is there several times is looked for in one part of the page:
``ana.press("Reply", part)``. Labels are given without the star of a required field.
"""

import re
from typing import Any
from urllib.parse import urljoin

from bs4 import Tag
from django.test import Client

from policyhub.accounts.views import BACKEND
from tests.pages import Name, Page, form_of, read, text_of


class Walk:
    def __init__(self, person: Any = None) -> None:
        self.client = Client()
        if person is not None:
            self.client.force_login(person, backend=BACKEND)
        self.address, self.files = "", {}

    def open(self, address: str, data: dict[str, Any] | None = None, *, method: str = "get") -> Page:
        """The page at an address, or the one that it leads to."""
        target = urljoin(self.address, address).partition("#")[0]
        self.response = getattr(self.client, method)(target, data, follow=True)
        moves = getattr(self.response, "redirect_chain", [])
        self.address = urljoin(target, moves[-1][0]) if moves else target
        self.files = {}
        self.page = read(self.response)
        return self.page

    def follow(self, link: Name, part: Page | None = None) -> Page:
        return self.open((part or self.page).link(link))

    def fill(self, label: Name, value: Any = True, part: Page | None = None) -> None:
        """Type a text, choose an option by its name, attach files, tick a box or (``False``) clear it."""
        if isinstance(label, str):
            label = re.compile(rf"^{re.escape(label)}( \*)?$")
        put(field := (part or self.page).field(label), value)
        if field.get("type") == "file":
            self.files[str(field["name"])] = value

    def put(self, name: str, value: Any) -> None:
        """The same for a field of a row, whose label stands in each row: by the name of the field."""
        put(self.page.part(f"main [name='{name}']").root, value)

    def press(self, button: Name, part: Page | None = None) -> Page:
        page = part or self.page
        element = page.get("button", button)
        form = form_of(element)
        target = element.get("formaction") or form.get("action") or self.address
        data = {**page.form(button), **self.files}
        return self.open(str(target), data, method=str(form.get("method", "get")).lower())


def put(field: Tag, value: Any) -> None:
    kind = field.get("type")
    if field.name == "select":
        for option in field.select("option"):
            option.attrs.pop("selected", None)
        (option,) = [o for o in field.select("option") if value in (text_of(o), o.get("value"))]
        option["selected"] = ""
    elif field.name == "textarea":
        field.string = f"\n{value}"
    elif kind in {"checkbox", "radio"}:
        same = field.find_parent("form").select(f"[name='{field['name']}']") if kind == "radio" else [field]
        for each in same:
            each.attrs.pop("checked", None)
        if value:
            field["checked"] = ""
    elif kind != "file":
        field["value"] = value
