"""A reference written out as text: authors, title, venue and year, in any common order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ptm_graph.reading_lists.headline import MADE_BY, is_title, quoted, without_number
from ptm_graph.reading_lists.links import begins_no_venue, has_venue, is_venue
from ptm_graph.reading_lists.vocabulary import NOT_NAMES, PARTICLES

LONGEST = 1_500
"""Characters of a line that is taken apart; of a longer one only the beginning."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a written reference says; None where it does not say it."""

    title: str | None = None
    authors: tuple[str, ...] | None = None
    year: int | None = None
    venue: str | None = None
    certain: bool = False
    """True where the form itself shows a reference, not only a text that could be a title."""


_YEAR = re.compile(r"(?<![\d.:/])((?:19[5-9]|20[0-4])\d)(?![\d:])")
_DOCUMENT_TYPE = re.compile(r"\s*\[(?:J|C|D|M|R|P|A|N|S|Z|EB|DB|CP)(?:/(?:OL|CD|DK|MT))?\]")
_NAME_WORD = re.compile(
    r"(?:[^\W\d_][.’'-]?)+(?:-(?:[^\W\d_]\.?)+)*\.?[*†‡§\d]{0,3}|[^\W\d_]\.(?:-?[^\W\d_]\.)*",
    re.UNICODE,
)
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\bvs)(?<!\bvol)(?<!\bno)(?<!\bSt)[.。]\s+(?=\S)|[.。]$"
    r"|(?<=[?!])\s+(?=(?:[A-Z][\w.&]*[ ,]+(?:(?:of|and|in|the|for) ){0,2}){1,6}(?:vol\. ?)?\(?\d)"
)
_ET_AL = re.compile(r"\bet[ .]+al\b\.?|\band (?:coauthors|others|colleagues)\b|等", re.I)


_LEADS_TO_LINK = re.compile(
    r"(?<![\s.,;])[\s.,;]*+\[?\b(?:online|preprint(?: at)?|available(?: (?:from|at|online))*"
    r"|retrieved from|url|doi|link)\b\]?[\s.,:]*"
    r"(?:available(?: (?:from|at))?\s*)?[:：]?\s*$",
    re.I,
)
"""Words that lead from a reference to its address."""


def without_lead_to_link(text: str) -> str:
    """A reference without what leads to the address behind it: ``[Online]. Available:``."""
    return _LEADS_TO_LINK.sub("", text)


@lru_cache(maxsize=16_384)
def reference(text: str) -> Reference:
    """Take a written reference apart.

    Understands quoted titles (“IEEE”, MLA, Chicago), ``Title[J]`` (GB/T 7714),
    ``Authors (2019). Title. Venue.`` (APA), ``Authors. 2019. Title. Venue`` (ACL),
    ``Title. Authors. Venue 2019`` and ``Title, Authors, Venue, 2019``.
    """
    line = _CORRECTED.sub("", without_number(" ".join(text[:LONGEST].split())))
    if MADE_BY.match(line):
        return Reference()
    for parse in (_quoted, _typed, _dated, _led, _led_in_full, _led_by_initials, _before_journal):
        found = parse(line)
        if found is not None:
            return found
    by_commas = _commas(line)
    led = surely_people(_first_sentence(line)) is not None
    pointed = by_commas is not None and _POINT.search(by_commas.title or "") is not None
    if by_commas is not None and by_commas.authors and not led and not pointed:
        return by_commas  # the points behind authors are those of abbreviations: “Phys. Rev. D”
    return _sentences(line) or by_commas or Reference()


def _year(text: str) -> int | None:
    years = _YEAR.findall(text)
    return int(years[-1]) if years else None


def _quoted(line: str) -> Reference | None:
    found = quoted(line)
    if found is None:
        return None
    title, start, end = found
    before, after = line[:start].strip(" ,.:："), line[end:].strip(" ,.")
    authors = people(before) or people(_first_sentence(after))
    return Reference(
        title.strip(" .,"), authors, _year(after) or _year(before), venue_in(after), True
    )


