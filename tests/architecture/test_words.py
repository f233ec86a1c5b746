"""No visible text says what docs/words.md says never to say: tests/old_phrases.txt lists it, and each exception.

Visible is: what Python marks for translation, gives a field as its name or help, or prints; what templates show; what
scripts say; and what README and the guides in docs/ tell.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

HERE = Path(settings.BASE_DIR)
LIST = HERE / "tests" / "old_phrases.txt"
FOLDERS = ("policyhub", "policies", "procedures", "standards")
GUIDES = ("README.md", "docs/customers.md", "docs/offline.md", "docs/settings.md")
MARKED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}
PRINTED = {"print", "say", "write", "must", "Problem", "CommandError", "Need", "exit"}
REFUSALS = {"PackageRefused"}  # of a file that is imported; elsewhere they are for code
NAMING = {"help", "help_text", "verbose_name", "verbose_name_plural", "description", "label", "empty_label", "heading"}
NAMING |= {
    "advice",
    "why",
    "lead",
    "button",
    "title",
    "index_title",
    "site_title",
    "site_header",
    "violation_error_message",
}
TOLD_ON_THE_COMMAND_LINE = {
    "dev.py",
    "policyhub/evidence/verify.py",
    "policyhub/publishing/checks.py",
    "policyhub/glossary/checks.py",
    "policyhub/classification/checks.py",
    "policyhub/dashboard/upgrade.py",
}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Text:
    """One visible text, and where it stands."""

    where: str
    line: int
    text: str


# --- What people see ---


def of_python(source: str, where: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            printed = PRINTED | (REFUSALS if where.startswith("policyhub/imports") else set())
            arguments = [*node.args] if name in MARKED | printed else []
            arguments += [keyword.value for keyword in node.keywords if keyword.arg in NAMING]
            for argument in arguments:
                yield from (Text(where, node.lineno, text) for text in literals(argument))
        elif isinstance(node, ast.Assign) and any(ast.unparse(target) in NAMING for target in node.targets):
            yield from (Text(where, node.lineno, text) for text in literals(node.value))
    if where in TOLD_ON_THE_COMMAND_LINE or "/management/commands/" in where:
        yield from of_command(source, where)


def of_command(source: str, where: str) -> Iterator[Text]:
    """Every sentence in a file whose sentences end up on the command line, but for its docstrings."""
    tree = ast.parse(source)
    documented = [node for node in ast.walk(tree) if isinstance(node, DOCUMENTED) and ast.get_docstring(node)]
    docstrings = {id(node.body[0].value) for node in documented if isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in docstrings:
            for text in literals(node):
                if re.search(r"[a-z]+ [a-z]+", text):
                    yield Text(where, node.lineno, text)


def literals(node: ast.AST) -> Iterator[str]:
    """The string constants of an expression, with a gap where something is filled in."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from literals(child)


def of_template(source: str, where: str) -> Iterator[Text]:
    source = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", lambda m: "\n" * m[0].count("\n"), source, flags=re.S)
    marked = re.compile(
        r"""{%-?\s*translate\s+"((?:[^"\\]|\\.)*)"|{%\s*blocktranslate\b.*?%}(.*?){%\s*endblocktranslate|_\("(.*?)"\)""",
        re.S,
    )
    for match in marked.finditer(source):
        text = next(group for group in match.groups() if group is not None)
        yield Text(where, line_of(source, match.start()), " ".join(text.split()))
    bare = re.sub(r"{%\s*blocktranslate\b.*?endblocktranslate\s*%}|<[^>]*>|{%.*?%}|{{.*?}}", " ", source, flags=re.S)
    yield Text(where, 1, " ".join(bare.split()))


def line_of(source: str, position: int) -> int:
    return source.count("\n", 0, position) + 1


