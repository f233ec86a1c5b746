"""People at the counter and those who answer them, in the fewest words, for the tests of cases."""

from django.urls import reverse
from django.utils import timezone

from policyhub.feedback.actions import cases as verbs
from policyhub.feedback.models import Case
from policyhub.registry.models import Rule
from tests.factories import RuleFactory, option, put_in_force
from tests.pages import read

SITUATION = {
    "text": "there is no receipt",
    "options": [
        option("Exchange it"),
        option("Gift card", grantor="lead", limit_amount="40.00"),
        option("Full refund", grantor="manager"),
        option("Cash from the safe", grantor="named", grantor_name="The duty engineer"),
    ],
}


def grey(people, **fields):
    """Ana's grey rule of the desk, in force: one situation with an option for each who may grant."""
    rows = {"situations": [SITUATION], "lines": [{"side": "never", "text": "Cash over forty pounds"}]}
    fields_of_rule = {"title": "Late refund", "team": people.desk, "flexibility": "grey", "rows": rows}
    by = fields.pop("by", people.ana)
    rule = RuleFactory(by=by, **fields_of_rule | fields)
    put_in_force(rule, by)
    return Rule.objects.get(pk=rule.pk)


def option_of(rule, text):
    return next(o for o in rule.situations.get().options.all() if o.text == text)


def tell(kind, about, by, *, now=None, key=None, **fields):
    report = verbs.CaseReport(kind, about, **fields)
    return verbs.open_case(report, client_key=key, by=by, now=now or timezone.now())


def ask(about, by, **more):
    return tell("ask", about, by, **{"would": "Credit the postage.", "because": "Ours was late.", **more})


def log(about, by, **more):
    return tell("log", about, by, **{"would": "I let them in.", **more})


def say(case, choice, by, text="", now=None):
    return verbs.answer(case, choice, text, by=by, now=now or timezone.now())


def post(client, verb, case, htmx=False, **data):
    headers = {"HX-Request": "true"} if htmx else {}
    return client.post(reverse(f"feedback:case_{verb}", args=[case.pk]), data, headers=headers)


def words_of(response):
    """What a page says, as one line."""
    return read(response).text


def stored(case):
    return Case.objects.get(pk=case.pk)
