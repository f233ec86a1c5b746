"""Import without script: a Word file is edited, added and undone; many files show their progress."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from policyhub.registry.models import Rule
from tests.imports import word_files as make
from tests.walk import Walk

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word(name, data):
    return SimpleUploadedFile(name, data, WORD)


def test_a_word_file_is_imported_and_that_is_undone(people):
    ana = Walk(people.ana)
    ana.open("/rules/")
    ana.follow("Import")
    ana.fill("Or choose files", [word("handbook.docx", make.handbook(0))])
    ana.press("Preview import")
    while ana.page.has("button", "Continue"):
        ana.press("Continue")
    assert ana.page.has("heading", "4 rules found")

    ana.follow("Lost property")
    ana.fill("Title", "Things we find")
    ana.press("Save")
    ana.press(re.compile("^Exclude: Wet floors"))
    ana.press("Add 3 drafts")
    assert any("Things we find" in name for name in ana.page.names("cell"))
    assert Rule.objects.count() == 3

    ana.follow("Undo")
    ana.press("Undo import")
    assert ana.page.has("heading", "Import undone")
    assert Rule.objects.count() == 0


def test_many_files_show_how_far_it_is(people):
    ana = Walk(people.ana)
    ana.open("/import/")
    ana.fill("Or choose files", [word(f"{n}.docx", make.plain(n)) for n in range(8)])
    ana.press("Preview import")
    while ana.page.has("button", "Continue"):
        assert "of 8 files" in ana.page.text
        ana.press("Continue")
    assert ana.page.has("heading", "8 rules found")
