"""Writing a rule: one part of it a page, or the whole form. What is typed is kept as a draft while it is typed."""

from contextlib import suppress
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from policyhub.accounts import access
from policyhub.accounts.models import Organisation
from policyhub.classifier import advise
from policyhub.registry import writing
from policyhub.registry.content import draft
from policyhub.registry.kinds import find_section
from policyhub.registry.models import Rule
from policyhub.registry.sections import SENTENCE, Section
from policyhub.registry.views.base import RuleMovedError, find_rule
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints.models import Touchpoint
from policyhub.ui import pages
from policyhub.ui.pages import parse_number
from policyhub.ui.races import stale_if_somebody_was_first

from .. import forms, nested_formsets
from ..actions import advice
from ..duplicates import similar_rules
from ..progress import next_task
from .drafts import DraftsMixin, as_uuid


class RuleEditorView(DraftsMixin, View):
    """A form of a rule. A button that arranges rows shows it again, as typed."""

    kind = ""
    part: Section | None = None
    template = "authoring/edit.html"
    rule: Rule

    def heading(self, rule: Rule) -> str:
        return rule.title if rule.pk else _("New rule")

    def stored_rule(self) -> Rule | None:
        return self.rule if self.rule.pk else None

    def editor(self, rule: Rule, data: Any = None) -> forms.RuleEditor:
        return forms.RuleEditor(rule, rule.kind if rule.pk else self.kind, data, self.part)

    def show(self, editor: forms.RuleEditor, *, status: int = 200, **extra: Any) -> HttpResponse:
        posted = self.request.POST
        context = {
            "editor": editor,
            "form": editor.form,
            "part": self.part,
            "all_forms": editor.every_form() if status == 422 else [],
            "rule": editor.rule,
            "kind": editor.kind,
            "heading": self.heading(editor.rule),
            "version": editor.rule.version,
            "client_key": posted.get("client_key") or uuid4(),
            **self.draft_context(),
        }
        return render(self.request, self.template, context | extra, status=status)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        chosen_draft = self.chosen_draft()
        if chosen_draft is None:
            return self.show(self.blank())
        editor = self.editor(self.rule, chosen_draft.typed)
        nested_formsets.skip_validation(*editor.every_form())
        return self.show(editor, version=chosen_draft.version)

    def blank(self) -> forms.RuleEditor:
        """The form before anything is typed."""
        return self.editor(self.rule)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if about_draft := self.answer_about_draft():
            return about_draft
        if "arrange" in request.POST:
            return self.show_arranged()
        return self.save(self.editor(self.rule, request.POST))

    def save(self, editor: forms.RuleEditor) -> HttpResponse:
        raise NotImplementedError

    def show_arranged(self) -> HttpResponse:
        data = nested_formsets.arrange(self.request.POST, self.request.POST["arrange"])
        editor = self.editor(self.rule, data)
        nested_formsets.skip_validation(*editor.every_form())
        return self.show(editor, version=self.request.POST.get("version", self.rule.version))

    def preview_typed(self) -> dict[str, Any]:
        editor = self.editor(self.rule, self.request.POST)
        editor.is_valid()
        title_and_statement = [str(editor.form.cleaned_data.get(name, "")) for name in SENTENCE.fields]
        is_outdated = self.rule.pk and str(self.rule.version) != self.request.POST.get("version")
        return {
            "rule": self.rule,
            "said": editor.preview() if self.rule.pk else None,
            "saved_by": self.rule.saved_by if is_outdated else "",
            **self.rules_beside(*title_and_statement),
        }

    def rules_beside(self, title: str, statement: str) -> dict[str, Any]:
        """Rules that may say the same, where the title and the sentence are asked."""
        if self.part is not SENTENCE:
            return {}
        return {"similar": similar_rules(self.person, title, statement, besides=self.rule)}


