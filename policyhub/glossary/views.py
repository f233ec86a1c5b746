"""The glossary page, and the pages on which administrators change it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from policyhub.accounts import access
from policyhub.accounts.views.settings import AdminOnlyMixin
from policyhub.ui.pages import FormPageView, Stale, add_errors

from . import actions, forms
from . import terms as vocabulary
from .terms import TermEntry


@require_safe
def term_list(request: HttpRequest) -> HttpResponse:
    """The glossary. All terms are on the page; those that don't match the question are hidden."""
    person, entries = access.person_of(request), vocabulary.terms_of_request(request)
    question = request.GET.get("q", "").replace("\0", " ").strip()[:200]
    to_read = vocabulary.to_read(person, entries)
    lines = [(entry, entry.matches(question), entry in to_read.entries) for entry in entries.values()]
    context = {"lines": lines, "question": question, "some": any(is_match for _entry, is_match, _new in lines)}
    context |= {"to_read": to_read, "seen": vocabulary.digest_of(entries), "readers": vocabulary.readers(entries)}
    return render(request, "glossary/terms.html", context)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Record that this person has read the glossary as it stood on the page."""
    person = access.person_of(request)
    try:
        actions.confirm(request.POST.get("seen", ""), by=person, now=timezone.now())
    except Stale:
        messages.warning(request, _("The glossary changed while you were reading. This is the latest."))
    else:
        messages.success(request, _("Thank you. We've noted that you've read it."))
    return redirect("glossary:list")


class TermView(AdminOnlyMixin, FormPageView):
    """Shared by the pages about one term."""

    def get_success_url(self) -> str:
        return f"{reverse('glossary:list')}#{self.kwargs['key']}"

    @cached_property
    def entry(self) -> TermEntry:
        """The term of this address, else 404. A dropped one still takes the post of somebody who had its page open."""
        entry = vocabulary.all_terms().get(self.kwargs["key"])
        if entry is None or not (entry.listed or self.request.method == "POST"):
            raise Http404(_("This term isn't in the glossary."))
        return entry

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"entry": self.entry, "heading": self.entry.text.word} | kwargs)


class RewordTermView(TermView):
    """Change what a term is called and means. If somebody else saved meanwhile, both texts are shown."""

    form_class = forms.TermForm
    template_name = "glossary/term.html"
    button = gettext_lazy("Save")

    def get_initial(self) -> dict[str, Any]:
        return forms.TermForm.initial_for(self.entry)

    def form_valid(self, form: Any) -> HttpResponse:
        key, version = self.entry.key, form.cleaned_data["version"]
        try:
            actions.reword(key, form.text(), version=version, by=self.person, now=timezone.now())
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        except Stale:
            return self.both_texts(form)
        messages.success(self.request, _("Saved. Anyone who has read the glossary is asked to read this term again."))
        return redirect(self.get_success_url())

    def both_texts(self, form: Any) -> HttpResponse:
        """What stands there now beside what was typed; saving again keeps what was typed."""
        stored = vocabulary.all_terms()[self.entry.key]
        form.overwrite(stored.version)
        context = self.get_context_data(form=form, stored=stored, differences=form.differences(stored.text))
        return self.render_to_response(context | {"button": _("Replace with mine")}, status=409)


class AddTermView(AdminOnlyMixin, FormPageView):
    """Add a term of the organisation's own."""

    form_class = forms.NewTermForm
    template_name = "glossary/page.html"
    heading = gettext_lazy("Add a term")
    lead = gettext_lazy("A term your people use that a newcomer would have to ask about.")
    button = gettext_lazy("Add")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            key = actions.add(form.text(), by=self.person, now=timezone.now())
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        return redirect(f"{reverse('glossary:list')}#{key}")


class RemoveTermView(TermView):
    """Remove an added term, or restore a built-in one to PolicyHub's own text. Asks first, showing what is lost."""

    form_class = forms.VersionForm
    template_name = "glossary/drop.html"
    success_url = reverse_lazy("glossary:list")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.entry.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        word, ours = self.entry.text.word, self.entry.ours is not None
        heading = _("Restore the original “%(word)s”?") if ours else _("Remove “%(word)s” from the glossary?")
        button = _("Restore") if ours else _("Remove")
        return super().get_context_data(**{"heading": heading % {"word": word}, "button": button} | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        version = form.cleaned_data["version"]
        try:
            actions.drop(self.entry.key, version=version, by=self.person, now=timezone.now())
        except Stale:
            messages.warning(self.request, _("Someone edited it while this page was open. Nothing is lost."))
            return redirect("glossary:remove", key=self.entry.key)
        return redirect(self.get_success_url() if self.entry.ours is not None else reverse("glossary:list"))