def _typed(line: str) -> Reference | None:
    mark = _DOCUMENT_TYPE.search(line)
    if mark is None:
        return None
    parts = _parts(line[: mark.start()])
    title = parts[-1].strip(" .,") if parts else ""
    if len(title) < 4:
        return None
    after = line[mark.end() :].strip(" .")
    return Reference(title, people(". ".join(parts[:-1])), _year(after), venue_in(after), True)


_JOURNAL_THEN = re.compile(
    r",\s+(?=(?:[A-Z][\w.&-]*(?: (?:of|and|the|in|for|on))?[ ,]+){1,8}"
    r"(?:vol\.? ?)?[A-Z]?\d+\s*[(,:;])"
)


def _surnames_alone(text: str) -> tuple[str, ...] | None:
    """``Doe, Roe & Poe`` in front of a year."""
    listed = re.fullmatch(
        r"[A-Z][a-zß-ÿ’'-]+(?:, [A-Z][a-zß-ÿ’'-]+)*(?:,? (?:&|and) [A-Z][a-zß-ÿ’'-]+)?", text
    )
    return tuple(re.split(r",? (?:&|and) |, ", text)) if listed else None


def _dated(line: str) -> Reference | None:
    match = re.match(
        r"(?P<authors>[^()]{4,800}?)[ .,]*[(（](?P<year>(?:19|20)\d\d)[a-z]?(?:,[^()]{1,20})?[)）]"
        r"[.,:]?\s+(?P<dash>[-–—]\s+)?(?P<rest>\S.*)",
        line,
    ) or re.match(
        r"(?P<authors>[^()]{4,800}?)\. (?P<year>(?:19|20)\d\d)[a-z]?\. (?P<rest>\S.*)", line
    )
    match = match or re.match(
        r"(?P<authors>[^():]{4,800}?), (?P<year>(?:19|20)\d\d)[a-z]?: (?P<rest>\S.*)", line
    )
    if match is None:
        return None
    authors = people(match["authors"]) or _surnames_alone(match["authors"])
    if authors is None:
        return None
    written = match["rest"]
    if match.groupdict().get("dash"):
        written = re.sub(r"\s[-–—]\s(?=\S+(?: \S+){0,7}$)", ". ", written, count=1)
    parts = _parts(_JOURNAL_THEN.sub(". ", written, count=1))
    if not parts or len(parts[0]) < 4 or _VOLUME.search(parts[0]):
        return None
    behind = leading_people(match["rest"])
    if behind and not surely_people(match["authors"]):  # “Layer Widgets (2016), J. Ba et al.”
        return Reference(
            match["authors"].strip(" .,"), behind, int(match["year"]), venue_in(match["rest"]), True
        )
    rest = ". ".join(parts[1:])
    return Reference(parts[0].strip(" .,"), authors, int(match["year"]), venue_in(rest), True)


_CORRECTED = re.compile(
    r"\s*\((?:\d+\w*|[A-Z]\w+|[Rr]ev\.?) ed(?:ition|\.)?\)"
    r"|\s*\[(?:published|corrected|retracted|erratum|internet|online|preprint|cited"
    r"|electronic resource)\b[^\[\]]*\]",
    re.I,
)
_LEADING_PEOPLE = re.compile(
    r"""
    (?:(?:(?:van|von|de|der|den|di|da|la|le|du)\ )*
       [^\W\d_a-z][\w’'-]+(?:[ -](?:[^\W\d_a-z][\w’'-]+))?
       (?:,\ ?|\ )
       (?:(?:[A-ZÀ-ÖØ-Þ]\.[ -]?){1,4}|[A-ZÀ-ÖØ-Þ](?:-?[A-ZÀ-ÖØ-Þ]){0,3}(?=[,.;&]|\ (?:and|&|et)\ ))
       (?:\ ?(?:,|;)?\ ?(?:and|&)?\ ?)?
    )+
    (?:[,;]?\ ?(?:et\ al\.?|others|\.{3}|…))?
    """,
    re.VERBOSE,
)
_BEHIND_PEOPLE = re.compile(
    r"[\s.,:;–—-]*(?:[(\[]?(?:19|20)\d\d[a-z]?[)\]]?[\s.,:;–—-]+)?(?=[\w(“\"])"
)


