"""Capture, write, change kind, decide."""

from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import View

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.pages import FormPage

from .. import actions, forms, rowsets
from ..kinds import kinds
from ..models import Rule, RuleLink, Touchpoint
from .base import Moved, RulePage, find_rule


class Capture(FormPage):
    """Anybody notes down a rule that is not written yet."""

    form_class = forms.CaptureForm
    heading = gettext_lazy("Note down an unwritten rule")
    lead = gettext_lazy("Two lines are enough. A manager takes it from there, and your name stays with it.")
    button = gettext_lazy("Note it down")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.request.GET.get("title", "")[:200]}

    def form_valid(self, form: Any) -> HttpResponse:
        person = access.person_of(self.request)
        rule = actions.capture(**form.cleaned_data, by=person, now=timezone.now())
        messages.success(self.request, _("Noted. “%(title)s” waits to be written.") % {"title": rule.title})
        return redirect(rule)


class ChooseKind(FormPage):
    """The first question about a new rule: what is it?"""

    form_class = forms.KindForm
    heading = gettext_lazy("What kind of rule is it?")
    button = gettext_lazy("Go on")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        access.require(access.may_document(access.person_of(request)))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        kind = form.cleaned_data["kind"]
        return redirect(f"{kinds[kind].model._meta.app_label}:create" if kind else "rule_create")


class EditorPage(View):
    """The whole form of a rule. A button that arranges rows shows it again, as typed."""

    kind = ""

    def heading(self, rule: Rule) -> str:
        return rule.title if rule.pk else _("A new rule")

    def show(self, editor: forms.RuleEditor, *, status: int = 200, **extra: Any) -> HttpResponse:
        context = {
            "editor": editor,
            "form": editor.form,
            "all_forms": editor.every_form() if status == 422 else [],
            "rule": editor.rule,
            "heading": self.heading(editor.rule),
            "version": editor.rule.version,
            "client_key": self.request.POST.get("client_key") or uuid4(),
        }
        return render(self.request, "registry/edit.html", context | extra, status=status)

    def arranged(self, rule: Rule) -> HttpResponse:
        data = rowsets.arrange(self.request.POST, self.request.POST["arrange"])
        editor = forms.RuleEditor(rule, self.kind_of(rule), data)
        rowsets.as_typed(*editor.every_form())
        return self.show(editor, version=self.request.POST.get("version", rule.version))

    def kind_of(self, rule: Rule) -> str:
        return rule.kind if rule.pk else self.kind


class Create(EditorPage):
    """Write a new rule. Each kind's app binds it with its own kind."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        access.require(access.may_document(access.person_of(request)))
        self.rule = Rule(owner=access.person_of(request), language=Organisation.the().language)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        editor = forms.RuleEditor(self.rule, self.kind)
        if (touchpoint := self.touchpoint()) is not None:
            editor.form.initial["title"] = touchpoint.name
        return self.show(editor)

    def touchpoint(self) -> Touchpoint | None:
        """What the rule is written for, if its page was opened from there."""
        key = rowsets.number(self.request.GET.get("touchpoint", ""))
        return Touchpoint.objects.live().filter(pk=key).first()

    def post(self, request: HttpRequest) -> HttpResponse:
        if "arrange" in request.POST:
            return self.arranged(self.rule)
        editor = forms.RuleEditor(self.rule, self.kind, request.POST)
        if not editor.is_valid():
            return self.show(editor, status=422)
        key = as_uuid(request.POST.get("client_key", ""))
        person = access.person_of(request)
        rule = actions.write_new(self.kind, editor.text(), client_key=key, by=person, now=timezone.now())
        if (touchpoint := self.touchpoint()) is not None:
            with suppress(actions.Stale):  # it was dropped meanwhile; the rule stands by itself
                actions.touchpoints.link_rules(touchpoint, add=[rule], by=person, now=timezone.now())
        messages.success(request, _("Saved as %(reference)s.") % {"reference": rule.reference})
        return redirect(rule)


def as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Edit(EditorPage):
    """Change a rule's working text. Saved over somebody else's save, it shows both texts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        person = access.person_of(request)
        try:
            self.rule = find_rule(person, kwargs["slug"])
        except Moved as moved:
            return moved.response(request)
        access.require(access.may_write(person, self.rule))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return self.show(forms.RuleEditor(self.rule, self.rule.kind))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if "arrange" in request.POST:
            return self.arranged(self.rule)
        version = request.POST.get("version", "")
        editor = forms.RuleEditor(self.rule, self.rule.kind, request.POST)
        if not editor.is_valid():
            return self.show(editor, status=422, version=version)
        person = access.person_of(request)
        expected = rowsets.number(version)
        try:
            rule = actions.write(self.rule, editor.text(), version=expected, by=person, now=timezone.now())
        except (actions.Stale, IntegrityError):
            return self.both_texts(request, slug)
        messages.success(request, _("Saved. Staff see the new text once it is in force."))
        return redirect(rule)

    def both_texts(self, request: HttpRequest, slug: str) -> HttpResponse:
        """What is stored now beside what was typed; saving again keeps what was typed."""
        stored = Rule.objects.get(pk=self.rule.pk)
        editor = forms.RuleEditor(stored, stored.kind, request.POST)
        editor.is_valid()
        return self.show(editor, status=409, differences=editor.differences(), stored=stored)


class ChangeKind(RulePage):
    """Make a rule a policy, procedure or standard while that is still open."""

    form_class = forms.KindForm
    heading = gettext_lazy("What kind of rule is it?")
    button = gettext_lazy("Change it")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("What its present kind asked for beside the text (steps, measures, alternatives) is removed.")
        return super().get_context_data(**{"lead": lead if self.rule.kind else ""} | kwargs)

    def allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def act(self, form: Any) -> None:
        actions.change_kind(self.rule, form.cleaned_data["kind"], by=self.person, now=timezone.now())


class Links(RulePage):
    """How this rule stands to others: what carries it out, what measures it."""

    form_class = forms.LinkForm
    template_name = "registry/links.html"
    heading = gettext_lazy("Links to other rules")
    button = gettext_lazy("Add the link")

    def allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    def get_form_kwargs(self) -> dict[str, Any]:
        rules = Rule.objects.for_reader(self.person).exclude(pk=self.rule.pk).only("title")
        return super().get_form_kwargs() | {"rules": rules, "instance": RuleLink(from_rule=self.rule)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readable = Rule.objects.for_reader(self.person)
        links = self.rule.links.filter(to_rule__in=readable).select_related("to_rule")
        return super().get_context_data(links=links, **kwargs)

    def act(self, form: Any) -> None:
        cleaned = form.cleaned_data
        actions.link(self.rule, cleaned["to_rule"], cleaned["kind"], by=self.person, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("rule_links", args=[self.rule.slug])


@require_POST
def unlink(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = access.person_of(request)
    rule = get_object_or_404(Rule.objects.for_reader(person), slug=slug)
    access.require(access.may_write(person, rule))
    actions.unlink(rule, pk, by=person, now=timezone.now())
    return redirect("rule_links", slug=slug)
