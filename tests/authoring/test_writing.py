"""A manager writes a rule part by part: what is asked, what is open, what staff will see, and how it may begin."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts.models import Organisation
from policyhub.authoring import forms
from policyhub.authoring.actions import copying
from policyhub.authoring.advice import dismissed_findings
from policyhub.authoring.duplicates import similar_rules
from policyhub.authoring.progress import next_task, tasks
from policyhub.classification.actions import classify
from policyhub.classifier import advise
from policyhub.evidence.models import Event
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.content import draft
from policyhub.registry.kinds import find_section, kinds, row_specs_of, section_address, sections_of
from policyhub.registry.models import Rule
from policyhub.registry.requirements import missing_items
from policyhub.registry.sections import SENTENCE
from policyhub.touchpoints import actions as touchpoints
from tests.factories import BLACK_ROWS, GREY_ROWS, RuleFactory, touchpoint
from tests.pages import read
from tests.people import PASSWORD

KIND_ROWS = {
    "procedure": {"steps": [{"text": "Ask", "who": "", "firmness": "adapt", "basis": "", "warning": ""}]},
    "standard": {"measures": [{"criterion": "Wait", "target": "5", "unit": "min", "how_checked": "A clock"}]},
    "policy": {"alternatives": [{"text": "Never lend", "why_not": "They leave"}]},
}


@pytest.fixture(params=["policy", "procedure", "standard"])
def kind(request):
    return request.param


@pytest.fixture
def rule(people, kind):
    return RuleFactory(by=people.ana, team=people.desk, kind=kind, title="Towels", statement="We lend one towel.")


def names(tasks):
    return [field.name for field in tasks]


def test_every_field_and_row_of_a_kind_is_asked_in_one_part_and_no_more(kind):
    """Whatever a form of all has, some part has too; and nothing twice."""
    rule = Rule(kind=kind)
    whole = forms.RuleEditor(rule, kind)
    in_sections = [name for flexibility in ("black", "grey") for name in all_names(kind, flexibility)]
    for name in [*whole.form.fields, *(rowset.spec.name for rowset in whole.rowsets), "effect", "cause", "remedy"]:
        assert name in in_sections, f"no part asks for {name}"
    for flexibility in ("black", "grey"):
        field_names = all_names(kind, flexibility)
        assert len(field_names) == len(set(field_names))


def all_names(kind, flexibility):
    parts = sections_of(Rule(kind=kind, flexibility=flexibility))
    return [name for part in parts for name in (*part.fields, *part.rows)]


def test_black_and_grey_are_asked_for_their_own_parts_once_that_is_decided(people, rule):
    own = {"black": {"reasons", "benefits", "enforcement"}, "grey": {"situations", "lines"}}
    assert not own["black"] & set(names(sections_of(rule)))
    for flexibility, parts in own.items():
        rule.flexibility = flexibility
        assert parts <= set(names(sections_of(rule)))
        assert names(sections_of(rule)).index("flexible") < min(names(sections_of(rule)).index(part) for part in parts)
    rule.flexibility, rule.meets_customers = "black", False
    assert {"benefits", "enforcement", "say"} & set(names(sections_of(rule))) == set()


def test_whatever_is_lacking_has_a_page_that_asks_for_it(people, kind, sign_in):
    client = sign_in(people.ana)
    for flexibility in ("black", "grey"):
        rule = RuleFactory(by=people.ana, team=people.desk, kind=kind, flexibility=flexibility)
        lacking = missing_items(draft(rule), meets_customers=True)
        assert lacking
        for lack in lacking:
            page, anchor = lack.address(rule).split("#")
            assert f'id="{anchor}"' in client.get(page).content.decode(), lack


def test_the_list_says_what_is_written_and_leads_to_what_is_not(people, rule, sign_in):
    client = sign_in(people.ana)
    page = client.get(reverse("authoring:write", args=[rule.slug])).content.decode()
    for task in tasks(rule):
        assert task.address in page
    assert next_task(rule, after="sentence").part.name == sections_of(rule)[1].name
    assert [t.part.name for t in tasks(rule) if t.done] == ["sentence", "owner"]
    assert f'max="{sum(not t.part.optional for t in tasks(rule))}" value="2"' in page
    client.post(section_address(rule, "say"), {"say_it": "Here is one.", "version": rule.version})
    assert {t.part.name for t in tasks(Rule.objects.get(pk=rule.pk)) if t.done} == {"sentence", "say", "owner"}


def test_saving_a_part_leaves_all_others_as_they_were_and_goes_on(people, kind, sign_in):
    rows = GREY_ROWS | KIND_ROWS[kind]
    rule = RuleFactory(by=people.ana, team=people.desk, kind=kind, flexibility="grey", rows=rows, body="Text")
    before = draft(rule)
    client = sign_in(people.ana)
    answer = client.post(section_address(rule, "say"), {"say_it": "Here is one.", "version": rule.version})
    assert answer.status_code == 302
    after = draft(Rule.objects.get(pk=rule.pk))
    assert {name for name in after if after[name] != before[name]} == {"say_it"}
    following = next_task(Rule.objects.get(pk=rule.pk), after="say")
    assert answer.url == (following.address if following else reverse("authoring:write", args=[rule.slug]))
    data = {"say_it": "Here is one.", "version": rule.version + 1, "back": "1"}
    assert client.post(section_address(rule, "say"), data).url == reverse("authoring:write", args=[rule.slug])


@pytest.mark.parametrize("flexibility", ["black", "grey"])
def test_the_card_beside_the_form_is_the_very_card_that_is_saved(people, kind, flexibility):
    """For each part: what the preview shows of what is typed is what a draft then holds."""
    rows = {"black": BLACK_ROWS, "grey": GREY_ROWS}[flexibility] | KIND_ROWS[kind]
    full = RuleFactory(
        by=people.ana,
        kind=kind,
        flexibility=flexibility,
        rows=rows,
        say_it="Here.",
        instead="A robe",
        team=people.desk,
    )
    bare = RuleFactory(by=people.ana, kind=kind, flexibility=flexibility, rationale="Because it is so.", title="Bare")
    for part in sections_of(full):
        if part.page:
            continue
        data = typed_in(full, part)
        editor = forms.RuleEditor(Rule.objects.get(pk=bare.pk), kind, data, part)
        assert editor.is_valid(), (part.name, editor.form.errors)
        looks = without_keys(editor.preview())
        writing.write(
            bare, editor.text(), version=Rule.objects.get(pk=bare.pk).version, by=people.ana, now=timezone.now()
        )
        saved = without_keys(draft(Rule.objects.get(pk=bare.pk)))
        assert amounts_alike(looks) == amounts_alike(saved), part.name


def typed_in(rule, part):
    """The part's form of ``rule`` as a browser would post it, without the keys of its rows."""
    from django.http import QueryDict

    editor = forms.RuleEditor(rule, rule.kind, part=part)
    data = QueryDict(mutable=True)
    for form in editor.every_form():
        for bound in form:
            value = bound.value()
            values = value if isinstance(value, list) else [value]
            if bound.name == "key" or value in (None, False, "", []):
                continue
            data.setlist(bound.html_name, [str(getattr(choice, "pk", choice)) for choice in values])
    for rowset in editor.rowsets:
        data[f"{rowset.prefix}-count"] = str(rowset.count)
        for form in rowset.forms:
            for below in form.nested:
                data[f"{below.prefix}-count"] = str(below.count)
    return data


