"""What agents ask and are answered, as ``docs/agents.md`` shows it.

    python tests/support/agent_transcript.py

writes the answers of today into the document.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import own_loop
from mcp import Client
from mcp_types import TextContent

from ptm_graph.agents import Answers
from ptm_graph.agents.server import server
from ptm_graph.workflow.building import make_bundled

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "agents.md"
_ASKED = re.compile(r"^```text\n→ (\w+) (\{[^\n]*\})\n.*?^```$", re.MULTILINE | re.DOTALL)


def questions(text: str) -> list[str]:
    """The tools that a document asks, in its order."""
    return [found[1] for found in _ASKED.finditer(text)]


def rewritten(text: str, answers: Answers) -> str:
    """The document with the answers that the SDK's client gets."""
    return own_loop.run(_rewritten(text, answers))


async def _rewritten(text: str, answers: Answers) -> str:
    parts, end = [], 0
    async with Client(server(answers)) as client:
        for found in _ASKED.finditer(text):
            result = await client.call_tool(found[1], json.loads(found[2]))
            (content,) = result.content
            assert isinstance(content, TextContent)
            shown = json.dumps(json.loads(content.text), ensure_ascii=False, indent=1)
            parts += [text[end : found.start()], f"```text\n→ {found[1]} {found[2]}\n{shown}\n```"]
            end = found.end()
    return "".join([*parts, text[end:]])


def main() -> None:
    """Write the answers of today."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        make_bundled(path)
        text = rewritten(DOCUMENT.read_text(encoding="utf-8"), Answers(path))
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
