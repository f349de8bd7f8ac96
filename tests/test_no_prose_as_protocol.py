"""No module finds out what is the matter by searching a message for words."""

import ast
import re
from collections.abc import Iterator

import pytest
from own_sources import trees

FOREIGN = (
    *("reading_lists/", "sources/", "facts/", "imports/", "pdfs.py"),
    "workflow/schedule/cron.py",
)
"""Where the texts are those of files, services and other programs."""
MESSAGES = {
    *("error", "message", "reason", "note", "notes", "text", "explanation", "verdict"),
    *("abstention", "told", "said", "problem"),
}
AFFIXES = {"startswith", "endswith", "removeprefix", "removesuffix"}
SEARCHES = {*AFFIXES, "find", "index", "count", "partition", "split"}


def searched(tree: ast.AST) -> Iterator[ast.expr]:
    """The places where a message is searched for words of ours."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and _searches_error(node):
            yield node
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn):
            if _is_prose(node.left) and not isinstance(node.comparators[0], ast.Tuple | ast.Set):
                yield node
        elif isinstance(node, ast.Compare):
            if any(map(_is_prose, [node.left, *node.comparators])) and any(
                map(_is_message, [node.left, *node.comparators])
            ):
                yield node
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in SEARCHES
            and node.args
            and (_is_prose(node.args[0]) or _is_named_affix(node, node.func))
        ):
            yield node


def _searches_error(node: ast.Compare) -> bool:
    """``… in str(error)``, whatever is searched for."""
    return isinstance(node.ops[0], ast.In | ast.NotIn) and any(
        isinstance(one, ast.Call)
        and isinstance(one.func, ast.Name)
        and one.func.id == "str"
        and _is_message(one)
        for part in node.comparators
        for one in ast.walk(part)
    )


def _is_prose(node: ast.expr) -> bool:
    """A literal of several words."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and len(re.findall(r"[^\W\d_]+", node.value)) > 1
        and " " in node.value
    )


def _is_named_affix(node: ast.Call, function: ast.Attribute) -> bool:
    """Whether a message is searched for a constant: ``_PREFIX``, ``score._UNKNOWN``."""
    name = ast.unparse(node.args[0]).rsplit(".", 1)[-1].lstrip("_")
    return function.attr in AFFIXES and _is_message(function.value) and name.isupper()


def _is_message(node: ast.expr) -> bool:
    """Whether it is named like a message, itself or within ``str(…)`` and ``.lower()``."""
    while isinstance(node, ast.Call | ast.Subscript):
        if isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node.func, ast.Attribute):
            node = node.func.value
        elif node.args:
            node = node.args[0]
        else:
            return False
    if isinstance(node, ast.Attribute):
        return node.attr in MESSAGES | {"args"}
    return isinstance(node, ast.Name) and node.id in MESSAGES


def test_no_message_is_searched_for_words() -> None:
    found = []
    for name, tree in trees().items():
        if not name.startswith(FOREIGN):
            found += [f"{name}:{one.lineno}: {ast.unparse(one)}" for one in searched(tree)]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "'older schema' in str(error)",
        "'busy' in str(error).lower()",
        "'busy' in str(error.args[0])",
        "note.endswith(' references known')",
        "term.explanation.startswith(_FILLED)",
        "'not this title' in metadata",
        "relation.reason == 'no evidence for it'",
    ],
)
def test_a_search_for_words_is_found(code: str) -> None:
    assert len(list(searched(ast.parse(code)))) == 1


@pytest.mark.parametrize(
    "code",
    [
        "reply.code == 'another title'",
        "one.reason.code == 'abstention.weak in list'",
        "relation.tier == 'name only'",
        "label.split(' · ', 1)",
        "name in SOMETHING",
        "one.kind in ('relation gained', 'relation lost')",
        "line.startswith('#')",
    ],
)
def test_a_comparison_with_a_code_is_none(code: str) -> None:
    assert not list(searched(ast.parse(code)))