def without_keys(content):
    if isinstance(content, dict):
        left_out = {"key", "decided_at", "decided_by", "owner_phone"}
        return {k: without_keys(v) for k, v in content.items() if k not in left_out}
    return [without_keys(part) for part in content] if isinstance(content, list) else content


def amounts_alike(content):
    """ "40" and "40.00" are one amount."""
    if isinstance(content, dict):
        return {k: float(v) if k == "limit_amount" and v else amounts_alike(v) for k, v in content.items()}
    return [amounts_alike(part) for part in content] if isinstance(content, list) else content


def test_a_part_may_be_saved_though_somebody_decided_otherwise_meanwhile(people, sign_in):
    rule = RuleFactory(by=people.ana, team=people.desk, flexibility="black")
    client = sign_in(people.ana)
    page = section_address(rule, "reasons")
    rule = classify.decide(rule, "grey", "After all.", version=rule.version, by=people.petra, now=timezone.now())
    data = {"reasons-count": "1", "reasons-0-basis": "law", "reasons-0-text": "The licence.", "version": rule.version}
    assert client.post(page, data).status_code == 302
    assert [reason.text for reason in rule.reasons.live()] == ["The licence."]


def test_parts_that_do_not_exist_are_not_there(people, rule, sign_in):
    client = sign_in(people.ana)
    for name in ("flexible", "touchpoints-", "nothing"):
        address = reverse("authoring:section", args=[rule.slug, name])
        assert client.get(address).status_code == 404
    assert find_section(rule, "nothing") is None
    assert client.get(section_address(rule, "nothing")).status_code == 200, "it leads to the list instead"


# --- Beginnings ---


def test_a_new_rule_begins_with_two_lines_and_belongs_to_whoever_wrote_it(people, kind, sign_in):
    client = sign_in(people.ana)
    response = client.post(reverse("authoring:new"), {"kind": kind})
    response = client.post(response.url, {"title": "Robes", "statement": "We lend none.", "version": "1"})
    rule = Rule.objects.get()
    assert response.url == reverse("authoring:write", args=[rule.slug])
    assert (rule.kind, rule.owner, rule.statement) == (kind, people.ana, "We lend none.")