_ORGANISED = re.compile(
    r"(?:[Tt]he )?(?:\d{1,5} )?(?:[A-Z][\w-]+ (?:(?:of|for|on|and) )?){1,6}"
    r"(?:Group|Collaboration|Collaborators|Consortium|Investigators|Trialists|Committee|Task Force"
    r"|Initiative|Team|Organi[sz]ation"
    r"|Association|Society)"
    r"|(?:[A-Z][\w.-]+ ){0,2}(?:Centers?|Institutes?|Departments?|Ministry|Office|Bureau)"
    r" (?:for|of)(?: (?:of|for|on|and|[A-Z][\w-]+)){1,8}"
)
_GROUP = re.compile(rf"[,;]?\s*(?:for|on behalf of|and)?\s*(?:{_ORGANISED.pattern})(?=\.\s)")


_VOLUME = re.compile(r"(?:19|20)\d\d\s*;\s*\d|\d\s*\(\d+\)\s*:\s*\d")


def _led(line: str) -> Reference | None:
    """``Doe J, Roe AB. Title. Journal 2019;1:2`` and ``Coase, R. H. Title. Journal, 1960``."""
    match = _LEADING_PEOPLE.match(line)
    authors = people(match.group().strip(" ,;.")) if match else None
    placed = _VOLUME.search(line) is not None
    if match is None or authors is None:
        return None
    if not (placed or len(authors) > 1 or "." in match.group()):
        return None
    group = _GROUP.match(line, match.end())
    gap = _BEHIND_PEOPLE.match(line, group.end() if group else match.end())
    if gap is None or not re.search(r"[.:,)\d]", match.group()[-2:] + gap.group()):
        return None
    year = _year(gap.group())
    parts = _parts(line[gap.end() :])
    title = re.split(r"(?<=[a-z?!]), (?=[A-Z][\w. ]{1,40}(?:,|\d|$))", parts[0])[0] if parts else ""
    short = not is_title(title) and len(title.split()) < 2
    if _VOLUME.search(title) or not title or (short and not placed):
        return None
    rest = line[gap.end() + len(title) :]
    return Reference(title.strip(" .,"), authors, year or _year(rest), venue_in(rest), True)


_GIVEN = r"[A-Z][^\W\d_]+(?:[ -](?:[A-Z]\.|[A-Z][^\W\d_]+))?"
_FAMILY = r"(?:(?:van|von|de|der|den|di|da|la|le|du) )*[A-Z][\w’'-]+"
_IN_FULL = re.compile(
    rf"(?:[—–-]{{3,6}}|{_FAMILY}(?: {_FAMILY})?, [A-Z][^\W\d_]+(?: [A-Z](?:\.(?= ?[,&a]))?)?"
    rf"(?:,? (?:and |& )?{_GIVEN} {_FAMILY})*(?:,? et al)?)(?:, eds?)?\. (?=[A-Z“\"])"
)


def _led_in_full(line: str) -> Reference | None:
    """``Becker, Gary S., and Ann Doe. Human Widgets. 3rd ed. Chicago: Press, 1993.``"""
    match = _IN_FULL.match(line)
    parts = _parts(line[match.end() :]) if match else []
    if match is None or len(parts) < 2 or not is_title(parts[0]):
        return None
    rest = line[match.end() + len(parts[0]) :]
    year = _year(rest)
    if year is None:
        return None
    return Reference(parts[0].strip(" .,"), people(match.group()), year, venue_in(rest), True)


_BY_INITIALS = (
    r"(?:[A-Z]\.[ -]?){1,4}(?:(?:van|von|de|der|den|di|da|la|le|du|['’]t) )*[A-Z][\w’'-]+"
)
_LEAD_BY_INITIALS = re.compile(
    rf"{_BY_INITIALS}(?:(?:, and |, | and | & ){_BY_INITIALS})*(?:,? et al\.?)?[,:] (?=[A-Z])"
)
_END_OF_TITLE = re.compile(r"\.\s|[.,]? \(?(?:\w+\.? )?ed(?:ition|\.)|$")


