"""What is said of a rule, as its page shows it, and what of it waits for somebody under To do."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.kinds import section_label
from policyhub.registry.models import Edition, Rule

from .models import Comment, Mention

TO_DO_LIMIT = 20  # of each list under To do


def threads_of(rules: Iterable[Rule], person: User) -> dict[int, list[Any]]:
    """The threads of each rule by its key, oldest first: each with its ``replies``, the words for its part, and what
    ``person`` may do with it. One query, for one rule as for a hundred."""
    rules_by_key = {rule.pk: rule for rule in rules}
    threads_by_rule: dict[int, list[Any]] = {key: [] for key in rules_by_key}
    threads_by_key: dict[int, Any] = {}
    comment: Any
    for comment in Comment.objects.for_reader(person).filter(rule__in=rules_by_key).order_by("at", "pk"):
        comment.may_remove = comment.erased_at is None and access.may_erase_text(person, comment)
        if comment.answer_to_id:
            threads_by_key[comment.answer_to_id].replies.append(comment)
            continue
        comment.replies, comment.part_words = [], section_label(comment.part)
        comment.may_settle = comment.erased_at is None and access.may_resolve(
            person, comment, rules_by_key[comment.rule_id]
        )
        threads_by_key[comment.pk] = comment
        threads_by_rule[comment.rule_id].append(comment)
    return threads_by_rule


def title_for(person: User, now: datetime, rule: str) -> Any:
    """The title of a rule as ``person`` may see it: the working text's for those who document, else the edition's."""
    if access.may_document(person):
        return F(f"{rule}__title")
    editions = Edition.objects.in_force(now).filter(rule=OuterRef(rule))
    return Coalesce(Subquery(editions.values("title")[:1]), F(f"{rule}__title"))


def unseen_mentions(person: User, now: datetime) -> list[Mention]:
    """Mentions of ``person``, and replies to them, not seen yet: the oldest of each thread, oldest first."""
    mentions = Mention.objects.filter(person=person, seen_at=None, comment__erased_at=None)
    mentions = mentions.filter(comment__rule__in=Rule.objects.for_reader(person))
    mentions = mentions.filter(comment__in=Comment.objects.for_reader(person))
    mentions = mentions.select_related("comment__rule").annotate(shown_title=title_for(person, now, "comment__rule"))
    first_of_thread: dict[int, Mention] = {}
    for mention in mentions.order_by("comment__at", "comment")[: TO_DO_LIMIT * 10]:
        first_of_thread.setdefault(mention.comment.thread_key, mention)
    return list(first_of_thread.values())[:TO_DO_LIMIT]


def open_questions_for(owner: User, now: datetime, mentions: Iterable[Mention] = ()) -> list[Comment]:
    """Open threads on rules of ``owner`` in which others wrote something new, without those of ``mentions``."""
    threads = (
        Comment.objects.for_reader(owner).open().filter(rule__owner=owner, rule__in=Rule.objects.for_reader(owner))
    )
    new_comments = Comment.objects.for_reader(owner).new_to(owner).filter(rule__owner=owner)
    has_news = Q(pk__in=new_comments.threads().values("pk")) | Q(
        pk__in=new_comments.filter(answer_to__isnull=False).values("answer_to")
    )
    already_listed = [mention.comment.thread_key for mention in mentions]
    threads = threads.filter(has_news).exclude(pk__in=already_listed).select_related("rule")
    return list(threads.annotate(shown_title=title_for(owner, now, "rule")).order_by("at", "pk")[:TO_DO_LIMIT])


def with_open_questions(rules: Any, person: User) -> Any:
    """Each rule with ``open_questions``: how many threads about it are open that ``person`` may read."""
    threads = Comment.objects.for_reader(person).open().filter(rule=OuterRef("pk")).order_by().values("rule")
    return rules.annotate(open_questions=Coalesce(Subquery(threads.annotate(n=Count("pk")).values("n")), 0))
