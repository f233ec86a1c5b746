"""Questions and comments where the rule stands: one page, of which a script gets the part that changes."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.registry.views.base import RuleMovedError, find_rule
from policyhub.registry.visibility import is_known_to_staff, readers_of
from policyhub.ui.pages import add_errors, is_htmx

from . import actions as verbs
from .forms import CommentForm, ReplyForm
from .mentions import MOST_LIKELY, likely_to_be_asked
from .models import Comment
from .threads import threads_of

NEW_THREAD = 0  # stands for the form that begins a thread: no thread has this key


@dataclass
class DiscussionPage:
    """The discussion page of one rule, as one person sees it."""

    request: HttpRequest
    person: User
    rule: Rule

    def form(self, data: Any = None) -> CommentForm:
        keys = data.getlist("people") if data else []
        chosen_keys = [int(key) for key in keys[:MOST_LIKELY] if re.fullmatch(r"[0-9]{1,18}", key)]
        people = likely_to_be_asked(self.rule, self.person, chosen_keys)
        readers = readers_of(self.rule).exclude(pk=self.person.pk)
        initial = {"part": self.request.GET.get("part", "")}
        return CommentForm(data, initial=initial, auto_id="say-%s", rule=self.rule, readers=readers, people=people)

    def render(
        self,
        invalid_form: CommentForm | ReplyForm | None = None,
        *,
        focus: int | None = None,
        message: str = "",
        sent: int | None = None,
    ) -> HttpResponse:
        """The whole page, or for a script the part that changes. With an ``invalid_form`` the status is 422.

        ``focus``: the key of the comment that takes the focus; ``message``: what to say was done; ``sent``: the
        thread whose form was sent, NEW_THREAD for the form below them. Whatever else somebody has begun to type on
        the page stays as it is.
        """
        reply_form = invalid_form if isinstance(invalid_form, ReplyForm) else None
        if invalid_form is not None:
            sent = reply_form.thread if reply_form else NEW_THREAD
        threads = threads_of([self.rule], self.person)[self.rule.pk]
        for thread in threads:
            thread.keep = thread.pk != sent
            thread.form = reply_form if reply_form and reply_form.thread == thread.pk else ReplyForm(thread=thread.pk)
        context = {
            "rule": self.rule,
            "title": self.rule.title_for(self.person),
            "form": invalid_form,
            "focus": focus,
            "message": message,
            "opened": [thread for thread in threads if thread.is_open],
            "closed": [thread for thread in threads if not thread.is_open],
            "say": invalid_form if isinstance(invalid_form, CommentForm) else self.form(),
            "keep": sent != NEW_THREAD,
            "among_writers": not is_known_to_staff(self.rule),
        }
        return self._response(context, 422 if invalid_form else 200)

    def _response(self, context: dict[str, Any], status: int) -> HttpResponse:
        if is_htmx(self.request):
            response = render(self.request, "discussion/_discussion.html", context | {"fragment": True}, status=status)
        else:
            response = render(self.request, "discussion/discussion.html", context, status=status)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def after(self, comment: Comment, message: str, sent: int | None = None) -> HttpResponse:
        """Answer a change: a script gets the page with ``message`` and the focus on ``comment``, others a redirect."""
        if is_htmx(self.request):
            return self.render(focus=comment.pk, message=message, sent=sent)
        messages.success(self.request, message)
        return redirect(f"{reverse('discussion:thread', args=[self.rule.slug])}#{comment.anchor}")


def get_comment_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[DiscussionPage, Comment]:
    """The page, and the comment with this key, if this person may read it and its rule; else 404."""
    person = access.person_of(request)
    rule = get_object_or_404(Rule.objects.for_reader(person).select_related("owner", "team"), slug=slug)
    return DiscussionPage(request, person, rule), get_object_or_404(
        Comment.objects.for_reader(person), rule=rule, pk=pk
    )


def get_thread_or_404(request: HttpRequest, slug: str, pk: int) -> tuple[DiscussionPage, Comment]:
    page, comment = get_comment_or_404(request, slug, pk)
    return page, get_object_or_404(Comment.objects.threads(), pk=comment.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is said of a rule, and the form to say more."""
    person = access.person_of(request)
    try:
        page = DiscussionPage(request, person, find_rule(person, slug))
    except RuleMovedError as moved:
        return moved.response(request)
    if request.method != "POST":
        return page.render()
    form = page.form(request.POST)
    if form.is_valid():
        try:
            comment = verbs.comment(page.rule, **form.cleaned_data, by=person, now=timezone.now())
            return page.after(comment, notified_message(comment), NEW_THREAD)
        except ValidationError as problem:
            add_errors(form, problem)
    return page.render(form)


@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, comment = get_thread_or_404(request, slug, pk)
    form = ReplyForm(request.POST, thread=comment.pk)
    if form.is_valid():
        try:
            reply = verbs.answer(comment, **form.cleaned_data, by=page.person, now=timezone.now())
            return page.after(reply, notified_message(reply), comment.pk)
        except ValidationError as problem:
            add_errors(form, problem)
    return page.render(form)


def notified_message(comment: Comment) -> str:
    """The message for the author: who will see the comment in To do."""
    names = [str(mention.person) for mention in comment.mentions.select_related("person").order_by("person__name")]
    if not names:
        return _("Comment added.")
    if len(names) > 3:
        return _("Comment added. %(n)s people will see it in To do.") % {"n": len(names)}
    return _("Comment added. %(names)s will see it in To do.") % {"names": ", ".join(names)}


@require_POST
def resolve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, thread = get_thread_or_404(request, slug, pk)
    access.require(access.may_resolve(page.person, thread, page.rule))
    return page.after(verbs.resolve(thread, by=page.person, now=timezone.now()), _("Resolved."))


@require_POST
def reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, thread = get_thread_or_404(request, slug, pk)
    access.require(access.may_resolve(page.person, thread, page.rule))
    try:
        return page.after(verbs.reopen(thread, by=page.person, now=timezone.now()), _("Reopened."))
    except ValidationError as problem:
        return page.after(thread, problem.messages[0])


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, comment = get_comment_or_404(request, slug, pk)
    access.require(access.may_erase_text(page.person, comment))
    return page.after(verbs.remove(comment, by=page.person, now=timezone.now()), _("Text deleted."))


@require_POST
def done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a thread away; it is offered under To do."""
    page, thread = get_thread_or_404(request, slug, pk)
    verbs.mark_done(thread, by=page.person, now=timezone.now())
    return redirect("dashboard:to_do")


@require_POST
def find_words(request: HttpRequest, slug: str) -> HttpResponse:
    """Open the thread that looks for better words, or go to it if it is open already."""
    person = access.person_of(request)
    rule = get_object_or_404(Rule.objects.for_reader(person), slug=slug)
    access.require(access.may_write(person, rule))
    try:
        thread = verbs.find_better_words(rule, by=person, now=timezone.now())
        names = [str(mention.person) for mention in thread.mentions.select_related("person")]
        message = _("%(names)s will see it in To do.") if names else _("Started. There's nobody else to ask yet.")
        messages.success(request, message % {"names": ", ".join(names)})
        return redirect(thread)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(rule)
