"""The glossary is searched and read without script."""

from django.utils import timezone

from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.glossary.models import TermReading
from tests.walk import Walk


def test_the_button_finds_a_term(people):
    sam = Walk(people.sam)
    sam.open("/words/")
    assert len(sam.page.parts("#words > div")) == 13
    sam.fill("Find a term", "grey rule")
    sam.press("Search")
    assert len(sam.page.parts("#words > div")) == 2


def test_it_is_read_from_to_do_and_once_more_when_a_term_has_changed(people):
    sam = Walk(people.sam)
    sam.open("/to-do/")
    sam.follow("Read the glossary")
    sam.press("I've read the glossary")
    assert "Thank you. We've noted that you've read it." in sam.page.text
    assert "1 of 6 people" in sam.page.text
    assert TermReading.objects.get().person == people.sam

    text = vocabulary.TermText("Fixed", "Nobody changes it.")
    glossary.reword("black", text, version=0, by=people.ada, now=timezone.now())
    sam.open("/words/")
    assert sam.page.part(".notice").link("Fixed").endswith("#black")
    assert "Changed since you read it." in sam.page.part("#black").text