def of_script(source: str, where: str) -> Iterator[Text]:
    """Literals that are sentences: a capital, then words. What ``throw`` says is for builders."""
    for number, line in enumerate(source.splitlines(), 1):
        if not line.lstrip().startswith("//") and "new Error(" not in line:
            yield from (Text(where, number, text) for text in re.findall(r'"([A-Z][a-z]+ [a-z][^"]*)"', line))


def of_guide(source: str, where: str) -> Iterator[Text]:
    """The prose of a guide, without what it quotes as code."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", lambda m: "\n" * m[0].count("\n"), source, flags=re.S)
    for match in re.finditer(r"(?:^[^\n]+\n?)+", prose, re.M):
        yield Text(where, line_of(prose, match.start()), " ".join(match[0].split()))


@cache
def visible() -> tuple[Text, ...]:
    texts: list[Text] = []
    python = [path for folder in FOLDERS for path in (HERE / folder).rglob("*.py")]
    for path in [*python, HERE / "dev.py", HERE / "manage.py"]:
        if "migrations" not in path.parts:
            texts += of_python(path.read_text(encoding="utf-8"), str(path.relative_to(HERE)))
    for path in (HERE / "templates").rglob("*.*"):
        texts += of_template(path.read_text(encoding="utf-8"), str(path.relative_to(HERE)))
    for path in (HERE / "static").rglob("*.js"):
        texts += of_script(path.read_text(encoding="utf-8"), str(path.relative_to(HERE)))
    for name in GUIDES:
        texts += of_guide((HERE / name).read_text(encoding="utf-8"), name)
    return tuple(text for text in texts if text.text.strip())


# --- What nobody may say ---


@dataclass(frozen=True)
class Allowed:
    """A phrase that may stand in some files, and why."""

    phrase: str
    where: str  # how the file's path begins; "*" is everywhere
    why: str
    within: str  # only inside this text, if given


def parts_of_list() -> tuple[list[str], list[Allowed]]:
    text = LIST.read_text(encoding="utf-8")
    phrases, _heading, exceptions = text.partition("\n== Exceptions ==\n")
    return list(entries(phrases)), [Allowed(*map(str.strip, line.split("|"))) for line in entries(exceptions)]


def entries(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def pattern_of(phrase: str) -> re.Pattern[str]:
    """The phrase as whole words, in any case; one that begins with "=" is the whole text, as it is written."""
    if phrase.startswith("="):
        return re.compile(rf"^{re.escape(phrase[1:])}$")
    phrase_pattern = r"\s+".join(map(re.escape, phrase.split()))
    return re.compile(rf"(?<![\w-]){phrase_pattern}(?![\w-])", re.IGNORECASE)


PHRASES, ALLOWED = parts_of_list()
PATTERNS = {phrase: pattern_of(phrase) for phrase in PHRASES}


def is_allowed(text: Text, phrase: str) -> bool:
    return any(
        allowed.phrase == phrase
        and (allowed.where == "*" or text.where.startswith(allowed.where))
        and (not allowed.within or allowed.within in text.text)
        for allowed in ALLOWED
    )


FILLED_IN = re.compile(r"{{.*?}}|%\(\w+\)[sd]|{\w*}")


def straight(text: str) -> str:
    """The text with straight apostrophes and without the names of what is filled in."""
    return FILLED_IN.sub("…", text.replace("’", "'").replace("&#x27;", "'"))


def hits(text: Text) -> list[str]:
    matches = [phrase for phrase, pattern in PATTERNS.items() if pattern.search(straight(text.text))]
    return [phrase for phrase in matches if not is_allowed(text, phrase)]


def test_no_visible_text_says_what_we_never_say() -> None:
    violations = [
        f"{text.where}:{text.line} {phrase!r}: {text.text[:90]}" for text in visible() for phrase in hits(text)
    ]
    assert violations == [], "\n".join(["see docs/words.md", *violations])


SHOUTING = re.compile(r"[A-Za-z]!(?=[\s”\"]|$)")


def test_no_visible_text_shouts_or_begs() -> None:
    for text in visible():
        assert not SHOUTING.search(text.text), text
        assert not re.search(r"\b(?:please|sorry|oops|invalid|illegal|forbidden)\b", text.text, re.IGNORECASE), text


def test_sentences_are_whole() -> None:
    """A translated piece that begins or ends with a space is one that something is glued to."""
    glued = [
        text
        for text in visible()
        if text.where.startswith("templates") and re.search(r"^[,;]", text.text) and text.line > 1
    ]
    assert glued == []
    for path in (HERE / "templates").rglob("*.html"):
        assert not re.search(r'{%\s*translate\s+"(?: [^"]*|[^"]* )"', path.read_text(encoding="utf-8")), path


# --- The walk and the list themselves ---


def test_the_walk_sees_the_house() -> None:
    where = {text.where for text in visible()}
    assert len(visible()) > 1500
    assert {"dev.py", "README.md", "templates/base.html", "policyhub/publishing/emails.py"} <= where
    assert any(text.text == "Put in force" for text in of_python('x = _("Put in force")', "x.py"))


@pytest.mark.parametrize(
    "source",
    [
        'messages.success(request, _("Put in force."))',
        'ngettext("%(n)s edition", "%(n)s rules", 3)',
        'name = models.CharField(_("edition"), help_text="x")',
        'f = models.CharField(help_text="The edition.")',
        'self.stdout.write(f"{n} editions, {m} edition")',
        'parser.add_argument("--x", help="the edition")',
        "class Meta:\n    verbose_name_plural = 'edition'",
        'say("Whoever comes")',
    ],
)
def test_old_words_in_python_are_noticed(source: str) -> None:
    assert [phrase for text in of_python(source, "policyhub/x.py") for phrase in hits(text)]


@pytest.mark.parametrize(
    "source",
    [
        '{% translate "Somebody was quicker" %}',
        "{% blocktranslate count n=n %}{{ n }} edition{% plural %}{{ n }} rules{% endblocktranslate %}",
        "<p>Whoever comes</p>",
        '<b>{{ words|default:_("Not now") }}</b>',
    ],
)
def test_old_words_in_templates_are_noticed(source: str) -> None:
    assert [phrase for text in of_template(source, "templates/x.html") for phrase in hits(text)]


@pytest.mark.parametrize(
    "source", ['{# the edition #}<p>{% translate "The version" %}</p>', '<p class="edition"></p>']
)
def test_code_may_say_what_it_likes(source: str) -> None:
    assert [phrase for text in of_template(source, "templates/x.html") for phrase in hits(text)] == []


def test_old_words_in_scripts_and_guides_are_noticed() -> None:
    assert [hits(text) for text in of_script('const a = "Somebody was quicker";', "static/x.js")] != [[]]
    assert [hits(text) for text in of_guide("Whoever may read it.", "README.md")] != [[]]
    assert [hits(text) for text in of_guide("Run `edition`.", "README.md")] == [[]]


def test_each_exception_has_a_reason_and_is_needed() -> None:
    for allowed in ALLOWED:
        assert len(allowed.why) > 10, allowed
        assert allowed.phrase in PHRASES, allowed
        pattern = PATTERNS[allowed.phrase]
        texts = [text for text in visible() if allowed.where == "*" or text.where.startswith(allowed.where)]
        assert any(pattern.search(straight(text.text)) for text in texts), f"nothing needs {allowed}"


def test_the_list_holds_what_the_page_of_words_refuses() -> None:
    """Each before of docs/words.md's pairs has a phrase in the list."""
    page = (HERE / "docs" / "words.md").read_text(encoding="utf-8").partition("## Before and after")[2]
    before = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ") and "---" not in line]
    old = [sentence for sentence in before[1:] if sentence]
    assert len(old) > 15
    silent = [text for text in old if not any(pattern.search(straight(text)) for pattern in PATTERNS.values())]
    assert silent == []