class RuleCreateView(RuleEditorView):
    """A new rule begins with its title and its sentence. Each kind's app binds it with its own kind."""

    part = SENTENCE
    template = "authoring/section.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        access.require(access.may_document(self.person))
        self.rule = Rule(owner=self.person, language=Organisation.current().language)
        return super().dispatch(request, *args, **kwargs)

    def heading(self, rule: Rule) -> str:
        return str(SENTENCE.question)

    def show(self, editor: forms.RuleEditor, **extra: Any) -> HttpResponse:
        return super().show(editor, **{"touchpoint": self.touchpoint()} | extra)

    def blank(self) -> forms.RuleEditor:
        editor = super().blank()
        if (touchpoint := self.touchpoint()) is not None:
            editor.form.initial["title"] = touchpoint.name
        return editor

    def touchpoint(self) -> Touchpoint | None:
        """What the rule is written for, if its page was opened from there."""
        requested_key = self.request.POST.get("touchpoint") or self.request.GET.get("touchpoint", "")
        chosen_draft = self.chosen_draft() if self.request.method == "GET" else None
        key = parse_number(requested_key or (chosen_draft.typed.get("touchpoint", "") if chosen_draft else ""))
        return Touchpoint.objects.live().filter(pk=key).first()

    def save(self, editor: forms.RuleEditor) -> HttpResponse:
        if not editor.is_valid():
            return self.show(editor, status=422)
        text = editor.text()
        text.values |= {"owner": self.person, "language": self.rule.language}
        key = as_uuid(self.request.POST.get("client_key", ""))
        context = self.rules_beside(text.values["title"], text.values["statement"])
        others = [similar for similar in context["similar"] if key is None or similar.rule.client_key != key]
        if any(similar.same for similar in others) and "all_the_same" not in self.request.POST:
            return self.show(editor, ask_first=True, **context)
        rule = writing.write_new(self.kind, text, client_key=key, by=self.person, now=timezone.now())
        self.close_draft()
        self.dismiss_posted(rule)
        if (touchpoint := self.touchpoint()) is not None:
            with suppress(pages.Stale):  # it was dropped meanwhile; the rule stands by itself
                touchpoints.link_rules(touchpoint, add=[rule], by=self.person, now=timezone.now())
        messages.success(self.request, _("Saved as %(reference)s.") % {"reference": rule.reference})
        return redirect("authoring:write", rule.slug)

    def dismiss_posted(self, rule: Rule) -> None:
        """Dismiss the advice that was dismissed in the form, before there was a rule to store that with."""
        posted_keys = set(self.request.POST.getlist("waved"))
        finding_keys = {finding.key for finding in advise(rule.statement, field="statement", language=rule.language)}
        for key in sorted(posted_keys & finding_keys):
            advice.dismiss(rule, key, by=self.person, now=timezone.now())


class RuleUpdateView(RuleEditorView):
    """Change a rule's working text, all of it on one page. Saved over somebody else's save, it shows both texts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        try:
            self.rule = find_rule(self.person, kwargs["slug"])
        except RuleMovedError as moved:
            return moved.response(request)
        access.require(access.may_write(self.person, self.rule))
        self.part = self.section_to_write(kwargs.get("part", ""))
        return super().dispatch(request, *args, **kwargs)

    def section_to_write(self, name: str) -> Section | None:
        """The part that this page is about; None for all of them."""
        return None

    def save(self, editor: forms.RuleEditor) -> HttpResponse:
        version = self.request.POST.get("version", "")
        if not editor.is_valid():
            return self.show(editor, status=422, version=version)
        expected = parse_number(version)
        try:
            with stale_if_somebody_was_first():
                rule = writing.write(self.rule, editor.text(), version=expected, by=self.person, now=timezone.now())
        except pages.Stale:
            return self.show_both_texts()
        self.close_draft()
        messages.success(self.request, _("Saved. Staff see the new text once it's published."))
        return redirect(self.onward(rule))

    def onward(self, rule: Rule) -> str:
        return rule.get_absolute_url()

    def show_both_texts(self) -> HttpResponse:
        """What is stored now beside what was typed; saving again keeps what was typed."""
        stored = Rule.objects.get(pk=self.rule.pk)
        editor = self.editor(stored, self.request.POST)
        editor.is_valid()
        return self.show(editor, status=409, differences=editor.differences(), stored=stored)


class RuleSectionView(RuleUpdateView):
    """One part of a rule: its question, and beside it the card that staff will see."""

    template = "authoring/section.html"

    def section_to_write(self, name: str) -> Section | None:
        part = find_section(self.rule, name)
        if part is None or part.page:
            raise Http404(_("There's no such part."))
        return part

    def heading(self, rule: Rule) -> str:
        return str(self.part.question) if self.part else ""

    def show(self, editor: forms.RuleEditor, **extra: Any) -> HttpResponse:
        return super().show(editor, **{"said": self.preview(editor)} | extra)

    def preview(self, editor: forms.RuleEditor) -> dict[str, Any]:
        """The card beside the form: as stored, or as typed."""
        if not editor.form.is_bound:
            return draft(self.rule)
        typed = self.editor(self.rule, editor.form.data)
        typed.is_valid()
        return typed.preview()

    def onward(self, rule: Rule) -> str:
        """The next part that is not written, or the list of them."""
        following = next_task(rule, after=self.kwargs["part"]) if "back" not in self.request.POST else None
        return following.address if following else reverse("authoring:write", args=[rule.slug])
