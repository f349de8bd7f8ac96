"""Citation graphs at random in which every number on papers and citations occurs, or is unknown."""

import random
from typing import Any

import networkx as nx

from ptm_graph.lineage.relational.columns import FACTS

TITLES = (
    *("A survey of {}", "{}: extending {}", "The {} data set", "{}", "On {} and {} once more"),
    "Learning the long and winding {} of everything again",
)
NAMES = ("AlphaNet", "BetaBERT", "BERT", "GammaNet", "DeltaNet", "networks", "roads")


def random_graph(seed: int, papers: int = 60, citations: int = 500) -> "nx.DiGraph[str]":
    """Papers of eight years that cite at random, also later ones, and in circles."""
    draw = random.Random(seed)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number in range(papers):
        graph.add_node(f"p{number:03}", **_paper(draw))
    keys = list(graph)
    for _ in range(citations):
        citing, cited = draw.choice(keys), draw.choice(keys[: papers // 2] + keys)
        graph.add_edge(citing, cited, **_citation(draw, read=int(citing[1:]) % 3 == 0))
    return graph


def _paper(draw: random.Random) -> dict[str, Any]:
    title = draw.choice(TITLES).format(draw.choice(NAMES), draw.choice(NAMES))
    year = 2010 + draw.randrange(8)
    values = {
        "title": title,
        "date": draw.choice([f"{year}-{draw.randint(1, 12):02}", f"{year}-05-20", None]),
        "year": draw.choice([year, None]),
        "authors": draw.choice(["Ann One; Bo Two", "Bo Two", "Cy Three", None]),
        "citation_count": draw.choice([None, 0, 3, 3, 900]),
        "reference_count": draw.choice([None, 0, 40, 120]),
        "references_state": draw.choice(["complete", "partial", "unknown"]),
        "publication_types": draw.choice([None, "Review", "JournalArticle"]),
        "fields_of_study": draw.choice([None, "Computer Science", "Medicine"]),
        "seed": draw.random() < 0.5,
    }
    return {name: value for name, value in values.items() if value is not None}


def _citation(draw: random.Random, *, read: bool) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if draw.random() < 0.6:
        numbers = sorted(draw.sample(range(12), draw.randrange(5)))
        data = {"mentions": len(numbers), "sentence_numbers": " ".join(map(str, numbers))}
    if draw.random() < 0.5:
        data["influential"] = draw.random() < 0.3
    for name in FACTS:
        if draw.random() < 0.4 and (read or not name.startswith("text_")):
            data[f"fact_{name}"] = round(draw.choice([0.0, 1.0, draw.random(), 3.0]), 4)
    return data
