"""The SDK's own client gets the same answers on standard input, by HTTP and in the process."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import own_loop
import pytest
import uvicorn
from mcp import Client, StdioServerParameters
from mcp_types import TextContent, TextResourceContents

from ptm_graph import bundled
from ptm_graph.agents import Answers
from ptm_graph.agents.server import app, listening, server
from ptm_graph.errors import PtmGraphError

READING = {
    *("find", "paper", "lineage", "why", "route"),
    *("reading_order", "similar", "what_is_new", "propose"),
}
WRITING = {"accept", "decline", "take_back"}


@pytest.fixture
def answers(small_library_path: Path) -> Iterator[Answers]:
    found = Answers(small_library_path)
    yield found
    found.close()


async def told(client: Client, tool: str, **asked: Any) -> str:
    result = await client.call_tool(tool, asked)
    (content,) = result.content
    assert isinstance(content, TextContent)
    assert not result.is_error, content.text
    return content.text


async def tools_of(client: Client) -> dict[str, bool | None]:
    return {
        one.name: one.annotations.read_only_hint if one.annotations else None
        for one in (await client.list_tools()).tools
    }


def test_on_standard_input_the_client_finds_the_tools_and_the_answers(
    small_library_path: Path, answers: Answers
) -> None:
    asked = StdioServerParameters(
        command=sys.executable,
        args=["-m", "ptm_graph", "mcp", "--library", str(small_library_path)],
        env=dict(os.environ),
    )

    async def talk() -> None:
        async with Client(asked) as client:
            assert await tools_of(client) == dict.fromkeys(READING, True)
            assert await told(client, "lineage", paper="RoBERTa") == answers.lineage("RoBERTa")

    own_loop.run(talk())


@pytest.fixture
def address(answers: Answers) -> Iterator[str]:
    """Where the answers are offered by HTTP."""
    bound = listening(0)
    serving = uvicorn.Server(uvicorn.Config(app(server(answers)), log_level="warning"))
    thread = threading.Thread(target=serving.run, kwargs={"sockets": [bound]})
    bound.listen()  # a client that is early waits
    thread.start()
    yield f"http://127.0.0.1:{bound.getsockname()[1]}/mcp"
    serving.should_exit = True
    thread.join(60)
    assert not thread.is_alive()


def test_by_http_clients_at_once_get_the_same_answers(address: str, answers: Answers) -> None:
    async def talk() -> None:
        async with Client(address) as one, Client(address) as other:
            found = await asyncio.gather(
                *(told(client, "why", child=name) for client in (one, other) for name in NAMES)
            )
        assert found == [answers.why(name) for name in NAMES] * 2

    own_loop.run(talk())


NAMES = ("RoBERTa", "XLNet", "ALBERT")


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"origin": "http://evil.example"}], ids=str
)
def test_a_page_of_another_host_gets_no_answer(address: str, headers: dict[str, str]) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepted = {"accept": "application/json, text/event-stream"}
    reply = httpx.post(address, json=asked, headers={**accepted, **headers})
    assert reply.status_code in (403, 421)


def test_a_taken_port_is_said() -> None:
    with listening(0) as taken, pytest.raises(PtmGraphError, match="port"):
        taken.listen()
        listening(taken.getsockname()[1])


def test_only_with_write_there_are_tools_that_change_something(answers: Answers) -> None:
    async def talk() -> None:
        async with Client(server(answers)) as client:
            assert WRITING.isdisjoint(await tools_of(client))
            assert (await client.call_tool("decline", {"papers": ["BERT"]})).is_error
        async with Client(server(answers, write=True)) as client:
            assert await tools_of(client) == {
                **dict.fromkeys(READING, True),
                **dict.fromkeys(WRITING, False),
            }

    own_loop.run(talk())


def test_the_skill_names_every_tool_and_is_given_to_agents(answers: Answers) -> None:
    skill = bundled.skill().read_text("utf-8")
    assert all(f"`{name}" in skill for name in READING | WRITING)

    async def talk() -> None:
        async with Client(server(answers)) as client:
            (content,) = (await client.read_resource("skill://ptm-graph/SKILL.md")).contents
            assert isinstance(content, TextResourceContents)
            assert content.text == skill

    own_loop.run(talk())


def test_every_parameter_of_a_tool_is_described_to_the_agent(answers: Answers) -> None:
    async def talk() -> None:
        async with Client(server(answers, write=True)) as client:
            for one in (await client.list_tools()).tools:
                assert one.description
                missing = {
                    name
                    for name in one.input_schema["properties"]
                    if name not in one.description.casefold()
                }
                assert not missing, (one.name, missing)

    own_loop.run(talk())