def _led_by_initials(line: str) -> Reference | None:
    """``S. Doe and L. Roe, Widget Theory, 2nd ed. Cambridge: Press, 2004.``"""
    match = _LEAD_BY_INITIALS.match(line)
    rest = _JOURNAL_THEN.sub(". ", line[match.end() :], count=1) if match else ""
    title = rest[: end.start()] if (end := _END_OF_TITLE.search(rest)) else rest
    title = (
        re.sub(r", \w+$", "", title) if "dition" in rest[len(title) : len(title) + 20] else title
    )
    year = _year(rest[len(title) :])
    if match is None or year is None or len(title.split()) < 2:
        return None
    return Reference(
        title.strip(" .,"), people(match.group()), year, venue_in(rest[len(title) :]), True
    )


_JOURNAL_BEHIND = re.compile(r",\s+(?=(?:[A-Z][A-Za-z]*\.\s?){2,6}[A-Z]?\d)")


def _before_journal(line: str) -> Reference | None:
    """``A. G. Doe et al., Widgets at Night, Astron. J. 116, 1009 (1998)``."""
    match = _JOURNAL_BEHIND.search(line)
    if match is None:
        return None
    pieces, rest = line[: match.start()].split(", "), line[match.end() :]
    for count in range(min(len(pieces) - 1, 12), -1, -1):
        title = ", ".join(pieces[count:])
        authors = people(", ".join(pieces[:count])) if count else None
        if is_title(title) and (authors or not count) and not _POINT.search(title):
            return Reference(title, authors, _year(rest), venue_in(rest), True)
    return None


_POINT = re.compile(r"[^\W\d_]{2}\. [A-Z]")


def _sentences(line: str) -> Reference | None:
    parts = _parts(line)
    if len(parts) < 2:
        return None
    written = [people(part) for part in parts]
    first_people = next((index for index, names in enumerate(written) if names), None)
    if first_people == 0 and not surely_people(parts[0]):
        first_people = 1 if len(written[1] or ()) > 1 else 0  # “Widget GAN. M. Doe, S. Roe.”
    title_at = 1 if first_people == 0 else 0
    title = parts[title_at].strip(" .,")
    if not is_title(title) and not (first_people == 1 and len(title) > 3):
        return None
    if _VOLUME.search(title):
        return None
    authors = written[first_people] if first_people in (0, title_at + 1) else None
    rest = ". ".join(
        part for index, part in enumerate(parts) if index not in (title_at, first_people)
    )
    return Reference(title, authors, _year(rest), venue_in(rest), authors is not None)


_BEFORE_TAIL = re.compile(
    r"\s*(?:[(（](?:19|20)\d\d[)）]\s*,?|,|\bby\b|\s[-–—|]\s|[(（](?=[A-Z]))\s*(?:by\s+)?"
)
_END_OF_PEOPLE = re.compile(
    r"(?<![A-Z])\.\s|[;(（)）\[|]\s?|\s[-–—]\s|(?<=al)\.|(?<=\bal),|, (?=[A-Z]{3,}|(?:19|20)\d\d)"
)


def _commas(line: str) -> Reference | None:
    """``Title (2015), G. Hinton et al.`` and ``Title, Venue 2019``."""
    end = len(line)
    authors = None
    for match in _BEFORE_TAIL.finditer(line):
        rest = line[match.end() :]
        head = line[: match.start()]
        if (not is_title(head) and len(head.split()) < 2) or surely_people(head):
            continue
        first = _END_OF_PEOPLE.split(rest, maxsplit=1)[0].strip(" .,")
        names = people(first) or _surnames(first, rest, match.group().strip() in ("-", "–", "—"))
        dated = re.match(r"\s*[(（]\d", match.group()) is not None
        if names and (len(names) > 1 or _ET_AL.search(rest) or dated or surely_people(first)):
            end, authors = match.start(), names
            break
        if is_venue(rest) and _year(rest):
            end = match.start()
            break
    title = line[:end].rstrip(" .,:：-–—|(（").lstrip(" .,:：-–—|")
    if end == len(line):
        title = re.sub(r"\s*[(（](?:19|20)\d\d[)）]\s*$", "", title)
    if not title:
        return None
    rest = line[end:]
    return Reference(title, authors, _year(rest), venue_in(rest), authors is not None)


