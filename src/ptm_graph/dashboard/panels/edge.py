"""Why an edge is there: every term of its score, every sentence, and who lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.deciding import decision_bar
from ptm_graph.dashboard.explaining import (
    label_text,
    lost_text,
    meaning_text,
    sure_text,
    term_text,
)
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.panels.paper import PinPaper
from ptm_graph.dashboard.safe_text import anchor, as_html, as_markdown
from ptm_graph.dashboard.time_travel import candidates_then
from ptm_graph.errors import QueryError
from ptm_graph.library import Library
from ptm_graph.lineage import relations
from ptm_graph.lineage.judging import telling
from ptm_graph.lineage.saying import REASONS, SMALLEST_SHOWN, relation_sentence
from ptm_graph.lineage.score import INTERCEPT
from ptm_graph.words import lists
from ptm_graph.words.addresses import web_address
from ptm_graph.words.model import Label, Relation
from ptm_graph.workflow.quoting import (
    LONGEST_QUOTE,
    Quote,
    link_of,
    notes,
    said,
)

_SENTENCE = 1500
_RANKED, _MOST_RANKED = 6, 200
"""Candidates shown, and among how many the one asked about is sought."""


def edge_panel(frame: Frame, parent: str, child: str, pin_paper: PinPaper) -> None:
    """Show one relation, parent → child, with all evidence for and against it."""
    words, family = frame.words, frame.opened.family
    relation = relations(family.edge_subgraph([(parent, child)]))[0]
    _ends(frame, parent, child, pin_paper)
    tier, name = words.named("tier", relation.tier), words.named("tier_name", relation.tier)
    names = name_of(frame.opened, child), name_of(frame.opened, parent)
    said = relation_sentence(relation, *names, words.language)
    st.html(
        f'<div class="pg-said">{as_html(said)}</div>'
        f'<div class="pg-body">{_confidence(words, relation)}'
        f' · <span class="pg-chip">{as_html(name, 20)}</span> {tier}'
        f" · {words('edge.rank', rank=relation.rank)}</div>"
        + (_decision(words, relation) if relation.decision else _means(words, relation))
        + (_proposal(words) if relation.proposal else "")
    )
    decision_bar(frame, parent, child)
    evidence(frame, relation)
    _runner_up(frame, parent, child)


def _confidence(words: Words, relation: Relation) -> str:
    held = f"<b>{as_html(sure_text(words, relation), 40)}</b>"
    return held if relation.decision else f"{held} {words('edge.confidence')}"


def _means(words: Words, relation: Relation) -> str:
    said = meaning_text(words, relation)
    return f'<div class="pg-muted">{as_html(said, 300)}</div>' if said else ""


def evidence(frame: Frame, relation: Relation) -> None:
    """Show all evidence for and against a relation, even one that is not drawn."""
    words = frame.words
    sentences = relation.evidence.sentences
    quoted, link = _quoted(frame, relation.child, relation.parent, sentences)
    told = sum(quote.noted for quote in quoted) + 1
    _sentences(words, relation, quoted[:told], link)
    _reasons(words, relation)
    seen = {quote.text for quote in quoted[:told]}
    _type(words, relation.relation_type, seen)
    _changed(words, relation.labels, seen)
    _notes(words, [words.told(note) for note in notes(relation, quoted)])
    _terms(words, relation, quoted[told:])


def rejected_panel(frame: Frame, parent: str, child: str, pin_paper: PinPaper) -> None:
    """Show a relation that a person decided against, with the way back."""
    words = frame.words
    _ends(frame, parent, child, pin_paper)
    held = frame.opened.decision((parent, child))
    if held is not None:
        st.html(
            f'<span class="pg-chip">{words.named("decided", held.verdict)}</span> '
            f'<span class="pg-muted">{as_html(held.by, 60)}, {words.day(held.at)}</span>'
        )
    decision_bar(frame, parent, child)


def citation_panel(frame: Frame, citing: str, cited: str, pin_paper: PinPaper) -> None:
    """Show one citation, citing → cited."""
    words = frame.words
    data = frame.opened.citations.edges[citing, cited]
    st.html(f"<b>{words('edge.citation')}</b>")
    _ends(frame, citing, cited, pin_paper)
    influential = data.get("influential")
    facts = [
        words("edge.mentions", count=words.number(data.get("mentions"))),
        words("edge.influential", value=_yes_no(words, influential)),
        words("edge.intents", value=_intents(words, lists.split(data.get("intents")))),
        words("edge.source", value=as_html(words.source(data.get("given_by")), 60)),
    ]
    st.html('<div class="pg-body">' + "<br>".join(facts) + "</div>")
    told = [text for text in str(data.get("sentences") or "").split("\n") if text]
    _quotes(words, *_quoted(frame, citing, cited, sorted(told, key=telling)))


def _yes_no(words: Words, value: bool | None) -> str:
    return words("unknown") if value is None else words("yes") if value else words("no")


def _ends(frame: Frame, tail: str, head: str, pin_paper: PinPaper) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for place, key in enumerate((tail, head)):
            if place:
                st.html("→", width="content")
            st.button(
                as_markdown(name_of(frame.opened, key), 50),
                key=f"end {place}",
                on_click=pin_paper,
                args=(key,),
            )


def _decision(words: Words, relation: Relation) -> str:
    return f'<span class="pg-chip">✓ {words.named("decided", str(relation.decision))}</span>'


def _proposal(words: Words) -> str:
    return f'<div class="pg-note">{words("edge.proposal")}</div>'


def _type(words: Words, kind: Label | None, seen: Collection[str]) -> None:
    if kind is not None:
        quoted = _behind(kind, seen)
        said = as_html(words.named("relation_type", kind.text), 80)
        st.html(f'<div class="pg-body">{words("edge.relation_type")} <b>{said}</b>{quoted}</div>')


def _changed(words: Words, labels: Sequence[Label], seen: Collection[str]) -> None:
    if not labels:
        return
    items = "".join(
        f"<li><b>{as_html(label_text(words, label.text), 80)}</b> "
        f'<span class="pg-muted">{_rule(words, label)}</span>'
        f"{_behind(label, seen)}</li>"
        for label in labels
    )
    st.html(f'<b>{words("edge.changed")}</b><ul class="pg-body">{items}</ul>')


def _behind(label: Label, seen: Collection[str]) -> str:
    """The sentence behind a label, where it does not stand above already."""
    if not label.quote or label.quote in seen:
        return ""
    return f'<div class="pg-quote">{as_html(label.quote, _SENTENCE)}</div>'


def _rule(words: Words, label: Label) -> str:
    if label.noted:
        return words("edge.by_owner")
    if label.rule == "key phrases":
        return words("edge.key_phrases")
    if words.has(f"label.{label.text}"):
        return words("edge.by_rule")
    return words("edge.by_person")


def _reasons(words: Words, relation: Relation) -> None:
    """The strongest reasons for it."""
    strongest = [term for term in relation.evidence.terms if term.points > 0][:REASONS]
    if strongest:
        told = "".join(f"<li>{as_html(term_text(words, one), 160)}</li>" for one in strongest)
        st.html(f'<b>{words("edge.reasons")}</b><ul class="pg-body">{told}</ul>')


def _terms(words: Words, relation: Relation, quoted: Sequence[Quote]) -> None:
    """All terms: those that matter, the others in one line, and where every reference starts.

    With them stand the quotes that were not shown before.
    """
    terms, intents = relation.evidence.terms, relation.evidence.intents
    if not terms:
        return
    starts = [term for term in terms if term.name == INTERCEPT]
    others = [term for term in terms if term.name != INTERCEPT]
    shown = [term for term in others if abs(term.points) >= SMALLEST_SHOWN]
    small = [term.points for term in others if abs(term.points) < SMALLEST_SHOWN]
    most = max((abs(term.points) for term in shown), default=1.0)
    rows = [_row(term_text(words, term), term.points, most) for term in shown]
    if small:
        rows.append(_row(words("edge.small", count=len(small)), sum(small), None))
    rows += [_row(term_text(words, term), term.points, None) for term in starts]
    rows.append(_row(words("edge.sum"), relation.score, None, strong=True))
    with st.expander(words("edge.terms", count=len(terms))):
        st.html(
            f'<table class="pg-terms"><thead><tr><th scope="col">{words("edge.term")}</th>'
            f'<th scope="col" class="pg-points">{words("edge.points")}</th><th scope="col"'
            f' style="width:28%"></th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
            + "".join(_quote(words, one) for one in quoted)
        )
        if intents:
            said = words("edge.intents", value=_intents(words, intents))
            st.html(f'<div class="pg-muted">{said}</div>')


def _row(text: str, points: float, most: float | None, *, strong: bool = False) -> str:
    """A term with its points and a bar of their share of the most; None: no bar."""
    against = " pg-against" if points < 0 else ""
    width = abs(points) / most if most else 0
    bar = f'<div class="pg-bar{against}" style="width:{width:.0%}" aria-hidden="true">'
    told = f"<b>{points:+.2f}</b>" if strong else f"{points:+.2f}"
    return (
        f'<tr><th scope="row">{as_html(text, 160)}</th><td class="pg-points">{told}</td>'
        f"<td>{f'{bar}</div>' if most else ''}</td></tr>"
    )


def _intents(words: Words, intents: Sequence[str] | None) -> str:
    named = [as_html(words.named("intent", one), 30) for one in intents or ()]
    return words.list(named) or words("unknown")


def _sentences(words: Words, relation: Relation, quoted: Sequence[Quote], link: str | None) -> None:
    mentions = relation.evidence.mentions
    if quoted:
        _quotes(words, quoted, link)
    elif mentions:
        st.html(f'<div class="pg-muted">{words("edge.no_sentences", count=mentions)}</div>')


def _quoted(
    frame: Frame, citing: str, cited: str, told: Sequence[str]
) -> tuple[Sequence[Quote], str | None]:
    """What the paper itself says, otherwise what services tell; and the paper's page."""
    with Library.open(frame.opened.path) as library:
        quoted = said(library, citing, {cited: told})[cited]
        return quoted, web_address(link_of(library.paper(citing)) or "")


