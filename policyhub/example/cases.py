"""What staff of the example asked, logged and took further up, and what they looked for in vain."""

from datetime import datetime, timedelta

from policyhub.accounts.models import User
from policyhub.feedback.actions import cases
from policyhub.registry.models import Edition
from policyhub.search.actions import failed_searches as missed

CASES = [  # kind, rule, who, hours ago, what about, would, because, answer: who, what, words
    (
        ("ask", "Lost locker key", "sam", 30 * 24, "They lost the key and need to catch a bus"),
        ("Open it now, two of us, and let them pay the £8 next time", "they come every Tuesday"),
        ("ravi", "agree", ""),
    ),
    (
        ("ask", "Course refund", "mia", 12 * 24, "We moved the course to a day when they work"),
        ("Refund the whole course", "we moved it, they didn't"),
        ("petra", "adjust", "Offer both: a full refund, or the evening course at the same price."),
    ),
    (
        ("log", "Bringing food into the café", "sam", 6 * 24, "A family with a birthday cake"),
        ("Let them eat it at the long table and brought plates", "they had bought drinks for everyone"),
        ("ana", "agree", "That was kind, and it cost us nothing."),
    ),
    (
        ("ask", "Last entry", "mia", 2, "Customer wants a quick swim before the last bus"),
        ("Let them in for ten minutes at half price", "the pool is empty"),
        None,
    ),
    (("ask", "Refund after the thirty days", "sam", 0.1, "Receipt from day 64, label still on"), ("", ""), None),
]
FAILED_QUESTIONS = [  # question, who looked for it
    ("sauna towel with a logo", "sam mia ravi"),
    ("wifi password for guests", "sam mia"),
    ("drone over the pool", "ravi"),
]


def ask_through_the_months(people: dict[str, User], now: datetime) -> None:
    for (kind, title, who, hours, about), (would, because), answered in CASES:
        when = now - timedelta(hours=hours)
        edition = Edition.objects.in_force(when).select_related("rule").get(title=title)
        entry = cases.CaseReport(kind, about, would, because, hours < 1, edition.rule, edition.number)
        case = cases.open_case(entry, client_key=None, by=people[who], now=when)
        if answered:
            helper, choice, note = answered
            later = when + timedelta(minutes=7)
            cases.mark_answer_seen(cases.answer(case, choice, note, by=people[helper], now=later), now=later)
    for question, names in FAILED_QUESTIONS:
        for days, name in enumerate(names.split()):
            missed.count(question, none_fits=True, by=people[name], now=now - timedelta(days=9 - days))
