"""The conversation that docs/agents.md shows is what the SDK's client gets today."""

from __future__ import annotations

from pathlib import Path

from agent_transcript import DOCUMENT, questions, rewritten

from ptm_graph.agents import Answers


def test_the_transcript_of_the_document_is_what_a_client_gets(bundled_library_path: Path) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert len(set(questions(text))) >= 5
    answers = Answers(bundled_library_path)
    assert rewritten(text, answers) == text
    answers.close()
