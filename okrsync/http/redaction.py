"""What must never be shown: keys, tokens and passwords, wherever in a text they turn up."""

from __future__ import annotations

import re

HIDDEN = "[…]"

_NAME = (
    r"(?:access|refresh|id|api|auth|bot|notion|perdoo|flowyteam)[_-]?token|token|assertion"
    r"|client[_-]?secret|secret|private[_-]?key|api[_-]?key|password|passwd|pwd"
    r"|sig|signature|x-amz-signature"
)
"""How a secret's place in an address, a form or JSON is called."""

_SECRETS = re.compile(
    # a private key, whole, cut off, or with its lines spelled \n as in JSON
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*KEY-----|\Z)"
    # a database's address, where passwords hold anything
    r"|(?:(?<=\bpostgres://)|(?<=\bpostgresql://))[^\s\"'<>]+(?=@)"
    # name:password@ in any other address
    r"|(?<=://)[^\s/?#\"'<>]+(?=@)"
    # chats' webhooks: whoever knows the address may post
    r"|(?<=hooks\.slack\.com/)[^\s\"'<>)]+|(?<=/api/webhooks/)[^\s\"'<>)]+"
    r"|(?<=webhook\.office\.com/)[^\s\"'<>)]+"
    # Google: access and refresh tokens, an OAuth client's secret, API keys, codes
    r"|\bya29\.[\w.~+/-]+|(?<![\w/:])1//[\w-]{8,}|\bGOCSPX-[\w-]+|\bAIza[\w-]{30,}"
    r"|(?<![\w/:.])4/0[\w-]{8,}"
    # Notion (a file may be called secret_plan.xlsx), Slack
    r"|\bntn_\w{8,}|\bsecret_(?!\w+\.(?:xls|ods|csv|tsv|json))\w{8,}|\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}"
    # a signed token (JWT)
    r"|\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?"
    # headers
    r"|(?i:(?<=\bbearer )|(?<=\bauthorization: basic ))[^\s\"',]+",
    re.DOTALL,
)
_NAMED = re.compile(
    rf"(?i:(?<![A-Za-z0-9])({_NAME})"
    r"([\"']?\s*=\s*[\"']?|[\"']\s*:\s*[\"']?))(?!\[…\])[^\s\"'&,;<>)}\]]+"
)


def redacted(text: str) -> str:
    """A text without tokens, keys and passwords; all else stays as it is."""
    return _NAMED.sub(rf"\1\2{HIDDEN}", _SECRETS.sub(HIDDEN, text))
