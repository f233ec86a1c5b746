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
from policyhub.registry.views.base import Moved, find_rule
from policyhub.registry.visibility import known_to_staff, readers_of
from policyhub.ui.pages import add_problem, is_htmx

from . import actions as verbs
from .forms import AnswerForm, SayForm
from .mentions import MOST_LIKELY, likely_to_be_asked
from .models import Comment
from .threads import threads_of

NEW = 0  # no thread's key: the form that begins one


@dataclass
class Page:
    """The discussion of one rule, as one person sees it."""

    request: HttpRequest
    person: User
    rule: Rule

    def form(self, data: Any = None) -> SayForm:
        keys = data.getlist("people") if data else []
        chosen = [int(key) for key in keys[:MOST_LIKELY] if re.fullmatch(r"[0-9]{1,18}", key)]
        people = likely_to_be_asked(self.rule, self.person, chosen)
        readers = readers_of(self.rule).exclude(pk=self.person.pk)
        about = {"part": self.request.GET.get("part", "")}
        return SayForm(data, initial=about, auto_id="say-%s", rule=self.rule, readers=readers, people=people)

    def shown(self, wrong: SayForm | AnswerForm | None = None, **after: Any) -> HttpResponse:
        """All of it, or the part that a script asks for. A form that was filled in badly comes back with 422.

        ``after`` what was done: ``at``, the key of the comment that takes the focus; ``told``, what to say of it;
        ``sent``, the thread whose form was sent, 0 for the form below them. What else somebody has begun to type
        on the page stays as it is.
        """
        answer = wrong if isinstance(wrong, AnswerForm) else None
        sent = after.get("sent") if wrong is None else answer.thread if answer else NEW
        threads = threads_of([self.rule], self.person)[self.rule.pk]
        for thread in threads:
            thread.keep = thread.pk != sent
            thread.form = answer if answer and answer.thread == thread.pk else AnswerForm(thread=thread.pk)
        context = {"rule": self.rule, "title": self.rule.title_for(self.person), "form": wrong, **after}
        context |= {"opened": [t for t in threads if t.is_open], "closed": [t for t in threads if not t.is_open]}
        context |= {"say": wrong if isinstance(wrong, SayForm) else self.form(), "keep": sent != NEW}
        context["among_writers"] = not known_to_staff(self.rule)
        return self.rendered(context, 422 if wrong else 200)

    def rendered(self, context: dict[str, Any], status: int) -> HttpResponse:
        if is_htmx(self.request):
            response = render(self.request, "discussion/_discussion.html", context | {"fragment": True}, status=status)
        else:
            response = render(self.request, "discussion/discussion.html", context, status=status)
        patch_vary_headers(response, ["HX-Request"])
        return response

    def after(self, said: Comment, told: str, sent: int | None = None) -> HttpResponse:
        """Back at the comment: for a script the part that changed, else the page itself."""
        if is_htmx(self.request):
            return self.shown(at=said.pk, told=told, sent=sent)
        messages.success(self.request, told)
        return redirect(f"{reverse('rule_discussion', args=[self.rule.slug])}#{said.anchor}")


def at_comment(request: HttpRequest, slug: str, pk: int) -> tuple[Page, Comment]:
    """The page, and the comment with this key, if this person may read it and its rule; else 404."""
    person = access.person_of(request)
    rule = get_object_or_404(Rule.objects.for_reader(person).select_related("owner", "team"), slug=slug)
    return Page(request, person, rule), get_object_or_404(Comment.objects.for_reader(person), rule=rule, pk=pk)


def at_thread(request: HttpRequest, slug: str, pk: int) -> tuple[Page, Comment]:
    page, said = at_comment(request, slug, pk)
    return page, get_object_or_404(Comment.objects.threads(), pk=said.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """All that is said of a rule, and the form to say more."""
    person = access.person_of(request)
    try:
        page = Page(request, person, find_rule(person, slug))
    except Moved as moved:
        return moved.response(request)
    if request.method != "POST":
        return page.shown()
    form = page.form(request.POST)
    if form.is_valid():
        try:
            said = verbs.comment(page.rule, **form.cleaned_data, by=person, now=timezone.now())
            return page.after(said, said_to(said), NEW)
        except ValidationError as problem:
            add_problem(form, problem)
    return page.shown(form)


@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, asked = at_thread(request, slug, pk)
    form = AnswerForm(request.POST, thread=asked.pk)
    if form.is_valid():
        try:
            said = verbs.answer(asked, **form.cleaned_data, by=page.person, now=timezone.now())
            return page.after(said, said_to(said), asked.pk)
        except ValidationError as problem:
            add_problem(form, problem)
    return page.shown(form)


def said_to(said: Comment) -> str:
    """Who finds it under To do, told to whoever wrote it."""
    names = [str(mention.person) for mention in said.mentions.select_related("person").order_by("person__name")]
    if not names:
        return _("Comment added.")
    if len(names) > 3:
        return _("Comment added. %(n)s people will see it in To do.") % {"n": len(names)}
    return _("Comment added. %(names)s will see it in To do.") % {"names": ", ".join(names)}


@require_POST
def resolve(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, thread = at_thread(request, slug, pk)
    access.require(access.may_settle(page.person, thread, page.rule))
    return page.after(verbs.resolve(thread, by=page.person, now=timezone.now()), _("Resolved."))


@require_POST
def reopen(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, thread = at_thread(request, slug, pk)
    access.require(access.may_settle(page.person, thread, page.rule))
    try:
        return page.after(verbs.reopen(thread, by=page.person, now=timezone.now()), _("Reopened."))
    except ValidationError as problem:
        return page.after(thread, problem.messages[0])


@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    page, said = at_comment(request, slug, pk)
    access.require(access.may_remove_words(page.person, said))
    return page.after(verbs.remove(said, by=page.person, now=timezone.now()), _("Text deleted."))


@require_POST
def done(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Put a thread away; it is offered under To do."""
    page, thread = at_thread(request, slug, pk)
    verbs.done(thread, by=page.person, now=timezone.now())
    return redirect("to_do")


@require_POST
def find_words(request: HttpRequest, slug: str) -> HttpResponse:
    """One click opens the search for better words, or leads to it where it is open."""
    person = access.person_of(request)
    rule = get_object_or_404(Rule.objects.for_reader(person), slug=slug)
    access.require(access.may_write(person, rule))
    try:
        thread = verbs.find_better_words(rule, by=person, now=timezone.now())
        called = [str(mention.person) for mention in thread.mentions.select_related("person")]
        words = _("%(names)s will see it in To do.") if called else _("Started. There's nobody else to ask yet.")
        messages.success(request, words % {"names": ", ".join(called)})
        return redirect(thread)
    except ValidationError as problem:
        messages.error(request, problem.messages[0])
        return redirect(rule)