def test_no_rule_may_be_the_answer(people, sign_in):
    response = sign_in(people.ana).post(reverse("authoring:new"), {"kind": "none"}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("touchpoints:list")
    assert "Then there's nothing to write." in read(response).text
    assert not Rule.objects.exists()


def test_what_resembles_it_is_shown_and_asked_about_before_it_is_saved(people, sign_in):
    existing = RuleFactory(
        by=people.ana, team=people.desk, title="Lost towels", statement="We lend a new towel for free."
    )
    data = {
        "title": "Towels that are lost",
        "statement": "For a lost towel we lend a new towel, free.",
        "version": "1",
    }
    client, page = sign_in(people.petra), reverse("authoring:create")
    autosaved = client.post(page, {**data, "keep": "1", "draft": uuid4(), "sequence": "1"})
    assert existing.title in autosaved.content.decode()
    response = client.post(page, data)
    assert response.status_code == 200
    assert existing.title in response.content.decode()
    assert read(response).has("button", "Save anyway")
    assert "For a lost towel we lend" in response.content.decode(), "nothing typed is lost"
    assert Rule.objects.count() == 1
    assert client.post(page, {**data, "all_the_same": "1"}).status_code == 302
    assert Rule.objects.count() == 2


def test_what_resembles_it_and_is_restricted_stays_unknown(people, kind):
    text = {"title": "Lost towels", "statement": "We lend a new towel for free."}
    rule = RuleFactory(by=people.ana, team=people.desk, restricted=True, restricted_to=[people.desk], **text)
    besides = Rule()
    assert [similar.rule for similar in similar_rules(people.ana, *text.values(), besides=besides)] == [rule]
    assert similar_rules(people.mia, *text.values(), besides=besides) == []
    assert similar_rules(people.ana, *text.values(), besides=rule) == []
    assert similar_rules(people.ana, "", "", besides=besides) == []


def test_comparing_reads_as_many_rows_and_queries_with_many_rules(people, django_assert_num_queries):
    for n in range(30):
        RuleFactory(by=people.ana, title=f"Towel {n}", statement="We lend a new towel for free.")
    assert people.ana.roles
    with django_assert_num_queries(1):
        similar = similar_rules(people.ana, "Towel 7", "We lend a new towel for free", besides=Rule())
    assert similar[0].rule.title == "Towel 7"
    assert len(similar) == 3


def test_a_pasted_text_becomes_a_rule_with_its_first_sentence(people, sign_in):
    text = "# Towels\n\n- We lend one towel to a guest. Not two.\n\nIt comes back dry."
    sign_in(people.ana).post(reverse("authoring:paste"), {"title": "Towels", "body": text, "kind": "policy"})
    rule = Rule.objects.get()
    assert (rule.statement, rule.kind) == ("We lend one towel to a guest.", "policy")
    assert rule.body.replace("\r\n", "\n") == text


def test_a_story_becomes_a_situation_with_options_and_a_line(people, sign_in):
    data = {"title": "Towels", "happened": "a guest has none", "did": "Lend one", "otherwise": "Sell one"}
    data |= {"said": "Here you are.", "never": "Send them home", "rule": "Nobody goes without a towel."}
    sign_in(people.ana).post(reverse("authoring:story"), data)
    content = draft(Rule.objects.get())
    assert content["statement"] == "Nobody goes without a towel."
    assert content["say_it"] == "Here you are."
    [situation] = content["situations"]
    assert situation["text"] == "a guest has none"
    assert [option["text"] for option in situation["options"]] == ["Lend one", "Sell one"]
    assert content["lines"][0]["text"] == "Send them home"


def test_a_copy_has_the_words_and_rows_of_the_other_and_is_decided_by_nobody(people, kind, sign_in):
    rows = GREY_ROWS | KIND_ROWS[kind]
    like = RuleFactory(by=people.ana, team=people.desk, kind=kind, flexibility="grey", rows=rows, say_it="Here.")
    client = sign_in(people.petra)
    taken = client.post(reverse("authoring:copy"), {"like": like.reference, "title": like.title.upper()})
    assert "Choose another title." in taken.content.decode()
    client.post(reverse("authoring:copy"), {"like": like.reference, "title": "Robes"})
    made = Rule.objects.get(title="Robes")
    theirs, ours = draft(like), draft(made)
    assert (made.flexibility, made.owner, made.kind) == ("undecided", people.petra, kind)
    for spec in row_specs_of(kind):
        assert without_keys(ours[spec.name]) == without_keys(theirs[spec.name])
        assert {row["key"] for row in ours[spec.name]} & {row["key"] for row in theirs[spec.name]} == set()
    assert ours["say_it"] == "Here."


def test_a_copy_tells_nobody_more_than_its_original(people):
    like = RuleFactory(by=people.ana, team=people.desk, restricted=True, restricted_to=[people.desk])
    made = copying.copy(like, "Robes", client_key=None, by=people.petra, now=timezone.now())
    assert made.restricted
    assert list(made.restricted_to.all()) == [people.desk]


def test_a_double_click_is_one_rule_and_other_words_are_another(people, sign_in):
    client, key, page = sign_in(people.ana), uuid4(), reverse("authoring:create")
    data = {"title": "Lost towels", "statement": "We lend a new towel for free.", "client_key": key}
    first, second = client.post(page, data), client.post(page, data)
    assert first.url == second.url
    assert Rule.objects.count() == 1
    other = client.post(page, data | {"title": "Locker keys", "statement": "We open it for whoever knows inside."})
    assert other.status_code == 302
    assert sorted(Rule.objects.values_list("title", flat=True)) == ["Locker keys", "Lost towels"]


def test_advice_waved_off_before_there_is_a_rule_stays_off_and_nothing_else(people, sign_in):
    statement = "Towels are lent by the desk."
    [finding] = advise(statement, field="statement")
    odd = [f"passive-{n:010x}" for n in range(300)]
    data = {"title": "Towels", "statement": statement, "waved": [finding.key, *odd]}
    sign_in(people.ana).post(reverse("authoring:create"), data)
    rule = Rule.objects.get()
    assert list(dismissed_findings(rule)) == [finding.key]
    assert Event.objects.filter(chain__subject=rule.subject).count() == 2


def test_a_tick_that_somebody_else_set_meanwhile_stays(people, rule, sign_in):
    pay, ask = touchpoint("Pay", people.ana), touchpoint("Ask for a towel", people.ana)
    touchpoints.link_rules(pay, add=[rule], by=people.petra, now=timezone.now())
    sign_in(people.ana).post(
        section_address(rule, "touchpoints"), {"touchpoints": [ask.pk]}
    )  # opened before Petra's tick
    assert set(rule.touchpoints.all()) == {pay, ask}


def test_touchpoints_are_ticked_and_unticked(people, rule, sign_in):
    now = timezone.now()
    pay, ask = touchpoint("Pay", people.ana, rule, now=now), touchpoint("Ask for a towel", people.ana, now=now)
    client, page = sign_in(people.ana), section_address(rule, "touchpoints")
    assert read(client.get(page)).value("touchpoints") == str(pay.pk)
    client.post(page, {"touchpoints": [ask.pk], "seen": [pay.pk]})
    assert list(rule.touchpoints.all()) == [ask]


# --- Complete before in force ---


@pytest.mark.parametrize("flexibility", ["black", "grey"])
def test_each_missing_part_is_named_and_linked_where_it_must_be_complete(people, kind, sign_in, flexibility):
    Organisation.objects.update(complete_before_in_force=True)
    rule = RuleFactory(by=people.ana, team=people.desk, kind=kind, flexibility=flexibility)
    client, page = sign_in(people.ana), reverse("publishing:propose", args=[rule.slug])
    for answer in (client.get(page), client.post(page, signed(rule))):
        html = answer.content.decode()
        lacking = missing_items(draft(rule), meets_customers=True)
        assert len(lacking) >= 2
        for lack in lacking:
            assert lack.address(rule) in read(html).links.values()
            assert str(lack.label) in read(html).links
        assert html.count('class="summary" role="alert" tabindex="-1" autofocus') == 1
    assert answer.status_code == 422
    assert not rule.editions.exists()


def signed(rule):
    number, version = publishing.next_number(rule), rule.version
    return {"change": "meaning", "number": number, "version": version, "password": PASSWORD, "note": "Kept words"}


def test_where_it_need_not_be_complete_staff_and_owner_are_told(people, kind, sign_in):
    Organisation.objects.update(complete_before_in_force=False)
    rule = RuleFactory(by=people.ana, team=people.desk, kind=kind, flexibility="black", owner=people.ana)
    client = sign_in(people.ana)
    assert client.post(reverse("publishing:propose", args=[rule.slug]), signed(rule)).status_code == 302
    staff = sign_in(people.sam).get(rule.get_absolute_url()).content.decode()
    assert "Follow it. The full reason isn't written yet: ask Ana Ruiz." in read(staff).text
    owner = client.get(rule.get_absolute_url()).content.decode()
    for lack in missing_items(draft(rule), meets_customers=True):
        assert lack.address(rule) in owner


def test_the_sentence_is_asked_first_in_every_kind(kind):
    assert sections_of(Rule(kind=kind))[0] is SENTENCE
    assert kinds[kind].sections
