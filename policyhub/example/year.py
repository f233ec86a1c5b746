"""What a year does to the rules of the example: they change, are sent back, planned, retired, looked at again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from policyhub.accounts.models import Organisation, Team, User
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Rule, SignOff
from policyhub.registry.models.edition import Change
from policyhub.reviews import actions as reviews
from policyhub.reviews.models import Round
from policyhub.touchpoints import actions as touchpoints

People = dict[str, User]

UNWRITTEN = [  # who knows it, how many days ago, what
    (
        "sam",
        9,
        "Lost children at the pool",
        "Two of us wait with the child at the desk, and we announce it without the name. Ask Petra.",
    ),
    ("sam", 4, "Party bookings pay half up front", "I think that's how Ana does it."),
    (
        "mia",
        33,
        "Who blows which whistle",
        "One short blast: a swimmer. Two: another lifeguard. Three: a rescue. One long blast: clear the pool.",
    ),
    ("ravi", 21, "Coffee for regulars in the queue", "Ana once said we can. I offer one when the queue is long."),
]
# What customers can expect next time, in the text that a change brings
SHORT_SWIM = "Come at least forty-five minutes before closing time for a full-length swim."
COURSE = "Tell us as soon as your plans change. Before the course begins, we can do the most."
INJURY = "Tell the nearest member of staff about any injury, however small."
ALLERGY = "Tell us about your allergy every time you order, because recipes change."
VOICEMAIL = "Leave your name and number, and we'll ring you back within the hour."
CHANGED: list[tuple[int, str, str, str, dict[str, Any]]] = [  # days ago, title, what changes, the note, the new words
    (120, "No diving in the shallow end", Change.WORDING, "What to say is shorter.", {}),
    (110, "Refund after the thirty days", Change.MEANING, "Adds Sam's idea: a fifth off swimwear that fits.", {}),
    (95, "Lost property", Change.MEANING, "Phones and keys now need a lead.", {}),
    (80, "Last entry", Change.MEANING, "Adds the short-swim price.", {"next_time": SHORT_SWIM}),
    (64, "Course refund", Change.MEANING, "Moving away now counts like illness.", {"next_time": COURSE}),
    (50, "First aid", Change.WORDING, "The number to call is now in the second step.", {"next_time": INJURY}),
    (41, "Food allergens", Change.MEANING, "The folder now lists the daily specials too.", {"next_time": ALLERGY}),
    (28, "Answering the phone", Change.WORDING, "Four rings instead of twenty seconds.", {"next_time": VOICEMAIL}),
]
LINKED = [  # from, how, to
    ("A complaint at the counter", "see_also", "Refund after the thirty days"),
    ("Birthday parties", "see_also", "Hiring a room"),
    ("Faulty goods", "see_also", "Exchange without a receipt"),
    ("Ending a membership early", "see_also", "Membership freeze for illness"),
    ("Gym induction", "see_also", "Under-16s in the gym"),
    ("Pool closed at short notice", "see_also", "Thunder over the outdoor pool"),
    ("Waiting at the counter", "see_also", "Answering the phone"),
]
SHOP = "A shop sale follows the till procedure, so there's nothing to add."
LOST = "Things turn up or they don't, so there's no level we could promise."
TOUCHPOINTS = [  # name, rules that cover it, kinds it needs, why none of the others
    (
        "Ask by phone",
        ["Answering the phone", "Call transfer"],
        "standard procedure",
        "Callers ask about everything, so the other policies cover it.",
    ),
    ("Book a course", ["Aqua class is full"], "policy procedure", ""),
    ("Arrive and pay", ["Reduced prices", "Waiting at the counter", "Last entry"], "policy standard", ""),
    (
        "Bring children",
        ["Children under eight swim with an adult", "Floats, rings and armbands"],
        "policy",
        "Staff see what is needed as it happens.",
    ),
    ("Visit with a disability", ["Carers and companions", "Pool hoist"], "policy procedure standard", ""),
    ("Swim", ["No diving in the shallow end", "Walking on poolside", "Water quality"], "policy standard", ""),
    ("Train in the gym", ["Gym induction", "Under-16s in the gym"], "policy procedure standard", ""),
    ("Buy in the shop", ["Faulty goods", "Exchange without a receipt"], "policy", SHOP),
    ("Eat and drink", ["Food allergens", "Bringing food into the café"], "policy", ""),
    (
        "Ask for a refund",
        ["Refund after the thirty days", "Course refund"],
        "policy procedure",
        "How long it takes depends on the case.",
    ),
    ("Complain", ["A complaint at the counter"], "procedure standard", ""),
    ("Find lost property", ["Lost property", "Lost locker key"], "procedure", LOST),
    ("Hire a room", ["Hiring a room", "Birthday parties"], "policy procedure", ""),
    ("End a membership", ["Ending a membership early"], "", ""),
]
REVIEWED = [  # days ago, title, outcome, what showed it
    (150, "Call transfer", "keep", "We asked twelve callers. Eleven had told their story once."),
    (
        140,
        "Children under eight swim with an adult",
        "reword",
        "Grandparents didn't know that they count as the adult.",
    ),
    (
        131,
        "Shipping credit when our parcel is late",
        "more",
        "Four of six complaints were about parcels in their second week.",
    ),
    (
        122,
        "Identity check before membership details",
        "keep",
        "It stopped one attempt to get a member's address.",
    ),
    (
        117,
        "Membership freeze for illness",
        "more",
        "Ada has approved a seventh month three times already.",
    ),
    (103, "Lost locker key", "reword", "New starters missed the key book, because it came after the options."),
    (90, "Till count at the end of a shift", "keep", "No difference above £2 in eleven weeks."),
    (77, "Walking on poolside", "keep", "Three falls in three months, seven in the three months before."),
    (69, "Thunder over the outdoor pool", "keep", "The insurer confirmed the half hour in writing."),
    (58, "Photos on poolside", "new", "Families asked for a place where they can take photos."),
    (44, "Outside personal trainers", "less", "Two people took money for training here without asking us."),
    (36, "Missed swimming lesson", "more", "Families booked again after fifteen minutes one to one."),
    (25, "Bringing food into the café", "keep", "No complaints, and the café sold as much as before."),
    (
        12,
        "Lifeguard course entry test",
        "keep",
        "All eight people who took the free test passed it.",
    ),
]
OVERDUE = {"Reduced prices": 16, "Fire alarm": 9, "Members' guests": 5, "Swapping shifts": 2}  # days


def live_a_year(people: People, now: datetime) -> None:
    for days, title, change, note, values in CHANGED:
        change_rule(title, people, now - timedelta(days=days), change, note, values)
    send_back(people, now)
    retire_some(people, now)
    for n, (who, days, title, statement) in enumerate(UNWRITTEN):
        when = now - timedelta(days=days, hours=n)
        writing.capture(title, statement, client_key=None, by=people[who], now=when)
    for title, how, other in LINKED:
        writing.link(find(title), find(other), how, by=people["ana"], now=now - timedelta(days=20))
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
    new_text = values or {"next_time": rule.next_time or "The earlier you tell us, the more we can do."}
    writing.write(rule, writing.RuleInput(new_text), version=rule.version, by=owner, now=when)
    proposal = publishing.Proposal(change=change, note=note, objections="")
    number = publishing.next_number(rule)
    edition = publishing.propose(find(title), proposal, number=number, by=owner, now=when + timedelta(days=1))
    approve = SignOff.Meaning.APPROVE
    by = signer(rule, people)
    publishing.sign(edition, approve, "", digest=edition.digest, by=by, now=when + timedelta(days=2))


def send_back(people: People, now: datetime) -> None:
    """One proposal was sent back and came again; one was taken back."""
    ana, ada, when = people["ana"], people["ada"], now - timedelta(days=72)
    rule = find("Reduced prices")
    proposal = publishing.Proposal(note="Adds a dated letter as proof, for anyone without a card.")
    first = publishing.propose(rule, proposal, number=2, by=ana, now=when)
    changes = SignOff.Meaning.REQUEST_CHANGES
    request = "Say which letter counts, so nobody has to explain their income."
    publishing.sign(first, changes, request, digest=first.digest, by=ada, now=when + timedelta(days=1))
    new_text = "Show your card once and we'll note it. If you don't have one, a letter with a recent date will do."
    text = writing.RuleInput({"next_time": new_text})
    writing.write(rule, text, version=rule.version, by=ana, now=when + timedelta(days=2))
    again = publishing.propose(find("Reduced prices"), proposal, number=3, by=ana, now=when + timedelta(days=3))
    approve = SignOff.Meaning.APPROVE_WITH_COMMENT
    publishing.sign(again, approve, "Thank you.", digest=again.digest, by=ada, now=when + timedelta(days=4))
    hall = publishing.propose(
        find("Hiring a room"), publishing.Proposal(note="Adds a deposit."), number=2, by=ana, now=when
    )
    publishing.withdraw(hall, by=ana, now=when + timedelta(days=6))


def retire_some(people: People, now: datetime) -> None:
    """Two rules were retired, one came back."""
    ada, ana = people["ada"], people["ana"]
    ends: list[tuple[int, str, str, str]] = [
        (48, "Paper membership cards", "Members now have the card on their phone.", ""),
        (47, "The lost property book", "One lost property procedure is enough.", "Lost property"),
        (40, "Guests on Mondays", "Mondays are full already.", ""),
    ]
    for days, title, why, successor in ends:
        when, rule = now - timedelta(days=days), find(title)
        other = find(successor) if successor else None
        edition = publishing.retire(rule, why=why, successor=other, number=2, by=ada, now=when)
        sign(edition, ana, when)
    when = now - timedelta(days=20)
    back = publishing.restore(find("Guests on Mondays"), why="Mondays are quiet again.", number=3, by=ada, now=when)
    sign(back, ana, when)


def sign(edition: Any, by: User, when: datetime) -> None:
    approve = SignOff.Meaning.APPROVE
    publishing.sign(edition, approve, "", digest=edition.digest, by=by, now=when + timedelta(days=1))


def keep_to_a_team(people: People, now: datetime) -> None:
    rule, desk = find("Till differences"), Team.objects.get(name="Front desk and shop")
    text = writing.RuleInput({"restricted": True}, restricted_to=[desk])
    writing.write(rule, text, version=rule.version, by=people["ana"], now=now - timedelta(days=19))


def map_touchpoints(people: People, when: datetime) -> None:
    added = touchpoints.add_all([name for name, *_rest in TOUCHPOINTS], by=people["ada"], now=when)
    for touchpoint, (_name, titles, needed, why) in zip(added, TOUCHPOINTS, strict=True):
        answers = {kind: touchpoints.NeedAnswer(True) for kind in needed.split()}
        undecided = {"policy", "procedure", "standard"} - set(answers)
        answers |= {kind: touchpoints.NeedAnswer(False, why) for kind in undecided if why}
        if answers:
            touchpoints.decide(touchpoint, answers, by=people["ada"], now=when + timedelta(hours=1))
        rules = [find(title) for title in titles]
        touchpoints.link_rules(touchpoint, add=rules, by=people["ada"], now=when + timedelta(hours=2))


def review_some(people: People, now: datetime) -> None:
    today = timezone.localdate(now, Organisation.current().zone)
    for days, title, outcome, evidence in REVIEWED:
        rule, when = find(title), now - timedelta(days=days)
        next_day = today - timedelta(days=days) + timedelta(days=365)
        assert rule.owner is not None
        snapshot = reviews.ReviewSnapshot.of(rule)
        reviews.close_review(rule, outcome, evidence, next_day, snapshot=snapshot, by=rule.owner, now=when)
    for n, rule in enumerate(due_soon(today)):
        day = today + timedelta(days=20 + 11 * (n % 20))
        reviews.set_next_review(rule, day, by=people["ada"], now=now - timedelta(days=24))
    for title, late in OVERDUE.items():
        reviews.set_next_review(
            find(title), today - timedelta(days=late), by=people["ada"], now=now - timedelta(days=23)
        )
    begin_round(people, now, today)


def due_soon(today: Any) -> Iterator[Rule]:
    """Rules whose first day has come or nearly so, and which nobody has looked at."""
    later = today + timedelta(days=14)
    yield from Rule.objects.filter(next_review__lt=later).exclude(title__in=OVERDUE).order_by("pk")


def begin_round(people: People, now: datetime, today: Any) -> None:
    """What customers hear at the counter, looked at by Ana; three of seven are done."""
    titles = ["Expired vouchers", "Birthday parties", "Carers and companions", "Hiring a room"]
    titles += ["Exchange without a receipt", "Bringing food into the café", "Lost property"]
    rules = [find(title) for title in titles]
    review_round = Round(name="Grey rules at the counter", reviewer=people["ana"], due=today + timedelta(days=12))
    review_round.picked = "Grey, Front desk and shop"
    reviews.open_round(review_round, rules, by=people["ada"], now=now - timedelta(days=10))
    findings = [
        "We haven't turned anyone away in three months.",
        "Eleven parties, no complaints.",
        "Two people had no pass. Both companions came in free.",
    ]
    for n, (rule, evidence) in enumerate(zip(rules, findings, strict=False)):
        snapshot, next_day = reviews.ReviewSnapshot.of(rule), today + timedelta(days=358 + n)
        when = now - timedelta(days=8 - n)
        reviews.close_review(rule, "keep", evidence, next_day, snapshot=snapshot, by=people["ana"], now=when)


def leave_waiting(people: People, now: datetime) -> None:
    """Two wait for a signature, one begins next week."""
    ana, ada = people["ana"], people["ada"]
    clearer = publishing.Proposal(note="Clearer wording. Nothing changes at the counter.", change=Change.WORDING)
    mail = find("Email reply time")
    publishing.propose(mail, clearer, number=publishing.next_number(mail), by=ana, now=now - timedelta(days=2))
    water = publishing.Proposal(
        note="There's a water bowl by the door now.", objections="Who fills it? The early shift."
    )
    dogs = find("Dogs and assistance dogs")
    publishing.propose(dogs, water, number=publishing.next_number(dogs), by=ada, now=now - timedelta(days=1))
    planned = publishing.Proposal(
        note="Three visits with the same guest become four.", planned=now + timedelta(days=7)
    )
    guests = find("Members' guests")
    number = publishing.next_number(guests)
    edition = publishing.propose(guests, planned, number=number, by=ana, now=now - timedelta(days=3))
    sign(edition, ada, now - timedelta(days=3))
