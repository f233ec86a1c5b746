"""Who may read a rule, and whom a text calls by name."""

import re
import unicodedata
from collections import defaultdict

from django.db.models import Exists, OuterRef, Q, QuerySet

from policyhub.accounts.models import Membership, Role, User

from .models import Edition, Rule
from .models.edition import State
from .models.rule import Stage


def readers_of(rule: Rule) -> QuerySet[User]:
    """The active people who may know of ``rule``: ``Rule.objects.for_reader``, asked the other way round."""
    places = Membership.objects.filter(person_id=OuterRef("pk"))
    may = Q()
    if rule.restricted:
        may &= Q(Exists(places.filter(team__in=rule.restricted_to.all())))
    known = rule.stage == Stage.UNWRITTEN or Edition.objects.filter(rule=rule, state=State.APPROVED).exists()
    if not known:
        may &= Q(Exists(places.filter(role=Role.MANAGER)))
    people: QuerySet[User] = User.objects.active()
    return people.filter(Q(is_admin=True) | may) if may else people


# A name begins after "@", where that is not inside an address, and ends where no letter follows
BEGINS = re.compile(r"(?<![\w.+\-@/%])@(?=\w)")
ENDS = re.compile(r"(?![\w@]|[.+\-]\w)")


def named_in(text: str) -> list[list[User]]:
    """Whom ``text`` calls by ``@username`` or ``@Name Surname``: for each call everybody of that name."""
    text = _folded(text)
    starts = [found.end() for found in BEGINS.finditer(text)]
    if not starts:
        return []
    people = _by_name()
    longest = max(map(len, people), default=0)
    called = [_name_at(text, start, longest, people) for start in starts]
    return [people[name] for name in dict.fromkeys(called) if name]


def _name_at(text: str, start: int, longest: int, people: dict[str, list[User]]) -> str:
    """The longest name that begins at ``start``, "" if none does."""
    for end in range(min(len(text), start + longest), start, -1):
        if text[start:end] in people and ENDS.match(text, end):
            return text[start:end]
    return ""


def _by_name() -> dict[str, list[User]]:
    """Everybody by name and by user name, of which the latter tells one person alone."""
    everybody = list(User.objects.only("pk", "username", "name"))
    people: dict[str, list[User]] = defaultdict(list)
    for person in everybody:
        people[_folded(person.name)].append(person)
    for person in everybody:
        people[_folded(person.username)] = [person]
    people.pop("", None)
    return people


def _folded(text: str) -> str:
    """A text without what does not tell two names apart: case, width of letters, spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
