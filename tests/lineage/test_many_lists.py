"""Many lists at once against one list at a time in plain loops."""

import random
from collections import Counter

import networkx as nx
import numpy as np
import pytest
from plain_signals import PLAIN, PlainList, chances, explained_away

import ptm_graph as pg
from ptm_graph.facts.key_phrases import content_words
from ptm_graph.graph.spans import Floats
from ptm_graph.lineage import infer, judging
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.lineage.judging import Engine
from ptm_graph.lineage.reference_lists import ReferenceLists
from ptm_graph.lineage.score import SIGNAL_NAMES, probabilities, score_lists
from ptm_graph.lineage.weights import default_weights

pytestmark = pytest.mark.no_cover

WORDS = ("neural", "deep", "graph", "survey", "dataset", "of", "language", "translation", "été")


def made_up() -> "nx.DiGraph[str]":
    """Papers of few words, authors and days, so that much is shared; the same in every run."""
    chance = random.Random(7)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for number in range(60):
        title = " ".join(chance.sample(WORDS, chance.choice((0, 1, 3, 5))))
        net = f"Net{number - number % 4}"
        if number % 4 < 2:
            title = f"{net}: {title}" if number % 4 == 0 else f"{net}XL: {net} {title}"
        data = {"title": title, "seed": number % 4 != 3, "derived_names": net}
        graph.add_node(f"{number:02}", **data)
        if number % 10 == 9:
            graph.nodes[f"{number:02}"]["title"] = "Exactly the same old title " + 3 * " of a work"
        if chance.random() < 0.8:
            graph.nodes[f"{number:02}"]["year"] = 1990 + number // 3
            graph.nodes[f"{number:02}"]["authors"] = "; ".join(chance.choices("ABCDE", k=2))
        cites = set(chance.sample(range(number), min(number, chance.choice((0, 0, 6, 12)))))
        for cited in sorted(cites | ({number - 1} if number % 8 == 1 else set())):
            numbers = chance.sample(range(8), chance.choice((0, 1, 1, 3)))
            edge = {"mentions": len(numbers), "sentence_numbers": " ".join(map(str, numbers))}
            told = {"fact_first_person": 0.5, "fact_cue_material": float(len(numbers) > 1)}
            graph.add_edge(f"{number:02}", f"{cited:02}", **(edge | told if numbers else {}))
    return graph


@pytest.fixture(scope="module", params=["bundled", "made up"])
def graph(request: pytest.FixtureRequest, bundled_library_path: object) -> "nx.DiGraph[str]":
    if request.param == "made up":
        return made_up()
    with pg.Library.open(str(bundled_library_path)) as library:
        return pg.citation_graph(library)


def known(values: Floats) -> Floats:
    return np.nan_to_num(values, nan=-99.0)


def test_every_list_among_many_has_the_signals_and_chances_of_plain_loops(
    graph: "nx.DiGraph[str]",
) -> None:
    index = CitationIndex(graph)
    common = Counter(
        word for _, data in graph.nodes(data=True) for word in content_words(data["title"])
    )
    references = ReferenceLists(index, Engine(index).children(sorted(graph)))
    scored = score_lists(references, default_weights())
    eligible = references.cited % 5 > 0
    found = scored.confidences(eligible)
    seen: set[str] = set()
    step = 1 if len(graph) == 60 else 3  # plain loops take their time
    for place, child in list(enumerate(references.children.tolist()))[::step]:
        one, rows = PlainList(graph, index, common, index.keys[child]), references.rows(place)
        assert [index.keys[paper] for paper in references.cited[rows].tolist()] == one.cited
        if not rows:
            continue
        for name, plain in PLAIN.items():
            values = scored.values[rows, SIGNAL_NAMES.index(name)]
            assert known(values) == pytest.approx(known(np.array(plain(one))), abs=1e-12), name
            seen |= {name} if len(np.unique(values[~np.isnan(values)])) > 1 else set()
        weights = default_weights().given(scored.knowledge(place))
        away = scored.values[rows, -1]
        scores = scored.scores[rows] - weights.of("explained_away") * np.nan_to_num(away)
        assert known(away) == pytest.approx(known(np.array(explained_away(one, scores.tolist()))))
        unknown = [weights.intercepts["all"]] * int(references.unknown[place])
        shares = chances(scored.scores[rows].tolist(), eligible[rows].tolist(), unknown)
        expected = probabilities(np.array(shares), weights.parents, weights.sharpness)
        assert found[rows] == pytest.approx(expected, abs=1e-12)
    if len(graph) == 60:
        assert seen == set(PLAIN)
        assert references.edges.min() == -1 and np.nanmax(scored.values[:, -1]) >= 0.5


def test_a_child_alone_is_judged_bit_for_bit_as_among_all(graph: "nx.DiGraph[str]") -> None:
    engine = Engine(CitationIndex(graph))
    together = list(engine.judged(engine.children(sorted(graph)), "list"))
    for one in [judged for judged in together if judged.order][::7]:
        alone = engine.judge(one.child, "list")
        rows, own = sorted(one.order), sorted(alone.order)
        assert [row - rows[0] for row in one.order] == list(alone.order)
        assert [row - rows[0] for row in one.chosen] == list(alone.chosen)
        assert one.scored.values[rows].tobytes() == alone.scored.values[own].tobytes()
        assert one.scored.scores[rows].tobytes() == alone.scored.scores[own].tobytes()
        assert one.confidences[rows].tobytes() == alone.confidences[own].tobytes()
    assert any(one.chosen for one in together)


def test_lists_looked_at_in_parts_are_the_same_as_all_together(
    graph: "nx.DiGraph[str]", monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = infer(graph, candidates="all")
    monkeypatch.setattr(judging, "MOST_JOINED", 500)
    assert infer(graph, candidates="all") == whole
    assert whole.relations and whole.abstentions
