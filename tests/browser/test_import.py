"""Many files are imported, and a page shows how far it is."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import in_views, looker
from tests.imports import word_files as make

pytestmark = pytest.mark.browser
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word(name, data):
    return {"name": name, "mimeType": WORD, "buffer": data}


def test_many_files_show_how_far_it_is(everybody, open_page):
    page = open_page("phone", everybody.ana)
    page.goto("/import/")
    files = [word(f"{n}.docx", make.plain(n)) for n in range(8)]
    page.get_by_label("Or choose files").set_input_files(files)
    page.get_by_role("button", name="Preview import").click()
    expect(page.get_by_role("heading", name="8 rules found")).to_be_visible(timeout=20_000)


@in_views
def test_every_page_of_it_is_for_everybody(everybody, open_page, views):
    page = open_page(person=everybody.ana)
    look = looker(page, views)
    page.goto("/import/")
    wrong = look()
    page.get_by_role("button", name="Preview import").click()
    expect(page.locator(".summary")).to_be_visible()
    wrong += look()
    files = [word("till.docx", make.handbook(1)), word("photo.docx", make.red_dot())]
    page.get_by_label("Or choose files").set_input_files(files)
    page.get_by_label("Paste your rules").fill("Some words")
    page.get_by_role("button", name="Preview import").click()
    expect(page.get_by_role("heading", name="rules found")).to_be_visible(timeout=20_000)
    wrong += look()
    page.locator("a.title").first.click()
    expect(page.get_by_role("heading", name="Edit before import")).to_be_visible()
    assert wrong + look() == []
