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
mark done           any                      as it was, and seen by one person; this leaves no event
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
from policyhub.registry.kinds import section_label
from policyhub.registry.models import Flexibility, Rule
from policyhub.registry.models.rule import Cause, Effect
from policyhub.registry.visibility import is_known_to_staff, readers_of

from .mentions import people_mentioned
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
    text mentions. The same key twice is one comment."""
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    if existing := _existing_comment(rule, text, client_key, by):
        return existing
    if part and not section_label(part):
        raise ValidationError({"part": _("This rule has no such part.")})
    new_comment = Comment(rule=rule, part=part, text=text, client_key=client_key)
    return _save_comment(new_comment, _people_to_notify(readers_of(rule), text, people), by=by, now=now)


@transaction.atomic
def answer(comment: Comment, text: str, *, client_key: UUID | None = None, by: User, now: datetime) -> Comment:
    """Answer in the thread of ``asked``. Everybody who spoke in it is told, and whoever the text names."""
    rule = Rule.objects.select_for_update().get(pk=comment.rule_id)
    if existing := _existing_comment(rule, text, client_key, by):
        return existing
    thread = _thread_of(comment)
    if thread.erased_at:
        raise ValidationError({"text": _("The comment you're replying to was deleted. Start a new one.")})
    readers = readers_of(rule, among_writers=thread.among_writers)
    spoke = readers.filter(Q(comments=thread) | Q(comments__answer_to=thread)).distinct()
    reply = Comment(rule=rule, part=thread.part, answer_to=thread, text=text, client_key=client_key)
    reply = _save_comment(reply, _people_to_notify(readers, text, spoke), by=by, now=now)
    _mark_seen(thread, by=by, now=now)
    return reply


@transaction.atomic
def find_better_words(rule: Rule, *, by: User, now: datetime) -> Comment:
    """Open the search for better words with the owner and the leads of the team, or where there are none with other
    managers; if it is open already, that is it.

    Raises ValidationError where the enforcement check does not say that the words make the rule a barrier.
    """
    rule = Rule.objects.select_for_update().get(pk=rule.pk)
    purpose = Comment.Purpose.WORDS
    if existing := Comment.objects.open().filter(rule=rule, purpose=purpose).first():
        return existing
    if not needs_better_words(rule):
        raise ValidationError(_("The enforcement check doesn't say that the wording is the barrier."))
    leads = Membership.objects.filter(team=rule.team_id, role=Role.LEAD).values("person")
    others = readers_of(rule).exclude(pk=by.pk)
    people = list(others.filter(Q(pk=rule.owner_id) | Q(pk__in=leads)))
    people = people or list(others.filter(pk__in=User.objects.managers().values("pk"))[:MOST_MANAGERS])
    introduction = _("Customers feel this rule as a barrier because of the way we say it.")
    request = _("How would you say it? First show that you understand, then say why, then what we can do.")
    names = ", ".join(f"@{person}" for person in people)
    text = f"{names}: {introduction} {request}" if names else f"{introduction} {request}"
    return _save_comment(
        Comment(rule=rule, part="say", purpose=purpose, text=text[:TEXT_LIMIT]), people, by=by, now=now
    )


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
        _mark_seen(thread, by=by, now=now)
        _record(thread, "resolved", by=by, now=now)
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
    _record(thread, "reopened", by=by, now=now)
    return thread


@transaction.atomic
def remove(comment: Comment, *, by: User, now: datetime) -> Comment:
    """Erase the words of a comment for good. That somebody said something then, and had it removed, stays."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.erased_at is None:
        comment.text, comment.erased_at = "", now
        comment.save()
        comment.mentions.all().delete()
        _record(comment, "comment removed", by=by, now=now)
    return comment


@transaction.atomic
def mark_done(thread: Comment, *, by: User, now: datetime) -> None:
    """Take a thread off the To do list of ``by``, until somebody writes in it again."""
    _mark_seen(_thread_of(thread), by=by, now=now)


def _existing_comment(rule: Rule, text: str, client_key: UUID | None, by: User) -> Comment | None:
    """The comment that an earlier click saved with this key and text; None if the text differs."""
    matches = Comment.objects.filter(client_key=client_key, rule=rule, author=by, text=_plain(text))
    return matches.first() if client_key else None


def _plain(text: str) -> str:
    return text.replace("\0", "").strip()


def _thread_of(comment: Comment) -> Comment:
    """The comment that began the thread, held until the transaction ends."""
    return Comment.objects.select_for_update(of=("self",)).select_related("rule").get(pk=comment.thread_key)


def _people_to_notify(readers: QuerySet[User], text: str, people: Iterable[User]) -> list[User]:
    """``people``, and whom ``text`` mentions. Raises ValidationError if one of them is not among ``readers``."""
    notified, mentioned = {person.pk: person for person in people}, people_mentioned(text)
    keys = {*notified, *(person.pk for namesakes in mentioned for person in namesakes)}
    reader_keys = set(readers.filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
    if not notified.keys() <= reader_keys:
        raise ValidationError({"people": _("Someone you chose can't read this rule.")})
    for namesakes in mentioned:
        allowed = [person for person in namesakes if person.pk in reader_keys]
        if not allowed:
            message = _("%(name)s can't read this rule, so they wouldn't see your comment.") % {"name": namesakes[0]}
            raise ValidationError({"text": message})
        notified |= {person.pk: person for person in allowed}
    return list(notified.values())


def _save_comment(comment: Comment, people: Iterable[User], *, by: User, now: datetime) -> Comment:
    comment.text = _plain(comment.text)
    if not comment.text:
        raise ValidationError({"text": _("Enter a comment.")})
    if comment.client_key and Comment.objects.filter(client_key=comment.client_key).exists():
        comment.client_key = None  # of other words: this is no second click
    comment.among_writers = bool(comment.answer_to and comment.answer_to.among_writers) or not is_known_to_staff(
        comment.rule
    )
    comment.author, comment.author_name, comment.at = by, str(by), now
    comment.save()
    Mention.objects.bulk_create(Mention(comment=comment, person=person) for person in people if person != by)
    _record(comment, "commented", by=by, now=now)
    return comment


def _mark_seen(thread: Comment, *, by: User, now: datetime) -> None:
    """Mark what mentions ``by`` in a thread as seen, and all of the thread if they own the rule."""
    comments = Comment.objects.filter(Q(pk=thread.pk) | Q(answer_to=thread)).exclude(author=by)
    mentions = Mention.objects.filter(person=by, comment__in=comments)
    mentions.filter(seen_at=None).update(seen_at=now)
    if thread.rule.owner_id == by.pk:
        unmentioned = comments.exclude(mentions__person=by)
        rows = [Mention(comment=comment, person=by, seen_at=now) for comment in unmentioned]
        Mention.objects.bulk_create(rows, ignore_conflicts=True)


def _record(comment: Comment, verb: str, *, by: User, now: datetime) -> None:
    record(comment.rule.subject, verb, by=by, now=now, after={"part": comment.part, "comment": comment.pk})
