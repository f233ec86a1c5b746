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
from policyhub.registry.views.base import RuleActionView
from policyhub.ui.pages import is_htmx

from .. import forms
from ..actions import advice
from ..advice import AdviceContext, dismissed_findings, is_key, writing_advice
from ..texts import RuleText, texts_of, texts_posted


@require_POST
def advice_while_writing(request: HttpRequest) -> HttpResponse:
    """Advice on the fields that were posted: a rule's form, or any part of it. Writes nothing.

    ``rule`` is its reference, if there is one yet; until then ``waved`` holds the keys of dismissed findings.
    """
    person = access.person_of(request)
    access.require(access.may_document(person))
    rule = (
        Rule.objects.for_reader(person).filter(reference=request.POST.get("rule", "").replace("\0", "")[:12]).first()
    )
    return advice_fragment(request, rule if rule and access.may_write(person, rule) else None)


def advice_fragment(request: HttpRequest, rule: Rule | None, **extra: Any) -> HttpResponse:
    posted = request.POST
    dismissed_keys = list(
        dict.fromkeys(key for key in posted.getlist("waved") + posted.getlist("wave") if is_key(key))
    )
    advice_context = AdviceContext(
        language=posted.get("language") or (rule.language if rule else Organisation.current().language),
        instead=posted.get("instead", rule.instead if rule else ""),
        rule=rule,
        dismissed={key: {} for key in dismissed_keys} | (dismissed_findings(rule) if rule else {}),
        typed=reasons_typed(posted),
    )
    texts = list(texts_posted(posted.dict()))
    context = {
        "help": writing_advice(texts, advice_context),
        "rule": rule,
        "dismissed_keys": [] if rule else dismissed_keys,
        "any": has_text(texts),
    }
    return render(request, "authoring/_advice.html", context | extra, status=422 if extra else 200)


def has_text(texts: Iterable[RuleText]) -> bool:
    return any(text.text.strip() for text in texts)


def reasons_typed(posted: Mapping[str, Any]) -> dict[str, str]:
    return {name.removeprefix("why-"): str(posted[name]) for name in posted if name.startswith("why-")}


class RuleAdviceView(RuleActionView):
    """Advice on the whole draft of a rule. Posted, it dismisses a finding or shows it again.

    From beside the form a script gets the fragment again, on what is typed there.
    """

    form_class = forms.DismissAdviceForm
    template_name = "authoring/advice.html"
    heading = gettext_lazy("Writing help")
    lead = gettext_lazy("Suggestions only. You can publish a rule however it's written.")

    def is_allowed(self, person: User) -> bool:
        return access.may_write(person, self.rule)

    @cached_property
    def posted(self) -> QueryDict:
        return self.request.POST

    def get_form_kwargs(self) -> dict[str, Any]:
        """The reason stands in a field named for its finding, since each has one."""
        data = {name: self.posted.get(name, "") for name in ("wave", "take_up")}
        data["why"] = self.posted.get(f"why-{data['wave']}", "")
        return super().get_form_kwargs() | ({"data": data} if self.request.method == "POST" else {})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        advice_context = AdviceContext(
            self.rule.language, self.rule.instead, self.rule, dismissed_findings(self.rule), reasons_typed(self.posted)
        )
        texts = [text for text in texts_of(draft(self.rule)) if text.text.strip()]
        context = {"help": writing_advice(texts, advice_context), "own_page": True, "any": bool(texts)}
        return super().get_context_data(**context | kwargs)

    def act(self, form: Any) -> None:
        cleaned, now = form.cleaned_data, timezone.now()
        if cleaned["take_up"]:
            self.rule = advice.restore(self.rule, cleaned["take_up"], by=self.person, now=now)
        else:
            self.rule = advice.dismiss(self.rule, cleaned["wave"], cleaned["why"], by=self.person, now=now)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        return advice_fragment(self.request, self.rule) if is_htmx(self.request) and not form.errors else response

    def form_invalid(self, form: Any) -> HttpResponse:
        return (
            advice_fragment(self.request, self.rule, form=form)
            if is_htmx(self.request)
            else super().form_invalid(form)
        )

    def get_success_url(self) -> str:
        return f"{reverse('authoring:advice', args=[self.rule.slug])}#advice-heading"
