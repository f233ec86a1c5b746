"""Whom a comment mentions, and who is offered to be asked."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from string import ascii_lowercase, ascii_uppercase

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Lower

from policyhub.accounts.models import Membership, Role, User
from policyhub.discussion.models import Comment
from policyhub.registry.models import Rule
from policyhub.registry.visibility import readers_of

MOST_LIKELY = 30


def likely_to_be_asked(rule: Rule, person: User, chosen: Iterable[int] = ()) -> list[User]:
    """Those of its readers whom ``person`` may want to ask, at most thirty: who looks after ``rule``, the leads and
    managers of its team, and who spoke of it. Those ``chosen`` already come first."""
    places = Membership.objects.filter(team=rule.team_id, role__in=[Role.LEAD, Role.MANAGER])
    nearest = [Q(pk__in=list(chosen)), Q(pk=rule.owner_id), Q(pk__in=places.values("person"))]
    nearest += [Q(pk__in=Comment.objects.for_reader(person).filter(rule=rule).values("author"))]
    turn = Case(*(When(q, then=Value(n)) for n, q in enumerate(nearest)), default=None)
    people = readers_of(rule).exclude(pk=person.pk).annotate(turn=turn).filter(turn__isnull=False)
    return list(people.order_by("turn", "name", "pk")[:MOST_LIKELY])


# A name begins after "@", where that is not inside an address, and ends where no letter follows
BEGINS = re.compile(r"(?<![\w.+\-@/%])@(?=\w)")


ENDS = re.compile(r"(?![\w@]|[.+\-]\w)")


LONGEST = 150  # letters of a name


MOST_CALLS, MOST_ENDS = 20, 16  # calls in a text, and names that each may mean: what follows is nobody's name


MOST_NAMESAKES = 500


def named_in(text: str) -> list[list[User]]:
    """Whom ``text`` calls by ``@username`` or ``@Name Surname``: for each call everybody of that name. One query,
    for those names alone which the text may mean."""
    text = _one_line(text)
    calls = dict.fromkeys(tuple(_names_at(text, found.end())) for found in BEGINS.finditer(text))
    told = list(calls)[:MOST_CALLS]
    people = _by_name({name for names in told for name in names}) if told else {}
    called = [next((name for name in map(_folded, names) if name in people), "") for names in told]
    return [people[name] for name in dict.fromkeys(called) if name]


def _names_at(text: str, start: int) -> list[str]:
    """What may be a name that begins at ``start``, the longest first."""
    ends = (end for end in range(start + 1, min(len(text), start + LONGEST) + 1) if ENDS.match(text, end))
    return [text[start:end] for end in islice(ends, MOST_ENDS)][::-1]


def _by_name(names: Iterable[str]) -> dict[str, list[User]]:
    """The people of these names, by name and by user name, of which the latter tells one person alone."""
    asked = {form for name in names for form in _forms(name)}
    found = User.objects.annotate(low_name=Lower("name"), low_username=Lower("username"))
    found = found.filter(Q(low_name__in=asked) | Q(low_username__in=asked)).only("pk", "username", "name")
    everybody = list(found.order_by("pk")[:MOST_NAMESAKES])
    people: dict[str, list[User]] = defaultdict(list)
    for person in everybody:
        people[_folded(person.name)].append(person)
    for person in everybody:
        people[_folded(person.username)] = [person]
    people.pop("", None)
    return people


def _forms(name: str) -> set[str]:
    """``name`` as a database may have it after its own lower(), which in SQLite knows the letters a to z alone."""
    return {form.translate(LOWER) for form in (name, name.lower(), name.title(), name.upper(), _folded(name))}


LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _folded(text: str) -> str:
    """A text without what does not tell two names apart: case, width of letters, spaces."""
    return _one_line(text).casefold()
