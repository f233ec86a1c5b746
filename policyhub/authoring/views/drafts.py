"""What forms that keep drafts share: what somebody types is kept while it is typed, and offered again."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from policyhub.accounts.models import User
from policyhub.registry.models import Rule
from policyhub.ui.pages import number

from ..actions import drafts
from ..actions.drafts import Typed
from ..models import Draft

OF_THE_PAGE = {"csrfmiddlewaretoken", "draft", "sequence", "follows", "follows_sequence", "keep"}


class KeepsDrafts:
    """Before a form is saved its page answers two more posts: ``keep`` keeps a draft, ``discard`` throws one away.

    Each opened form has a draft of its own, even one that goes on with another (``?draft=``).
    """

    request: HttpRequest
    person: User

    def draft_rule(self) -> Rule | None:
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

    def draft_words(self) -> dict[str, Any]:
        """What the page has to say of its draft: the new one's key, and those that are there."""
        posted = self.request.POST
        words: dict[str, Any] = {
            "draft": as_uuid(posted.get("draft", "")) or uuid4(),
            "sequence": count(posted, "sequence"),
            "follows": as_uuid(posted.get("follows", "")) or "",
            "follows_sequence": count(posted, "follows_sequence"),
        }
        if self.request.method == "POST":
            return words
        if chosen := self.chosen_draft():
            return words | {"follows": chosen.pk, "follows_sequence": chosen.sequence, "went_on": chosen}
        return words | {"drafts": list(self.open_drafts())}

    def open_drafts(self) -> Any:
        return Draft.objects.open().filter(person=self.person, place=self.place, rule=self.draft_rule())

    def chosen_draft(self) -> Draft | None:
        """The draft that somebody wants to go on with."""
        key = as_uuid(self.request.GET.get("draft", ""))
        found: Draft | None = self.open_drafts().filter(pk=key).first() if key else None
        return found

    def typed(self, key: UUID) -> Typed:
        """What the form says of itself, to be kept or closed as a draft."""
        posted = self.request.POST
        numbers = {name: count(posted, name) for name in ("sequence", "version", "follows_sequence")}
        follows = as_uuid(posted.get("follows", ""))
        data, rule = form_data(posted), self.draft_rule()
        return Typed(key, self.place, data=data, rule=rule, follows=follows, **numbers)

    def keep(self) -> HttpResponse:
        """Keep what was typed, and say how it looks. Nothing of it is saved."""
        key = as_uuid(self.request.POST.get("draft", ""))
        if key is None or not drafts.keep(self.typed(key), by=self.person, now=timezone.now()):
            return HttpResponse(status=410)  # saved or thrown away meanwhile
        return render(self.request, "authoring/_autosaved.html", {"kept_at": timezone.now(), **self.looks_typed()})

    def looks_typed(self) -> dict[str, Any]:
        """What the page shows beside the form, for what was typed."""
        return {}

    def close_draft(self) -> None:
        """The form was saved."""
        if key := as_uuid(self.request.POST.get("draft", "")):
            drafts.close(self.typed(key), by=self.person, now=timezone.now())

    def discard(self) -> HttpResponse:
        if key := as_uuid(self.request.POST["discard"]):
            drafts.close(Typed(key, self.place, sequence=0), by=self.person, now=timezone.now())
        return redirect(self.request.path)


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def count(posted: QueryDict, name: str) -> int:
    return max(0, number(posted.get(name, "")))


def form_data(posted: QueryDict) -> str:
    """What the form holds, without what is only about the page."""
    data = posted.copy()
    for name in OF_THE_PAGE:
        data.pop(name, None)
    return data.urlencode()