def _surnames(text: str, rest: str, dash: bool) -> tuple[str, ...] | None:
    """``Xie & Grossman, PRL 2018``: family names alone, with a year behind them."""
    if dash and re.fullmatch(r"[A-Z][\w’'-]+(?:, (?:and )?[A-Z][\w’'-]+)+", text) and _year(rest):
        return tuple(re.split(r", (?:and )?", text))
    names = re.fullmatch(r"([A-Z][\w’'-]+) (?:&|and) ([A-Z][\w’'-]+)", text)
    return names.groups() if names and _year(rest[len(text) : len(text) + 40]) else None


def _parts(line: str) -> list[str]:
    """Sentences of a reference; initials and “et al.” end none."""
    parts: list[str] = []
    position = 0
    for match in _SENTENCE_END.finditer(line):
        parts.append(line[position : match.start()].strip())
        position = match.end()
    parts.append(line[position:].strip())
    return _with_series_numbers([part for part in parts if part])


_SERIES = re.compile(r"(?:Part |No\. ?)?(?:[IVX]{1,5}|\d{1,2})")


def _with_series_numbers(parts: list[str]) -> list[str]:
    """Join what the number of a series parts: “Widgets in rivers. II. Numerical results”."""
    found: list[str] = []
    open_number = False
    for part in parts:
        number = _SERIES.fullmatch(part) is not None
        if found and (open_number or (number and len(part) <= 9)) and _may_go_on(found[-1], part):
            found[-1] = f"{found[-1]}. {part}"
        else:
            found.append(part)
        open_number = number and found[-1] != part
    return found


def _may_go_on(head: str, part: str) -> bool:
    """Whether a series may be called so: of two words only before a roman number."""
    roman = re.fullmatch(r"[IVX]{1,5}", part) is not None
    return is_title(head) or (roman and len(head.split()) > 1 and people(head) is None)


def _first_sentence(text: str) -> str:
    parts = _parts(text)
    return parts[0] if parts else ""


@lru_cache(maxsize=4096)
def people(text: str) -> tuple[str, ...] | None:
    """The authors a text lists; None where it does not read like names.

    >>> people("Jacob Devlin, Ming-Wei Chang, Kenton Lee and Kristina Toutanova")[0]
    'Jacob Devlin'
    >>> people("Qiu X , Sun T , Xu Y , et al")
    ('Qiu X', 'Sun T', 'Xu Y')
    >>> people("Deep contextualized word representations") is None
    True
    """
    bare = text.strip(" .,;:*_()（）")
    if _ORGANISED.fullmatch(bare[:200]):
        return (bare,)
    if not bare or len(bare) > 1_200 or re.search(r"\d{3}|[:：?!/“”\"@]", bare):
        return None
    others = _ET_AL.search(bare) is not None
    listed = _ET_AL.sub(" ", bare)
    listed = _BRACKETED.sub(" ", listed)
    names = _inverted(
        [
            [name.strip(" .*†‡§") for name in re.split(r"[,，]", part) if name.strip(" .*†‡§")]
            for part in re.split(r"\s*(?:[;；、&…]|\. ?\. ?\.(?= )|\band\b)\s*", listed)
        ]
    )
    strangers = [name for name in names if not _is_person(name)]
    if not names or len(strangers) > len(names) // 4:
        return None
    if not all(_is_person(name, coined=True) for name in strangers):  # “Mohammed AlQuraishi”
        return None
    full = sum(" " in name for name in names)
    if not others and 2 * full < len(names):  # a list of single words names models, not people
        return None
    if len(names) == 1 and not others and not _looks_single(names[0]):
        return None
    if len(names) == 2 and {" " in name for name in names} == {True, False} and not others:
        return None  # “by Representing and Predicting Spans”
    return tuple(names)


@lru_cache(maxsize=4096)
def surely_people(text: str) -> tuple[str, ...] | None:
    """The authors a text lists, if it can be nothing else.

    Two words with capitals may be a title as well as a name; initials, “et al.” and a
    list of three or more cannot.

    >>> surely_people("J. Ba") and not surely_people("Layer Widgets")
    True
    """
    names = people(text)
    if names is None:
        return None
    if len(names) > 2 or _ET_AL.search(text) or _ORGANISED.fullmatch(names[0]):
        return names
    initials = [bool(_INITIAL.search(name)) for name in names]
    sure = len(names) > 1 or "." in text[:-1] or ", " in names[0]
    return names if all(initials) and sure else None


