"""The beginnings of a new rule: its kind, or what is there already: a text, a story, a similar rule."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.accounts.models import Organisation
from policyhub.registry import writing
from policyhub.registry.kinds import kinds
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import Stage
from policyhub.touchpoints.forms import matching_rules
from policyhub.ui.pages import FormPageView

from .. import forms
from ..actions import copying
from .drafts import DraftsMixin

MOST_LISTED = 12


class ChooseKindView(FormPageView):
    """The first question about a new rule: what is it, and is one needed at all? Three beginnings stand below it."""

    form_class = forms.KindForm
    template_name = "authoring/new.html"
    heading = gettext_lazy("What type of rule is it?")
    button = gettext_lazy("Continue")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        access.require(access.may_document(access.person_of(request)))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"none_is_fine": True}

    def form_valid(self, form: Any) -> HttpResponse:
        kind = form.cleaned_data["kind"]
        if kind == forms.KindForm.NONE:
            message = _(
                "Then there's nothing to write. If customers meet you there, mark here that no rule is needed."
            )
            messages.success(self.request, message)
            return redirect("touchpoints:list")
        return redirect(f"{kinds[kind].model._meta.app_label}:create" if kind else "authoring:create")


class StarterView(DraftsMixin, FormPageView):
    """A page of which a new rule comes. For those who document."""

    template_name = "authoring/starter.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        access.require(access.may_document(self.person))
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        chosen_draft = self.chosen_draft()
        return (chosen_draft.typed.dict() if chosen_draft else {}) | {"client_key": uuid4()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.draft_context() | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.answer_about_draft() or super().post(request, *args, **kwargs)

    def begin(self, form: Any) -> Rule:
        """Write the rule."""
        text = form.text()
        text.values |= {"owner": self.person, "language": Organisation.current().language}
        key, kind = form.cleaned_data["client_key"], form.cleaned_data["kind"]
        return writing.write_new(kind, text, client_key=key, by=self.person, now=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        self.rule = self.begin(form)
        self.close_draft()
        messages.success(self.request, _("Saved as %(reference)s.") % {"reference": self.rule.reference})
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("authoring:write", args=[self.rule.slug])


class PasteView(StarterView):
    form_class = forms.PasteForm
    heading = gettext_lazy("Paste text")
    lead = gettext_lazy("For one rule. To add several at once, use Import.")
    button = gettext_lazy("Start with this text")


class StoryView(StarterView):
    form_class = forms.StoryForm
    heading = gettext_lazy("Tell a story")
    lead = gettext_lazy("Think of the last time it happened, and tell it as you'd tell a colleague.")
    button = gettext_lazy("Turn it into a rule")


class CopyRuleView(StarterView):
    """A rule with the text and the rows of another, decided by nobody yet."""

    form_class = forms.CopyForm
    template_name = "authoring/copy.html"
    heading = gettext_lazy("Copy a similar rule")
    button = gettext_lazy("Copy")

    def get_form_kwargs(self) -> dict[str, Any]:
        written = Rule.objects.for_reader(self.person).filter(stage=Stage.WRITTEN).defer("body", "customer_text")
        self.question = self.request.GET.get("q", "")[:200]
        matches = matching_rules(written, self.question).order_by("title", "pk")[: MOST_LISTED + 1]
        self.more = len(matches) > MOST_LISTED
        return super().get_form_kwargs() | {"rules": written, "listed_rules": list(matches)[:MOST_LISTED]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # which asks for the form, and so for what is shown
        return context | {"question": self.question, "more": self.more}

    def begin(self, form: Any) -> Rule:
        cleaned, now = form.cleaned_data, timezone.now()
        return copying.copy(
            cleaned["like"], cleaned["title"], client_key=cleaned["client_key"], by=self.person, now=now
        )
