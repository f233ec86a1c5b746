"""What a year does to the rules of the example: they change, are sent back, planned, retired, looked at again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from policyhub.accounts.models import Organisation, Team, User
from policyhub.registry import actions
from policyhub.registry.actions import touchpoints
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Rule, SignOff
from policyhub.registry.models.edition import Change
from policyhub.reviews import actions as reviews
from policyhub.reviews.models import Round

People = dict[str, User]

UNWRITTEN = [  # who knows it, how many days ago, what
    (
        "sam",
        9,
        "Lost children at the pool",
        "We wait with the child at the desk and call the name twice. Ask Petra.",
    ),
    ("sam", 4, "Party bookings pay half up front", "I think that is how Ana does it."),
    ("mia", 33, "Who blows which whistle", "One is look, two is come here, three is everybody out."),
    ("ravi", 21, "Coffee for regulars who wait", "Ana said once that we may. I do it when the queue is long."),
]
CHANGED: list[tuple[int, str, str, str, dict[str, Any]]] = [  # days ago, title, what changes, the note, the new words
    (120, "No diving in the shallow end", Change.WORDING, "The words at the counter are shorter.", {}),
    (110, "Refund after the thirty days", Change.MEANING, "Ravi's idea of a gift card at once is in.", {}),
    (95, "Lost property", Change.MEANING, "Phones and keys need a lead now.", {}),
    (80, "Last entry", Change.MEANING, "The short price is new.", {}),
    (64, "Course refund", Change.MEANING, "A move to another town counts like illness.", {}),
    (50, "First aid", Change.WORDING, "The number to call stands in the second step.", {}),
    (41, "What is in the food", Change.MEANING, "The folder has all fourteen since the spring.", {}),
    (28, "The telephone is answered", Change.WORDING, "Four rings, no longer twenty seconds: people count rings.", {}),
]
LINKED = [  # from, how, to
    ("A complaint at the counter", "see_also", "Refund after the thirty days"),
    ("Birthday parties", "see_also", "Hiring a room"),
    ("Things that broke too soon", "see_also", "Exchange without a receipt"),
    ("Leaving before the year is over", "see_also", "Membership freeze for illness"),
    ("First time in the gym", "see_also", "Under sixteen in the gym"),
    ("Pool closed at short notice", "see_also", "Thunder over the outdoor pool"),
    ("Waiting at the counter", "see_also", "The telephone is answered"),
]
TOUCHPOINTS = [  # name, rules that cover it, kinds it needs, why none of the others
    (
        "Ask on the telephone",
        ["The telephone is answered", "Call transfer"],
        "standard procedure",
        "It is plain.",
    ),
    ("Book a course", ["Aqua class is full"], "policy procedure", ""),
    ("Arrive and pay", ["Reduced prices", "Waiting at the counter", "Last entry"], "policy standard", ""),
    (
        "Bring children",
        ["Children under eight swim with an adult", "Floats, rings and armbands"],
        "policy",
        "See it.",
    ),
    ("Come with a disability", ["Carers and companions", "The hoist into the water"], "policy procedure standard", ""),
    ("Swim", ["No diving in the shallow end", "Walking on the poolside", "Water quality"], "policy standard", ""),
    ("Train in the gym", ["First time in the gym", "Under sixteen in the gym"], "policy procedure standard", ""),
    ("Buy in the shop", ["Things that broke too soon", "Exchange without a receipt"], "policy", "A till is a till."),
    ("Eat and drink", ["What is in the food", "Own food in the café"], "policy", ""),
    (
        "Ask for money back",
        ["Refund after the thirty days", "Course refund"],
        "policy procedure",
        "Each its time.",
    ),
    ("Complain", ["A complaint at the counter"], "procedure standard", ""),
    ("Find what was lost", ["Lost property", "Lost locker key"], "procedure", "Found is found."),
    ("Hire a room", ["Hiring a room", "Birthday parties"], "policy procedure", ""),
    ("Leave for good", ["Leaving before the year is over"], "", ""),
]
REVIEWED = [  # days ago, title, outcome, what showed it
    (150, "Call transfer", "keep", "Twelve callers were asked; eleven told their story once."),
    (140, "Children under eight swim with an adult", "reword", "Grandparents did not know that they count."),
    (131, "Shipping credit when our parcel is late", "more", "Four of six complaints were about the second week."),
    (
        122,
        "Identity check before membership details",
        "keep",
        "It stopped one attempt to get an address in March.",
    ),
    (
        117,
        "Membership freeze for illness",
        "more",
        "Ana granted a seventh month three times already.",
    ),
    (103, "Lost locker key", "reword", "New people looked for the ninth step on the wrong page."),
    (90, "Till count at the end of a shift", "keep", "No difference above two pounds in eleven weeks."),
    (77, "Walking on the poolside", "keep", "Three falls this summer, seven the summer before."),
    (69, "Thunder over the outdoor pool", "keep", "The insurer confirmed the half hour in writing."),
    (58, "Photos at the poolside", "new", "People asked for a place where pictures are fine."),
    (44, "Trainers from outside", "less", "Two were seen taking money; the rule says now what happens then."),
    (36, "Missed swimming lesson", "more", "Parents came back when they got a quarter of an hour."),
    (25, "Own food in the café", "keep", "No complaint, and the café sold as much as before."),
    (
        12,
        "Lifeguard course needs the swimming badge",
        "keep",
        "All eight who were sent for it came back with it.",
    ),
]
OVERDUE = {"Reduced prices": 16, "Fire alarm": 9, "Members bring a guest": 5, "Swapping shifts": 2}  # days


def live_a_year(people: People, now: datetime) -> None:
    for days, title, change, note, values in CHANGED:
        change_rule(title, people, now - timedelta(days=days), change, note, values)
    send_back(people, now)
    end_some(people, now)
    for n, (who, days, title, statement) in enumerate(UNWRITTEN):
        when = now - timedelta(days=days, hours=n)
        actions.capture(title, statement, client_key=None, by=people[who], now=when)
    for title, how, other in LINKED:
        actions.link(find(title), find(other), how, by=people["ana"], now=now - timedelta(days=20))
    keep_to_a_team(people, now)
    map_touchpoints(people, now - timedelta(days=60))
    review_some(people, now)
    for kind in kinds.values():
        kind.example(now)
    leave_waiting(people, now)


def find(title: str) -> Rule:
    return Rule.objects.get(title=title)


def signer(rule: Rule, people: People) -> User:
    """Ada, but for what Ada proposed: that a manager of the team signs."""
    assert rule.owner is not None  # everything in the example has one
    return people["ada"] if rule.owner != people["ada"] else people["ana"]


def change_rule(title: str, people: People, when: datetime, change: str, note: str, values: dict[str, Any]) -> None:
    """Its owner saves it, proposes it a day later; a second person signs it the day after."""
    rule = find(title)
    owner = rule.owner
    assert owner is not None
    words = values or {"next_time": rule.next_time or "Tell us early, and we have more to offer."}
    actions.write(rule, actions.Text(words), version=rule.version, by=owner, now=when)
    proposal = actions.Proposal(change=change, note=note, objections="")
    number = actions.next_number(rule)
    edition = actions.propose(find(title), proposal, number=number, by=owner, now=when + timedelta(days=1))
    approve = SignOff.Meaning.APPROVE
    by = signer(rule, people)
    actions.sign(edition, approve, "", digest=edition.digest, by=by, now=when + timedelta(days=2))


def send_back(people: People, now: datetime) -> None:
    """One proposal was sent back and came again; one was taken back."""
    ana, ada, when = people["ana"], people["ada"], now - timedelta(days=72)
    rule = find("Reduced prices")
    proposal = actions.Proposal(note="Jobseekers pay less too.")
    first = actions.propose(rule, proposal, number=2, by=ana, now=when)
    changes = SignOff.Meaning.REQUEST_CHANGES
    asked = "Say how we know, without anybody having to explain their income."
    actions.sign(first, changes, asked, digest=first.digest, by=ada, now=when + timedelta(days=1))
    text = actions.Text({"next_time": "Any letter with the date on it will do."})
    actions.write(rule, text, version=rule.version, by=ana, now=when + timedelta(days=2))
    again = actions.propose(find("Reduced prices"), proposal, number=3, by=ana, now=when + timedelta(days=3))
    approve = SignOff.Meaning.APPROVE_WITH_COMMENT
    actions.sign(again, approve, "Thank you.", digest=again.digest, by=ada, now=when + timedelta(days=4))
    hall = actions.propose(find("Hiring a room"), actions.Proposal(note="A deposit."), number=2, by=ana, now=when)
    actions.withdraw(hall, by=ana, now=when + timedelta(days=6))


def end_some(people: People, now: datetime) -> None:
    """Two rules were retired, one came back."""
    ada, ana = people["ada"], people["ana"]
    ends: list[tuple[int, str, str, str]] = [
        (48, "Paper membership cards", "The card is on the telephone now.", ""),
        (47, "The lost property book", "One procedure is enough.", "Lost property"),
        (40, "Guests on Mondays", "Mondays are full.", ""),
    ]
    for days, title, why, successor in ends:
        when, rule = now - timedelta(days=days), find(title)
        other = find(successor) if successor else None
        edition = actions.retire(rule, why=why, successor=other, number=2, by=ada, now=when)
        sign(edition, ana, when)
    when = now - timedelta(days=20)
    back = actions.restore(find("Guests on Mondays"), why="Mondays are quiet in winter.", number=3, by=ada, now=when)
    sign(back, ana, when)


def sign(edition: Any, by: User, when: datetime) -> None:
    approve = SignOff.Meaning.APPROVE
    actions.sign(edition, approve, "", digest=edition.digest, by=by, now=when + timedelta(days=1))


def keep_to_a_team(people: People, now: datetime) -> None:
    rule, desk = find("A difference in the till"), Team.objects.get(name="Front desk and shop")
    text = actions.Text({"restricted": True}, restricted_to=[desk])
    actions.write(rule, text, version=rule.version, by=people["ana"], now=now - timedelta(days=19))


def map_touchpoints(people: People, when: datetime) -> None:
    added = touchpoints.add_all([name for name, *_rest in TOUCHPOINTS], by=people["ada"], now=when)
    for touchpoint, (_name, titles, needed, why) in zip(added, TOUCHPOINTS, strict=True):
        answers = {kind: touchpoints.Answer(True) for kind in needed.split()}
        rest = {"policy", "procedure", "standard"} - set(answers)
        answers |= {kind: touchpoints.Answer(False, why) for kind in rest if why}
        if answers:
            touchpoints.decide(touchpoint, answers, by=people["ada"], now=when + timedelta(hours=1))
        rules = [find(title) for title in titles]
        touchpoints.link_rules(touchpoint, add=rules, by=people["ada"], now=when + timedelta(hours=2))


def review_some(people: People, now: datetime) -> None:
    today = timezone.localdate(now, Organisation.the().zone)
    for days, title, outcome, evidence in REVIEWED:
        rule, when = find(title), now - timedelta(days=days)
        ahead = today - timedelta(days=days) + timedelta(days=365)
        assert rule.owner is not None
        seen = reviews.Seen.of(rule)
        reviews.close_review(rule, outcome, evidence, ahead, seen=seen, by=rule.owner, now=when)
    for n, rule in enumerate(due_soon(today)):
        day = today + timedelta(days=20 + 11 * (n % 20))
        reviews.set_day(rule, day, by=people["ada"], now=now - timedelta(days=24))
    for title, late in OVERDUE.items():
        reviews.set_day(find(title), today - timedelta(days=late), by=people["ada"], now=now - timedelta(days=23))
    begin_round(people, now, today)


def due_soon(today: Any) -> Iterator[Rule]:
    """Rules whose first day has come or nearly so, and which nobody has looked at."""
    later = today + timedelta(days=14)
    yield from Rule.objects.filter(next_review__lt=later).exclude(title__in=OVERDUE).order_by("pk")


def begin_round(people: People, now: datetime, today: Any) -> None:
    """What customers hear at the counter, looked at by Ana; three of seven are done."""
    titles = ["Vouchers that have expired", "Birthday parties", "Carers and companions", "Hiring a room"]
    titles += ["Exchange without a receipt", "Own food in the café", "Lost property"]
    rules = [find(title) for title in titles]
    made = Round(name="Grey rules at the counter", reviewer=people["ana"], due=today + timedelta(days=12))
    made.picked = "Grey, Front desk and shop"
    reviews.open_round(made, rules, by=people["ada"], now=now - timedelta(days=10))
    found = [
        "Nobody was turned away since May.",
        "Eleven parties, no quarrel.",
        "Two had no pass; both came in.",
    ]
    for n, (rule, evidence) in enumerate(zip(rules, found, strict=False)):
        seen, ahead = reviews.Seen.of(rule), today + timedelta(days=358 + n)
        when = now - timedelta(days=8 - n)
        reviews.close_review(rule, "keep", evidence, ahead, seen=seen, by=people["ana"], now=when)


def leave_waiting(people: People, now: datetime) -> None:
    """Two wait for a signature, one begins next week."""
    ana, ada = people["ana"], people["ada"]
    clearer = actions.Proposal(note="The words are clearer; nothing changes at the counter.", change=Change.WORDING)
    mail = find("E-mail reply time")
    actions.propose(mail, clearer, number=actions.next_number(mail), by=ana, now=now - timedelta(days=2))
    water = actions.Proposal(note="A bowl of water stands by the door now.", objections="Who fills it? Whoever opens.")
    dogs = find("Dogs, and dogs that help")
    actions.propose(dogs, water, number=actions.next_number(dogs), by=ada, now=now - timedelta(days=1))
    planned = actions.Proposal(note="Three guests a year become four.", planned=now + timedelta(days=7))
    guests = find("Members bring a guest")
    number = actions.next_number(guests)
    edition = actions.propose(guests, planned, number=number, by=ana, now=now - timedelta(days=3))
    sign(edition, ada, now - timedelta(days=3))
