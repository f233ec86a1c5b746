"""From an empty list to a touchpoint that is decided, without script."""

import re

from policyhub.touchpoints.models import Touchpoint
from tests.walk import Walk


def test_from_an_empty_list_to_a_touchpoint_that_is_decided(people):
    ana = Walk(people.ana)
    ana.open("/touchpoints/")
    ana.follow("Start with ten common ones")
    ana.fill("Pay")
    ana.fill("What else do they do?", "Hire a room\nHire rooms")
    ana.press("Add touchpoints")
    assert ana.page.has("group", re.compile("^Possible duplicates"))
    assert Touchpoint.objects.count() == 0
    ana.press("Add touchpoints")
    assert "2 touchpoints" in ana.page.text

    ana.follow("Decide what is needed")
    ana.fill("Yes")
    ana.press("Save and continue")
    ana.fill("No, because…")
    ana.fill("Why?", "The till shows it.")
    ana.press("Save and continue")
    ana.fill("Not sure yet")
    ana.press("Save and continue")

    assert ana.page.has("heading", "Pay")
    assert [state.text for state in ana.page.parts(".state")] == ["Needed", "Not needed", "Undecided"]