def leading_people(text: str) -> tuple[str, ...] | None:
    """Authors at the beginning of what stands behind a title: ``(2015), G. Hinton et al. …``."""
    bare = re.sub(r"^[\s.,;:–—|-]*(?:[(（](?:19|20)\d\d[)）])?[\s.,;:–—|-]*(?:by\s+)?", "", text)
    first = _END_OF_PEOPLE.split(bare, maxsplit=1)[0].strip(" .,")
    names = people(first)
    by = re.match(r"[\W\d]*by ", text) is not None
    told = names and (by or len(names) > 1 or surely_people(first) or _ET_AL.search(bare[:60]))
    return names if told else None


_BRACKETED = re.compile(r"\s*[(（][^()（）]{1,60}[)）]")


def _inverted(parts: list[list[str]]) -> list[str]:
    """Join ``Devlin, J.`` and ``LeCun, Yann`` where a comma parts one name."""
    return [name for names in parts for name in _inverted_in(names)]


def _inverted_in(names: list[str]) -> list[str]:
    joined: list[str] = []
    for name in names:
        initials = re.fullmatch(r"(?:[^\W\d_]\.?[ -]?){1,4}", name) is not None and (
            "." in name or name.isupper()
        )
        single = joined and " " not in joined[-1] and "," not in joined[-1]
        if single and (initials or (len(joined) == 1 and " " not in name and len(names) > 1)):
            joined[-1] = f"{joined[-1]}, {name}"
        else:
            joined.append(name)
    return joined


_INITIAL = re.compile(r"(?:^|[ ,-])[^\W\d_]\.?(?=$|[ ,.-])|(?:^| )(?!AI|ML|DL|QA|IR)[A-Z]{2}$")
_COINED = re.compile(
    r"\d[^\W\d]|[a-z][A-Z]{2}|^(?!Mc|Mac|De|Di|La|Le|Du|Van|O’|O')[A-Z][a-z]+[A-Z]"
)


_ENDS_SENTENCE = re.compile(r"[^\W\d_]{4,}\.|[A-Z]{3,}\.")


def _is_person(name: str, coined: bool = False) -> bool:
    if _ORGANISED.fullmatch(name):
        return True
    words = name.replace(",", " ").split()
    if not 1 <= len(words) <= 5:
        return False
    if all("\u4e00" <= char <= "\u9fff" for char in name):
        return 2 <= len(name) <= 4
    capitalised = 0
    for word in words:
        if word.casefold() in PARTICLES:
            continue
        if not _NAME_WORD.fullmatch(word) or not word[0].isupper():
            return False
        if word is not words[-1] and _ENDS_SENTENCE.fullmatch(word):
            return False
        if _COINED.search(word) and not (coined and len(words) > 1):
            return False
        capitalised += 1
    return capitalised > 0 and not any(
        len(word) > 1 and word.casefold() in NOT_NAMES for word in words
    )


def _looks_single(name: str) -> bool:
    """One name alone: ``J. Devlin``, ``Devlin, J.``, ``Rico Sennrich``."""
    words = name.replace(",", " ").split()
    return len(words) in (2, 3) and (
        any(len(word.strip(".")) == 1 for word in words) or "," in name or len(words) == 2
    )


@lru_cache(maxsize=4096)
def venue_in(text: str) -> str | None:
    """The venue a text names, as written: ``NAACL 2018``, ``arXiv preprint``."""
    if not has_venue(text[:400]):
        return None
    for part in re.split(r"[,;.()（）\[\]|]\s*", text[:400]):
        words = part.strip().split()
        for start, word in enumerate(words[:8]):
            if begins_no_venue(word):
                continue
            if word[:1].isupper() or word.casefold().startswith("arxiv"):
                candidate = " ".join(words[start : start + 3])
                if is_venue(candidate):
                    return re.split(r"\s+arXiv:|\[", candidate)[0].strip(" .,")
    return None
