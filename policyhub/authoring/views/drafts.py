"""What forms that keep drafts share: what somebody types is kept while it is typed, and offered again."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.ui.pages import parse_number

from ..actions import drafts
from ..actions.drafts import SubmittedDraft
from ..models import Draft

PAGE_FIELDS = {"csrfmiddlewaretoken", "draft", "sequence", "follows", "follows_sequence", "keep"}


class DraftsMixin:
    """Before a form is saved its page answers two more posts: ``keep`` keeps a draft, ``discard`` throws one away.

    Each opened form has a draft of its own, even one that goes on with another (``?draft=``).
    """

    request: HttpRequest
    person: User

    def stored_rule(self) -> Rule | None:
        """The stored rule that the form is about."""
        return None

    @property
    def place(self) -> str:
        """The page and the part that it asks: the same when the rule is renamed."""
        match = self.request.resolver_match
        assert match is not None  # the page was found by its address
        return " ".join(filter(None, [match.view_name, match.kwargs.get("part", "")]))

    def answer_about_draft(self) -> HttpResponse | None:
        """What the page answers to ``keep`` and ``discard``; None to any other post."""
        if "discard" in self.request.POST:
            return self.discard()
        return self.keep() if "keep" in self.request.POST else None

    def draft_context(self) -> dict[str, Any]:
        """Template context: the key of this form's draft, and the drafts that can be continued."""
        posted = self.request.POST
        context: dict[str, Any] = {
            "draft": as_uuid(posted.get("draft", "")) or uuid4(),
            "sequence": posted_number(posted, "sequence"),
            "follows": as_uuid(posted.get("follows", "")) or "",
            "follows_sequence": posted_number(posted, "follows_sequence"),
        }
        if self.request.method == "POST":
            return context
        if chosen_draft := self.chosen_draft():
            return context | {
                "follows": chosen_draft.pk,
                "follows_sequence": chosen_draft.sequence,
                "went_on": chosen_draft,
            }
        return context | {"drafts": list(self.open_drafts())}

    def open_drafts(self) -> Any:
        return Draft.objects.open().filter(person=self.person, place=self.place, rule=self.stored_rule())

    def chosen_draft(self) -> Draft | None:
        """The draft that somebody wants to go on with."""
        key = as_uuid(self.request.GET.get("draft", ""))
        chosen: Draft | None = self.open_drafts().filter(pk=key).first() if key else None
        return chosen

    def submitted_draft(self, key: UUID) -> SubmittedDraft:
        """What the form says of itself, to be kept or closed as a draft."""
        posted = self.request.POST
        numbers = {name: posted_number(posted, name) for name in ("sequence", "version", "follows_sequence")}
        follows = as_uuid(posted.get("follows", ""))
        data, rule = form_data(posted), self.stored_rule()
        return SubmittedDraft(key, self.place, data=data, rule=rule, follows=follows, **numbers)

    def keep(self) -> HttpResponse:
        """Keep what was typed, and say how it looks. Nothing of it is saved."""
        key = as_uuid(self.request.POST.get("draft", ""))
        if key is None or not drafts.keep(self.submitted_draft(key), by=self.person, now=timezone.now()):
            return HttpResponse(status=410)  # saved or thrown away meanwhile
        return render(self.request, "authoring/_autosaved.html", {"kept_at": timezone.now(), **self.preview_typed()})

    def preview_typed(self) -> dict[str, Any]:
        """What the page shows beside the form, for what was typed."""
        return {}

    def close_draft(self) -> None:
        """The form was saved."""
        if key := as_uuid(self.request.POST.get("draft", "")):
            drafts.close(self.submitted_draft(key), by=self.person, now=timezone.now())

    def discard(self) -> HttpResponse:
        if key := as_uuid(self.request.POST["discard"]):
            drafts.close(SubmittedDraft(key, self.place, sequence=0), by=self.person, now=timezone.now())
        return redirect(self.request.path)


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def posted_number(posted: QueryDict, name: str) -> int:
    return max(0, parse_number(posted.get(name, "")))


def form_data(posted: QueryDict) -> str:
    """What the form holds, without what is only about the page."""
    data = posted.copy()
    for name in PAGE_FIELDS:
        data.pop(name, None)
    return data.urlencode()
