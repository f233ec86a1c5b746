"""Lists of rows in a form: added, removed and put in order, with script and without.

A list with the prefix ``situations`` posts ``situations-count`` and, for its row 0, ``situations-0-text``;
that row's options post ``situations-0-options-count`` and so on. A button named ``arrange`` posts
``situations:0:up``; the server moves the names about and shows the form again, as typed.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import TooManyFieldsSent
from django.forms.models import fields_for_model
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext as _

from policyhub.registry.content import field_values
from policyhub.registry.kinds import RowSpec
from policyhub.ui.form_messages import OwnMessagesMixin
from policyhub.ui.pages import parse_number

MOST_ROWS = 100


def skip_validation(*fields: forms.BaseForm) -> None:
    """Mark bound forms as checked and without errors, to show them again as typed."""
    for form in fields:
        form._errors = ErrorDict()  # type: ignore[attr-defined]


class RowForm(OwnMessagesMixin, forms.Form):
    """One row. A row in which nothing was written is left out when saving."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, spec: RowSpec, data: Any, initial: Any, prefix: str, auto_id: str = "id_%s", show_min_rows: bool = False
    ) -> None:
        super().__init__(data, initial=initial, prefix=prefix, auto_id=auto_id, use_required_attribute=False)
        self.spec = spec
        self.fields |= fields_for_model(spec.model, spec.fields)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2
        self.nested = [
            RowSet(n, data, (initial or {}).get(n.name), f"{prefix}-{n.name}", show_min_rows=show_min_rows)
            for n in spec.nested
        ]

    @property
    def blank(self) -> bool:
        """Nothing typed here, nor in the rows below it. What is chosen from a list does not count."""
        typed = (n for n, f in self.fields.items() if n != "key" and not isinstance(f, forms.TypedChoiceField))
        return not any(self[name].data for name in typed) and all(below.blank for below in self.nested)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        row = self.spec.model(**{name: cleaned[name] for name in self.spec.fields if name in cleaned})
        skip = {f.name for f in row._meta.fields} - set(self.spec.fields)
        if not self.errors:
            try:
                row.clean()
                row.validate_constraints(exclude=skip)
            except forms.ValidationError as problem:
                self.add_error(None, problem)
        return cleaned

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(below.is_valid() for below in self.nested)])

    def with_nested(self) -> Iterator["RowForm"]:
        yield self
        for below in self.nested:
            yield from below.every_form()

    def preview(self) -> dict[str, Any]:
        """The row as an edition would store it, as far as it is valid."""
        read = {name: self.cleaned_data[name] for name in self.spec.fields if name in self.cleaned_data}
        row = field_values(self.spec.model(**read), self.spec.fields)
        return row | {below.spec.name: below.preview() for below in self.nested}

    def cleaned(self) -> dict[str, Any]:
        return self.cleaned_data | {below.spec.name: below.cleaned() for below in self.nested}


class RowSet:
    """The rows of one list, from what was posted or from what is stored.

    ``show_min_rows``: a list without rows shows as many blank ones as it should have at least.
    """

    def __init__(
        self,
        spec: RowSpec,
        data: Any,
        initial: Iterable[dict[str, Any]] | None,
        prefix: str = "",
        *,
        show_min_rows: bool = False,
    ) -> None:
        self.spec, self.prefix = spec, prefix or spec.name
        if data is not None and not prefix:
            refuse_empty_claims(data)
        rows: list[Any] = list(initial or [])
        initial_count = max(len(rows), spec.min_rows) if show_min_rows else len(rows)
        count = initial_count if data is None else posted_count(data, self.prefix)
        rows += [None] * (count - len(rows))
        self.forms = [
            RowForm(spec, data, rows[i], f"{self.prefix}-{i}", show_min_rows=show_min_rows) for i in range(count)
        ]

    @property
    def count(self) -> int:
        return len(self.forms)

    @property
    def written(self) -> list[RowForm]:
        return [form for form in self.forms if not form.blank]

    @property
    def blank(self) -> bool:
        return not self.written

    def is_valid(self) -> bool:
        """Checks every row, also after an invalid one, so that all errors are shown at once."""
        skip_validation(*(f for form in self.forms if form.blank for f in form.with_nested()))
        checked = [form.is_valid() for form in self.written]
        return all(checked)

    def cleaned(self) -> list[dict[str, Any]]:
        return [form.cleaned() for form in self.written]

    def preview(self) -> list[dict[str, Any]]:
        return [form.preview() for form in self.written]

    def every_form(self) -> Iterator[RowForm]:
        """All its rows' forms, and those of the rows below them."""
        for form in self.forms:
            yield from form.with_nested()


def posted_count(data: Any, prefix: str) -> int:
    return min(max(0, parse_number(data.get(f"{prefix}-count", ""))), MOST_ROWS)


def refuse_empty_claims(data: Any) -> None:
    """Refuse a post that claims more rows than it sends fields: every row sends some. Raises TooManyFieldsSent."""
    claimed = (posted_count(data, name.removesuffix("-count")) for name in data if name.endswith("-count"))
    if sum(claimed) > len(data):
        raise TooManyFieldsSent("More rows are claimed than fields were sent.")


def arrange(data: QueryDict, command: str) -> QueryDict:
    """``data`` after one button: ``PREFIX:add``, ``PREFIX:2:up``, ``PREFIX:2:down`` or ``PREFIX:2:remove``.

    An unknown command changes nothing.
    """
    prefix, _colon, position = command.partition(":")
    index_text, _colon, verb = position.rpartition(":")
    count = posted_count(data, prefix)
    order: list[int | None] = list(range(count))
    index = parse_number(index_text)
    if verb == "add" and count < MOST_ROWS:
        order.append(None)
    elif not 0 <= index < count:
        return data
    elif verb == "remove":
        order.pop(index)
    elif verb in {"up", "down"}:
        target = max(0, min(count - 1, index + (1 if verb == "down" else -1)))
        order.insert(target, order.pop(index))
    return reorder_rows(data, prefix, order)


def reorder_rows(data: QueryDict, prefix: str, order: list[int | None]) -> QueryDict:
    """``data`` with the rows of one list in another order; None is a new row."""
    new_index = {old: new for new, old in enumerate(order) if old is not None}
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)", re.DOTALL)
    result = QueryDict(mutable=True)
    for name, values in data.lists():
        match = pattern.fullmatch(name)
        if match is None:
            result.setlist(name, values)
        elif int(match[1]) in new_index:
            result.setlist(f"{prefix}-{new_index[int(match[1])]}-{match[2]}", values)
    result[f"{prefix}-count"] = str(len(order))
    return result


def rows_as_text(rows: list[dict[str, Any]], spec: RowSpec) -> str:
    """Rows as lines of text, to show two versions side by side."""
    lines = []
    for row in rows:
        texts = [str(row.get(name) or "") for name in spec.fields if row.get(name)]
        lines.append("• " + ", ".join(texts))
        for nested in spec.nested:
            lines += ["    " + line for line in rows_as_text(row.get(nested.name, []), nested).splitlines()]
    return "\n".join(lines) or _("(empty)")
