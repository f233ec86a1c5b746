"""A review round is started without script."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import BLACK_ROWS, RuleFactory, put_in_force
from tests.walk import Walk


def test_a_round_is_counted_and_started(people):
    for n in range(3):
        rule = RuleFactory(by=people.ana, team=people.desk, title=f"Rule {n}", flexibility="black", rows=BLACK_ROWS)
        put_in_force(rule, people.ana)
    ana = Walk(people.ana)
    ana.open("/rounds/new/")
    ana.fill("Round name", "All black ones")
    ana.fill("Black or grey", "black")
    ana.fill("Reviewer", "Petra Novak")
    ana.put("due", (timezone.localdate() + timedelta(days=30)).isoformat())
    ana.press("Count matching rules")
    assert "3 rules match" in ana.page.text
    ana.press("Start review round")
    assert "0 of 3" in ana.page.text
