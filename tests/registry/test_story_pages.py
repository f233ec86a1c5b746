"""Without script: four people bring one rule to the counter, and a rule of each kind is written part by part."""

import re

import pytest

from policyhub.accounts.models import Organisation
from policyhub.authoring.progress import tasks
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry.models import Rule
from tests.factories import RuleFactory, touchpoint
from tests.people import PASSWORD
from tests.registry.part_texts import by_part, on_the_card
from tests.walk import Walk

SIGNATURE = "Your password (this is your signature)"
LOST_KEY = "Lost locker key"


def add_row(walk, prefix, button, **values):
    """Add a row by the button at its end, and fill it in."""
    n = len(walk.page.parts(f"[data-row-of='{prefix}']"))
    walk.press(button, walk.page.part(f"#{prefix}"))
    for name, value in values.items():
        walk.put(f"{prefix}-{n}-{name}", value)


def test_four_people_bring_one_rule_to_the_counter(people):
    Organisation.objects.update(second_person=True)
    sam = Walk(people.sam)
    sam.open("/")
    sam.follow("Know a rule that isn't written down?")
    sam.fill("What's the rule about?", LOST_KEY)
    sam.fill("What do we do, as far as you know?", "We open it, and take five pounds I think.")
    sam.press("Note it")
    assert "Unwritten rule, noted by Sam Lee." in sam.page.text

    ana = Walk(people.ana)
    ana.open("/")
    ana.follow(re.compile("^To do"))
    ana.follow(LOST_KEY)
    ana.follow("Change type")
    ana.fill(re.compile("^Procedure:"))
    ana.press("Change type")
    ana.follow("Write")
    ana.follow("Edit everything on one page")
    ana.fill("The rule in one sentence", "We open a locker for whoever knows what is in it.")
    ana.fill("Starts when", "Somebody has lost a locker key")
    add_row(ana, "steps", "Add a step", text="Ask what is in the locker", firmness="must", basis="security")
    add_row(ana, "situations", "Add a situation", text="the key is lost and they tell what is inside")
    for text in ("Open it at once", "Open it with a colleague"):
        add_row(ana, "situations-0-options", "Add an option", text=text, limit_words="once a visit")
    add_row(ana, "lines", re.compile("^Add"), side="never", text="Open it unseen")
    ana.fill("Owner", "Ana Ruiz")
    ana.press("Save", ana.page.parts("#editor p.row")[-1])

    ana.follow("Classify")
    ana.fill(re.compile("^Grey: flexible"))
    ana.fill("Why?", "What is inside tells whose it is; how we check may differ.")
    ana.press("Classify")
    assert "Classified. Staff see it once it's published." in ana.page.text
    ana.open("/rules/lost-locker-key/")
    ana.follow("Send for approval")
    assert ana.page.has("heading", "Send for approval")
    ana.press("Send for approval")
    assert "Sent for approval." in ana.page.text

    petra = Walk(people.petra)
    petra.open("/")
    petra.follow(re.compile("^To do"))
    petra.follow(LOST_KEY)
    petra.fill("Approve")
    petra.fill(SIGNATURE, "not this one")
    petra.press("Sign")
    assert "That password is incorrect." in petra.page.part(".summary").text
    petra.fill(SIGNATURE, PASSWORD)
    petra.press("Sign")
    assert "Signed. Thank you." in petra.page.text

    ravi = Walk(people.ravi)
    ravi.open("/")
    ravi.fill("Look up a rule", "lost lock")
    ravi.press("Look up")
    card = ravi.page.parts(".card")[0]
    assert "Grey : flexible" in card.text
    assert "Open it with a colleague" in card.text
    ravi.follow(LOST_KEY, card)
    assert "Exactly as written" in ravi.page.parts("article")[0].text
    assert "security" in ravi.page.parts("article")[0].text

    verbs = ["captured", "kind changed", "written", "decided", "proposed", "signed"]
    events = Event.objects.filter(chain__subject=Rule.objects.get().subject).order_by("sequence")
    assert [event.verb for event in events] == verbs
    assert verify().altered == []


@pytest.mark.parametrize(("kind", "flexibility"), [("procedure", "grey"), ("standard", "grey"), ("policy", "black")])
def test_a_rule_of_each_kind_from_blank_to_published_with_every_part(people, kind, flexibility):
    Organisation.objects.update(complete_before_in_force=True, second_person=False)
    other = RuleFactory(by=people.ana, title="Another rule", kind="procedure", statement="Else.")
    pay = touchpoint("Pay", people.ana)
    ana = Walk(people.ana)
    ana.open("/rules/new/")
    ana.fill(re.compile(f"^{kind.title()}"))
    ana.press("Continue")
    ana.fill("Title", LOST_KEY)
    ana.put("statement", "We open a locker for whoever knows what is in it.")
    ana.press("Save and continue")
    assert "Black or grey" in ana.page.part(".tasks").text
    rule = Rule.objects.exclude(pk=other.pk).get()

    ana.follow("Black or grey")
    ana.fill(re.compile(f"^{flexibility.title()}: "))
    ana.put("rationale", "What is inside tells whose it is.")
    ana.press("Classify")
    for part, values in by_part(kind, flexibility).items():
        ana.open(f"/rules/{rule.slug}/write/{part}/")
        for name, value in values.items():
            ana.put(name, value)
        ana.press("Save and go back")
        assert ana.page.parts(".tasks"), part
    if kind == "policy":
        ana.follow("Procedures and standards")
        ana.put("kind", "carried_out_by")
        ana.put("to_rule", "Another rule")
        ana.press("Add link")
    ana.open(f"/rules/{rule.slug}/write/touchpoints/")
    ana.fill("Pay")
    ana.press("Save and continue")

    rule.refresh_from_db()
    assert [task.part.name for task in tasks(rule) if not task.done] == []
    assert list(pay.rules.all()) == [rule]
    ana.open(rule.get_absolute_url())
    ana.follow("Publish")
    ana.fill(SIGNATURE, PASSWORD)
    ana.press("Publish")
    assert "Published. It's in force now." in ana.page.text
    sam = Walk(people.sam)
    sam.open(rule.get_absolute_url())
    card = sam.page.parts("article.card")[0].text
    for name, text in on_the_card(kind, flexibility).items():
        assert text in card, name
    assert verify().altered == []
