"""What may happen to what people say of a rule. Each verb: one transaction, one event on the rule.

==================  =======================  =====================================================
verb                a thread that is         becomes
==================  =======================  =====================================================
comment             (new)                    open
answer              open, resolved           as it was, with one answer more
resolve             open                     resolved
reopen              resolved                 open
remove              open, resolved           closed, without its first words; its answers stay
find better words   (new), or open already   open, with the words that begin it
done                any                      as it was, and seen by one person; this leaves no event
==================  =======================  =====================================================

A verb that changes nothing leaves no event. Events name the part and the comment, and never hold its words: those
are for each other, and their author may have them removed. What is said of a draft, and every answer to it, is among
those who write rules, and stays so once staff know the rule.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from policyhub.accounts.models import Membership, Role, User
from policyhub.evidence.record import record
from policyhub.registry.kinds import part_words
from policyhub.registry.models import Flexibility, Rule
from policyhub.registry.models.rule import Cause, Effect
from policyhub.registry.visibility import known_to_staff, readers_of

from .mentions import named_in
from .models import TEXT_LIMIT, Comment, Mention

MOST_MANAGERS = 5  # called at once, where nobody is nearer


@transaction.atomic
def comment(
    rule: Rule,
    text: str,
    *,
    part: str = "",
    people: Iterable[User] = (),
    client_key: UUID | None = None,
    by: User,
    now: datetime,
) -> Comment:
    """Ask or say something of a rule, or of one of its parts. ``people`` are told of it, beside those whom the
    text names. The same key twice is one comment."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if there := _said_already(rule, text, client_key, by):
        return there
    if part and not part_words(part):
        raise ValidationError({"part": _("This rule has no such part.")})
    said = Comment(rule=rule, part=part, text=text, client_key=client_key)
    return _say(said, _called(readers_of(rule), text, people), by=by, now=now)


@transaction.atomic
def answer(asked: Comment, text: str, *, client_key: UUID | None = None, by: User, now: datetime) -> Comment:
    """Answer in the thread of ``asked``. Everybody who spoke in it is told, and whoever the text names."""
    rule = Rule.objects.select_for_update().get(pk=asked.rule_id)
    if there := _said_already(rule, text, client_key, by):
        return there
    thread = _thread_of(asked)
    if thread.erased_at:
        raise ValidationError({"text": _("The comment you're replying to was deleted. Start a new one.")})
    readers = readers_of(rule, among_writers=thread.among_writers)
    spoke = readers.filter(Q(comments=thread) | Q(comments__answer_to=thread)).distinct()
    said = Comment(rule=rule, part=thread.part, answer_to=thread, text=text, client_key=client_key)
    said = _say(said, _called(readers, text, spoke), by=by, now=now)
    _see(thread, by=by, now=now)
    return said


@transaction.atomic
def find_better_words(rule: Rule, *, by: User, now: datetime) -> Comment:
    """Open the search for better words with the owner and the leads of the team, or where there are none with other
    managers; if it is open already, that is it.

    Raises ValidationError where the enforcement check does not say that the words make the rule a barrier.
    """
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    words = Comment.Purpose.WORDS
    if there := Comment.objects.open().filter(rule=rule, purpose=words).first():
        return there
    if not needs_better_words(rule):
        raise ValidationError(_("The enforcement check doesn't say that the wording is the barrier."))
    leads = Membership.objects.filter(team=rule.team_id, role=Role.LEAD).values("person")
    others = readers_of(rule).exclude(pk=by.pk)
    people = list(others.filter(Q(pk=rule.owner_id) | Q(pk__in=leads)))
    people = people or list(others.filter(pk__in=User.objects.managers().values("pk"))[:MOST_MANAGERS])
    begin = _("Customers feel this rule as a barrier because of the way we say it.")
    ask = _("How would you say it? First show that you understand, then say why, then what we can do.")
    called = ", ".join(f"@{person}" for person in people)
    text = f"{called}: {begin} {ask}" if called else f"{begin} {ask}"
    return _say(Comment(rule=rule, part="say", purpose=words, text=text[:TEXT_LIMIT]), people, by=by, now=now)


def needs_better_words(rule: Rule) -> bool:
    """Whether the enforcement check of a black rule says: a barrier, because of the words."""
    checked = rule.effect == Effect.BARRIER and rule.cause == Cause.WORDING
    return checked and rule.flexibility == Flexibility.BLACK


