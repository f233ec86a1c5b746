"""What is said of a rule, as its page shows it, and what of it waits for somebody under To do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.kinds import part_words
from policyhub.registry.models import Edition, Rule

from .models import Comment, Mention

SHOWN = 20  # of each list under To do


def threads_of(of: Iterable[Rule], person: User) -> dict[int, list[Any]]:
    """The threads of each rule by its key, oldest first: each with its ``replies``, the words for its part, and what
    ``person`` may do with it. One query, for one rule as for a hundred."""
    rules = {rule.pk: rule for rule in of}
    found: dict[int, list[Any]] = {key: [] for key in rules}
    threads: dict[int, Any] = {}
    said: Any
    for said in Comment.objects.for_reader(person).filter(rule__in=rules).order_by("at", "pk"):
        said.may_remove = said.erased_at is None and access.may_remove_words(person, said)
        if said.answer_to_id:
            threads[said.answer_to_id].replies.append(said)
            continue
        said.replies, said.part_words = [], part_words(said.part)
        said.may_settle = said.erased_at is None and access.may_settle(person, said, rules[said.rule_id])
        threads[said.pk] = said
        found[said.rule_id].append(said)
    return found


def title_for(person: User, now: datetime, rule: str) -> Any:
    """The title of a rule as ``person`` may see it: the working text's for those who document, else the edition's."""
    if access.may_document(person):
        return F(f"{rule}__title")
    editions = Edition.objects.in_force(now).filter(rule=OuterRef(rule))
    return Coalesce(Subquery(editions.values("title")[:1]), F(f"{rule}__title"))


def calls_for(person: User, now: datetime) -> list[Mention]:
    """What names ``person`` or answers them and is not seen yet: the oldest of each thread, oldest first."""
    calls = Mention.objects.filter(person=person, seen_at=None, comment__erased_at=None)
    calls = calls.filter(comment__rule__in=Rule.objects.for_reader(person))
    calls = calls.filter(comment__in=Comment.objects.for_reader(person))
    calls = calls.select_related("comment__rule").annotate(shown_title=title_for(person, now, "comment__rule"))
    first: dict[int, Mention] = {}
    for call in calls.order_by("comment__at", "comment")[: SHOWN * 10]:
        first.setdefault(call.comment.thread_key, call)
    return list(first.values())[:SHOWN]


def questions_for(owner: User, now: datetime, calls: Iterable[Mention] = ()) -> list[Comment]:
    """Open threads on the rules of ``owner`` in which others said something new; without those among ``calls``."""
    threads = (
        Comment.objects.for_reader(owner).open().filter(rule__owner=owner, rule__in=Rule.objects.for_reader(owner))
    )
    new = Comment.objects.for_reader(owner).new_to(owner).filter(rule__owner=owner)
    fresh = Q(pk__in=new.threads().values("pk")) | Q(pk__in=new.filter(answer_to__isnull=False).values("answer_to"))
    listed = [call.comment.thread_key for call in calls]
    threads = threads.filter(fresh).exclude(pk__in=listed).select_related("rule")
    return list(threads.annotate(shown_title=title_for(owner, now, "rule")).order_by("at", "pk")[:SHOWN])


def with_open_questions(rules: Any, person: User) -> Any:
    """Each rule with ``open_questions``: how many threads about it are open that ``person`` may read."""
    threads = Comment.objects.for_reader(person).open().filter(rule=OuterRef("pk")).order_by().values("rule")
    return rules.annotate(open_questions=Coalesce(Subquery(threads.annotate(n=Count("pk")).values("n")), 0))
