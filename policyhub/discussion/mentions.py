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
    leads = Membership.objects.filter(team=rule.team_id, role__in=[Role.LEAD, Role.MANAGER])
    conditions = [Q(pk__in=list(chosen)), Q(pk=rule.owner_id), Q(pk__in=leads.values("person"))]
    conditions += [Q(pk__in=Comment.objects.for_reader(person).filter(rule=rule).values("author"))]
    rank = Case(*(When(q, then=Value(n)) for n, q in enumerate(conditions)), default=None)
    people = readers_of(rule).exclude(pk=person.pk).annotate(rank=rank).filter(rank__isnull=False)
    return list(people.order_by("rank", "name", "pk")[:MOST_LIKELY])


# A name begins after "@", where that is not inside an address, and ends where no letter follows
MENTION_START = re.compile(r"(?<![\w.+\-@/%])@(?=\w)")
NAME_END = re.compile(r"(?![\w@]|[.+\-]\w)")
LONGEST_NAME = 150  # letters
MOST_MENTIONS = 20  # mentions in a text that are looked up
MOST_NAMES_PER_MENTION = 16  # names that one "@" may begin; what is longer is nobody's name
MOST_NAMESAKES = 500


def people_mentioned(text: str) -> list[list[User]]:
    """Whom ``text`` mentions by ``@username`` or ``@Name Surname``: for each mention, everybody of that name.

    One query, which reads only people whose names the text may mean."""
    text = _one_line(text)
    candidates = dict.fromkeys(tuple(_names_at(text, match.end())) for match in MENTION_START.finditer(text))
    mentions = list(candidates)[:MOST_MENTIONS]
    people = _people_by_name({name for names in mentions for name in names}) if mentions else {}
    matched = [next((name for name in map(_folded, names) if name in people), "") for names in mentions]
    return [people[name] for name in dict.fromkeys(matched) if name]


def _names_at(text: str, start: int) -> list[str]:
    """What may be a name that begins at ``start``, the longest first."""
    ends = (end for end in range(start + 1, min(len(text), start + LONGEST_NAME) + 1) if NAME_END.match(text, end))
    return [text[start:end] for end in islice(ends, MOST_NAMES_PER_MENTION)][::-1]


def _people_by_name(names: Iterable[str]) -> dict[str, list[User]]:
    """The people with these names, by folded name and by user name. A user name belongs to one person alone."""
    forms = {form for name in names for form in _lookup_forms(name)}
    matches = User.objects.annotate(low_name=Lower("name"), low_username=Lower("username"))
    matches = matches.filter(Q(low_name__in=forms) | Q(low_username__in=forms)).only("pk", "username", "name")
    everybody = list(matches.order_by("pk")[:MOST_NAMESAKES])
    people: dict[str, list[User]] = defaultdict(list)
    for person in everybody:
        people[_folded(person.name)].append(person)
    for person in everybody:
        people[_folded(person.username)] = [person]
    people.pop("", None)
    return people


def _lookup_forms(name: str) -> set[str]:
    """``name`` as a database may fold it: SQLite's lower() only changes the letters a to z."""
    return {form.translate(ASCII_LOWER) for form in (name, name.lower(), name.title(), name.upper(), _folded(name))}


ASCII_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _folded(text: str) -> str:
    """A text without what does not tell two names apart: case, width of letters, spaces."""
    return _one_line(text).casefold()
