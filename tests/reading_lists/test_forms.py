"""Forms in which people write papers down come out with their titles and identifiers."""

import json
from pathlib import Path
from typing import Any

import pytest

from ptm_graph.reading_lists import read_text

FORMS = json.loads((Path(__file__).parent / "forms.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["text"][:40])
def test_a_form_is_understood(form: dict[str, Any]) -> None:
    found = read_text(form["text"]).entries
    assert [
        {"title": entry.title, "identifiers": dict(entry.identifiers)} for entry in found
    ] == form["papers"]
