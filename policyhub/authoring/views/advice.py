"""Writing help: beside a form while somebody types, and for a whole rule on a page of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from policyhub.accounts import access
from policyhub.accounts.models import Organisation, User
from policyhub.registry.content import draft
from policyhub.registry.models import Rule
from policyhub.registry.views.base import RulePage
from policyhub.ui.pages import is_htmx

from .. import forms
from ..actions import advice
from ..advice import Known, help_with, is_key, waved_of
from ..texts import Said, texts_of, texts_posted


@require_POST
def while_writing(request: HttpRequest) -> HttpResponse:
    """Advice on the fields that were posted: a rule's form, or any part of it. Writes nothing.

    ``rule`` is its reference, if there is one yet; until then ``waved`` holds the keys that were waved off.
    """
    person = access.person_of(request)
    access.require(access.may_document(person))
    rule = (
        Rule.objects.for_reader(person).filter(reference=request.POST.get("rule", "").replace("\0", "")[:12]).first()
    )
    return fragment(request, rule if rule and access.may_write(person, rule) else None)


def fragment(request: HttpRequest, rule: Rule | None, **more: Any) -> HttpResponse:
    posted = request.POST
    kept = list(dict.fromkeys(key for key in posted.getlist("waved") + posted.getlist("wave") if is_key(key)))
    known = Known(
        language=posted.get("language") or (rule.language if rule else Organisation.the().language),
        instead=posted.get("instead", rule.instead if rule else ""),
        rule=rule,
        waved={key: {} for key in kept} | (waved_of(rule) if rule else {}),
        typed=reasons_typed(posted),
    )
    texts = list(texts_posted(posted.dict()))
    context = {
        "help": help_with(texts, known),
        "rule": rule,
        "kept": [] if rule else kept,
        "any": is_any(texts),
    }
    return render(request, "authoring/_advice.html", context | more, status=422 if more else 200)


def is_any(texts: Iterable[Said]) -> bool:
    return any(one.text.strip() for one in texts)


def reasons_typed(posted: Mapping[str, Any]) -> dict[str, str]:
    return {name.removeprefix("why-"): str(posted[name]) for name in posted if name.startswith("why-")}


class RuleAdvice(RulePage):
    """Advice on the whole draft of a rule. Posted, it waves a finding off or takes it up again.

    From beside the form a script gets the fragment again, on what is typed there.
    """

    form_class = forms.WaveForm
    template_name = "authoring/advice.html"
    heading = gettext_lazy("Writing help")
    lead = gettext_lazy("Suggestions only. You can publish a rule however it's written.")

    def allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def posted(self) -> QueryDict:
        return self.request.POST

    def get_form_kwargs(self) -> dict[str, Any]:
        """The reason stands in a field named for its finding, since each has one."""
        said = {name: self.posted.get(name, "") for name in ("wave", "take_up")}
        said["why"] = self.posted.get(f"why-{said['wave']}", "")
        return super().get_form_kwargs() | ({"data": said} if self.request.method == "POST" else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = Known(
            self.rule.language, self.rule.instead, self.rule, waved_of(self.rule), reasons_typed(self.posted)
        )
        texts = [one for one in texts_of(draft(self.rule)) if one.text.strip()]
        words = {"help": help_with(texts, known), "own_page": True, "any": bool(texts)}
        return super().get_context_data(**words | kwargs)

    def act(self, form: Any) -> None:
        said, now = form.cleaned_data, timezone.now()
        if said["take_up"]:
            self.rule = advice.take_up(self.rule, said["take_up"], by=self.person, now=now)
        else:
            self.rule = advice.wave_off(self.rule, said["wave"], said["why"], by=self.person, now=now)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        return fragment(self.request, self.rule) if is_htmx(self.request) and not form.errors else response

    def form_invalid(self, form: Any) -> HttpResponse:
        return fragment(self.request, self.rule, form=form) if is_htmx(self.request) else super().form_invalid(form)

    def get_success_url(self) -> str:
        return f"{reverse('rule_advice', args=[self.rule.slug])}#advice-heading"
