"""Addresses without what says who followed them: sessions, tokens, campaigns."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_AND = r"(?:\\u0026|\\?&(?:amp;|#38;)?)"
_VALUE = r"=[^&#\s\"'<>()\[\]{}\\，。；）】》]*"
_BEFORE = r"(?:(?<=[?&;#])|(?<=u0026))"
_SESSIONS = (
    r"key|exportkey|pass_ticket|uin|wx_header|(?:\w+[_-])?token|token|sid|(?:php|asp|j)?sess(?:ion)?[_-]?id"
    r"|session|aspsessionid\w+|cf(?:id|token)|api[_-]?key|(?:aws)?accesskeyid|signature|sig|x-(?:amz|goog)-[\w-]+"
    r"|auth|authuser|_tid|acdnat|saml_data|cookieset|sharer_\w+"
)
_CAMPAIGNS = (
    r"utm_\w+|\w*clid|[gw]braid|mc_[ce]id|igsh(?:id)?|spm(?:_id_from)?|scm|share_\w+|vd_source|unique_k"
    r"|xhsshare|ref_(?:src|url)|_hs(?:enc|mi)|mkt_tok|trk(?:info)?|_g[al]|wt_mc|s?_?cmpid|dgcid|ncid|vero_id"
    r"|pk_\w+|mtm_\w+|piwik_\w+|guce_\w+|guccounter|oly_\w+_id|from_wecom|is_from_webapp|sender_device"
    r"|weibo_id|wechat_\w+|mpshare|srcid"
)
_ADDRESS = re.compile(
    r"(?:https?://|(?<![\w/.])(?=www\.|mp\.weixin\.))([^\s\"'<>?#/]{1,200}+)[^\s\"'<>?#]{0,2000}+[?#][^\s\"'<>]+",
    re.IGNORECASE,
)
_NOISE = re.compile(rf"{_BEFORE}(?:{_SESSIONS}|{_CAMPAIGNS}){_VALUE}{_AND}?", re.IGNORECASE)
# a document of Google is named by its key; an article of WeChat by four parameters
_NOISE_OF_GOOGLE = re.compile(_NOISE.pattern.replace(r"(?:key|", "(?:", 1), re.IGNORECASE)
_NOISE_OF_WECHAT = re.compile(
    rf"{_BEFORE}(?!(?:__biz|mid|idx|itemidx|sn)=)[\w.-]+{_VALUE}{_AND}?", re.IGNORECASE
)
_LEFT = re.compile(rf"(?:\?{_AND}?|{_AND})+(?=[)\]}}#，。；）】》]|\\?\}}|$)")
_SESSION_IN_PATH = re.compile(r";jsessionid=[\w.!-]+", re.IGNORECASE)


def without_sessions(text: str) -> str:
    """The text with all its addresses freed from sessions, tokens and campaigns.

    What an address needs (``id=``, ``v=``, ``__biz``) stays.

    >>> without_sessions("[Owls](https://owl.example/a?id=3&utm_source=x&token=y)")
    '[Owls](https://owl.example/a?id=3)'
    """
    if "=" not in text or ("?" not in text and "#" not in text and ";" not in text):
        return text
    return _ADDRESS.sub(_freed, _SESSION_IN_PATH.sub("", text))


def _freed(found: re.Match[str]) -> str:
    host, address = found[1].lower(), found[0]
    noise = _NOISE
    if host == "mp.weixin.qq.com" and "__biz=" in address:
        noise = _NOISE_OF_WECHAT
    elif host.endswith("google.com"):
        noise = _NOISE_OF_GOOGLE
    freed = noise.sub("", address)
    return address if freed == address else _LEFT.sub("", freed)


def web_address(url: str) -> str | None:
    """An address a link may lead to: http(s) only, quoted; None for anything else."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return quote(url.strip(), safe="/:;,.?!@&=+$#%~*'()-_[]")