def _quotes(words: Words, quoted: Sequence[Quote], link: str | None) -> None:
    if not quoted:
        return
    more = f" · {anchor(link, words('edge.to_paper'))}" if link else ""
    marked = any("[*]" in one.text for one in quoted)
    heading = words("edge.quoted_mark" if marked else "edge.quoted")
    st.html(f"<b>{heading}</b>{more}" + "".join(_quote(words, one) for one in quoted))


def _quote(words: Words, quote: Quote) -> str:
    heading = f"<i>{as_html(quote.section, 120)}</i>" if quote.section else ""
    where = f"{words('edge.in_section', section=heading)} " if heading else ""
    if quote.noted:
        where = f"<i>{words('paper.note')}:</i> "
    return f'<div class="pg-quote">{where}“{as_html(quote.text, LONGEST_QUOTE)}”</div>'


def _notes(words: Words, notes: Sequence[str]) -> None:
    if notes:
        items = "".join(f"<li>{as_html(note, 200)}</li>" for note in notes)
        st.html(f'<b>{words("edge.weak")}</b><ul class="pg-muted">{items}</ul>')


def _runner_up(frame: Frame, parent: str, child: str) -> None:
    words = frame.words
    if not st.toggle(words("edge.show_runner_up"), key=f"runner-up {parent}→{child}"):
        return
    try:
        ranked = candidates_then(frame.opened, parent, child, _MOST_RANKED)
    except QueryError as error:
        st.html(f'<div class="pg-muted">{as_html(words.told(error))}</div>')
        return
    lost = lost_text(words, frame.opened, ranked, parent)
    if lost:
        st.html(f'<div class="pg-body">{as_html(lost, 500)}</div>')
    rows = "".join(
        f'<tr><th scope="row">{as_html(name_of(frame.opened, one.relation.parent), 60)}</th>'
        f'<td class="pg-points">{one.relation.score:+.1f}</td>'
        f"<td>{as_html(words.told(one.verdict), 80)}</td></tr>"
        for one in ranked[:_RANKED]
    )
    st.html(f'<table class="pg-terms"><tbody>{rows}</tbody></table>')