@transaction.atomic
def resolve(thread: Comment, *, by: User, now: datetime) -> Comment:
    """Close a thread; whoever does has seen it. Twice is once."""
    thread = _thread_of(thread)
    if thread.is_open:
        thread.resolved_by, thread.resolved_by_name, thread.resolved_at = by, str(by), now
        thread.save()
        _see(thread, by=by, now=now)
        _tell(thread, "resolved", by=by, now=now)
    return thread


@transaction.atomic
def reopen(thread: Comment, *, by: User, now: datetime) -> Comment:
    """Open a resolved thread again."""
    Rule.objects.select_for_update().get(pk=thread.rule_id)  # first, as the others do: one search at a time
    thread = _thread_of(thread)
    if thread.resolved_at is None or thread.erased_at:
        return thread
    if thread.purpose and Comment.objects.open().filter(rule=thread.rule_id, purpose=thread.purpose).exists():
        raise ValidationError(_("There's a newer open thread about this. Continue there."))
    thread.resolved_by, thread.resolved_by_name, thread.resolved_at = None, "", None
    thread.save()
    _tell(thread, "reopened", by=by, now=now)
    return thread


@transaction.atomic
def remove(said: Comment, *, by: User, now: datetime) -> Comment:
    """Erase the words of a comment for good. That somebody said something then, and had it removed, stays."""
    said = Comment.objects.select_for_update().get(pk=said.pk)
    if said.erased_at is None:
        said.text, said.erased_at = "", now
        said.save()
        said.mentions.all().delete()
        _tell(said, "comment removed", by=by, now=now)
    return said


@transaction.atomic
def done(thread: Comment, *, by: User, now: datetime) -> None:
    """Put a thread away: all that was said in it so far waits for ``by`` no longer."""
    _see(_thread_of(thread), by=by, now=now)


def _said_already(rule: Rule, text: str, client_key: UUID | None, by: User) -> Comment | None:
    """What an earlier click said in the same words; other words with the same key are said anew."""
    same = Comment.objects.filter(client_key=client_key, rule=rule, author=by, text=_plain(text))
    return same.first() if client_key else None


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _thread_of(said: Comment) -> Comment:
    """The comment that began the thread, held until the transaction ends."""
    return Comment.objects.select_for_update(of=("self",)).select_related("rule").get(pk=said.thread_key)


def _called(readers: QuerySet[User], text: str, people: Iterable[User]) -> list[User]:
    """Whom ``text`` names, and ``people``. Raises ValidationError where one of them is none of the ``readers``."""
    called, named = {person.pk: person for person in people}, named_in(text)
    asked = {*called, *(person.pk for namesakes in named for person in namesakes)}
    may_read = set(readers.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    if not called.keys() <= may_read:
        raise ValidationError({"people": _("Someone you chose can't read this rule.")})
    for namesakes in named:
        may = [person for person in namesakes if person.pk in may_read]
        if not may:
            words = _("%(name)s can't read this rule, so they wouldn't see your comment.") % {"name": namesakes[0]}
            raise ValidationError({"text": words})
        called |= {person.pk: person for person in may}
    return list(called.values())


def _say(said: Comment, people: Iterable[User], *, by: User, now: datetime) -> Comment:
    said.text = _plain(said.text)
    if not said.text:
        raise ValidationError({"text": _("Enter a comment.")})
    if said.client_key and Comment.objects.filter(client_key=said.client_key).exists():
        said.client_key = None  # of other words: this is no second click
    said.among_writers = bool(said.answer_to and said.answer_to.among_writers) or not known_to_staff(said.rule)
    said.author, said.author_name, said.at = by, str(by), now
    said.save()
    Mention.objects.bulk_create(Mention(comment=said, person=person) for person in people if person != by)
    _tell(said, "commented", by=by, now=now)
    return said


def _see(thread: Comment, *, by: User, now: datetime) -> None:
    """Mark as seen what calls ``by`` in a thread, and all of it where the rule is theirs."""
    said = Comment.objects.filter(Q(pk=thread.pk) | Q(answer_to=thread)).exclude(author=by)
    calls = Mention.objects.filter(person=by, comment__in=said)
    calls.filter(seen_at=None).update(seen_at=now)
    if thread.rule.owner_id == by.pk:
        others = said.exclude(mentions__person=by)
        seen = [Mention(comment=comment, person=by, seen_at=now) for comment in others]
        Mention.objects.bulk_create(seen, ignore_conflicts=True)


def _tell(said: Comment, verb: str, *, by: User, now: datetime) -> None:
    record(said.rule.subject, verb, by=by, now=now, after={"part": said.part, "comment": said.pk})
