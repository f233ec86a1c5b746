"""Import with and without script: a Word file put right, added and undone; many files with their progress."""

import pytest
from playwright.sync_api import expect

from policyhub.registry.models import Rule
from tests.browser.test_axe import looker
from tests.exchange import word_files as make

pytestmark = pytest.mark.browser
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word(name, data):
    return {"name": name, "mimeType": WORD, "buffer": data}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_word_file_comes_in_and_goes_out_again(everybody, open_page, size, script):
    page = open_page(size, everybody.ana, script=script)
    page.goto("/rules/")
    page.get_by_role("link", name="Bring rules in").click()
    page.get_by_label("or choose files").set_input_files([word("handbook.docx", make.handbook(0))])
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="4 rules found")).to_be_visible()

    page.get_by_role("link", name="Lost property").click()
    page.get_by_label("Title").fill("Things we find")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Leave out: Wet floors").click()
    page.get_by_role("button", name="Add 3 as drafts").click()
    expect(page.locator("th.what", has_text="Things we find")).to_be_visible()
    assert Rule.objects.count() == 3

    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo: take them out again").click()
    expect(page.get_by_role("heading", name="Undone")).to_be_visible()
    assert Rule.objects.count() == 0


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_many_files_show_how_far_it_is(everybody, open_page, script):
    page = open_page("phone", everybody.ana, script=script)
    page.goto("/import/")
    files = [word(f"{n}.docx", make.plain(n)) for n in range(8)]
    page.get_by_label("or choose files").set_input_files(files)
    page.get_by_role("button", name="Look at it").click()
    while not script and page.get_by_role("button", name="Go on").count():
        expect(page.get_by_text("of 8 files")).to_be_visible()
        page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="8 rules found")).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_page_of_it_is_for_everybody(everybody, open_page, size):
    page = open_page(size, everybody.ana)
    look = looker(page, size)
    page.goto("/import/")
    wrong = look()
    page.get_by_role("button", name="Look at it").click()
    expect(page.locator(".summary")).to_be_visible()
    wrong += look()
    files = [word("till.docx", make.handbook(1)), word("photo.docx", make.red_dot())]
    page.get_by_label("or choose files").set_input_files(files)
    page.get_by_label("Paste your rules").fill("Some words")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="rules found")).to_be_visible(timeout=20_000)
    wrong += look()
    page.locator("a.title").first.click()
    expect(page.get_by_role("heading", name="Put it right")).to_be_visible()
    assert wrong + look() == []
