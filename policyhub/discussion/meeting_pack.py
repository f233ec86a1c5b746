"""A pack of rules for a team's meeting: read on a page, printed from the browser, written on by hand."""

import re
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.registry.content import drafts
from policyhub.registry.models import Edition, Rule
from policyhub.registry.views.listing import in_register

from .forms import MeetingPackForm
from .models import Comment
from .threads import threads_of

MOST_RULES = 100  # rules in a pack: more than a meeting talks about
EVERYTHING = {"card": True, "reasons": True, "questions": True, "lines": True}


@require_safe
def meeting_pack(request: HttpRequest) -> HttpResponse:
    """The chosen rules; without a choice those with open questions. Before the form is sent, all of it is shown."""
    person = access.person_of(request)
    access.require(access.may_document(person))
    form = MeetingPackForm(request.GET if "made" in request.GET else EVERYTHING)
    form.is_valid()
    references = [name for name in request.GET.getlist("chosen") if re.fullmatch(r"R-\d{3,9}", name)]
    rules = rules_for(person, references)
    sheets = sheets_of(rules[:MOST_RULES], person, timezone.now())
    context = {"form": form, "shown": form.cleaned_data, "sheets": sheets, "chosen": references}
    context |= {"today": timezone.localdate(), "most": MOST_RULES if len(rules) > MOST_RULES else 0}
    return render(request, "discussion/meeting_pack.html", context)


def rules_for(person: User, references: list[str]) -> list[Rule]:
    """The chosen rules, or those with open questions, by title. Retired ones are left out."""
    rules: Any = in_register(person).filter(retired=False)
    if references:
        rules = rules.filter(reference__in=references)
    else:
        rules = rules.filter(Exists(Comment.objects.open().filter(rule=OuterRef("pk"))))
    return list(rules.select_related("owner", "team").order_by("title", "pk")[: MOST_RULES + 1])


def sheets_of(rules: list[Rule], person: User, now: datetime) -> list[dict[str, Any]]:
    """Each rule as staff see it, or as it is written where nothing is in force, with its open questions."""
    editions = Edition.objects.in_force(now).filter(rule__in=rules).prefetch_related("signoffs")
    in_force = {edition.rule_id: edition for edition in editions}
    threads = threads_of(rules, person)
    written = drafts([rule for rule in rules if rule.pk not in in_force])
    sheets = []
    for rule in rules:
        edition = in_force.get(rule.pk)
        content = edition.content_data if edition else written[rule.pk]
        questions = [thread for thread in threads[rule.pk] if thread.is_open]
        sheets.append({"rule": rule, "edition": edition, "said": content, "questions": questions})
    return sheets
