"""What a secret looks like, kind by kind, and that everything else stays as it is."""

from __future__ import annotations

import pytest

from okrsync.http.redaction import HIDDEN, redacted

KEY = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"
SECRETS = {
    "Google access token": ("sent ya29.a0Af_H6-x.Y/z~1 twice", "ya29"),
    "Google refresh token": ("refresh 1//04xYz-abc_DEF was revoked", "04xYz"),
    "Google client secret": ("client GOCSPX-a1b2-C3d4_e5 unknown", "GOCSPX"),
    "Google API key": ("key AIzaSyA-1234567890abcdefghijklmnopqrstu", "AIza"),
    "Google code": ("code 4/0AbCdEf-12345 was used", "AbCdEf"),
    "private key": (
        f"-----BEGIN PRIVATE KEY-----\n{KEY}\n-----END PRIVATE KEY----- is bad",
        "MIIE",
    ),
    "private key of RSA": (
        f"-----BEGIN RSA PRIVATE KEY-----\n{KEY}\n-----END RSA PRIVATE KEY-----",
        "MIIE",
    ),
    "private key in JSON": (f'{{"x": "-----BEGIN PRIVATE KEY-----\\n{KEY}\\n"', "MIIE"),
    "private key cut off": (f"-----BEGIN PRIVATE KEY-----\n{KEY}\n{KEY}", "MIIE"),
    "private key by name": ('"private_key": "abcdefgh12345"', "abcdefgh"),
    "Notion token": ("token ntn_123456789abcDEF is bad", "ntn_"),
    "Notion token of old": ("token secret_AbCd1234EfGh is bad", "AbCd"),
    "bearer header": ("Authorization: Bearer abc.DEF-123", "abc.DEF"),
    "bearer header in small": ("authorization: bearer abc.DEF-123", "abc.DEF"),
    "basic header": ("Authorization: Basic dXNlcjpwYXNz", "dXNl"),
    "JWT": ("got eyJhbGciOi.eyJpc3Mi.c2ln_bmF-0 back", "eyJ"),
    "JWT without signature": ("got eyJhbGciOi.eyJpc3Mi back", "eyJ"),
    "name and password in an address": ("https://ada:pass@word@example.org/x", "pass@word"),
    "a proxy's password": ("HTTPS_PROXY http://ada:hunter2@10.0.0.1:3128", "hunter2"),
    "a token as name": ("https://tok3n@example.org/x", "tok3n"),
    "PostgreSQL": ("postgresql://okr:pa/ss?w#rd@db:5432/okrs", "pa/ss"),
    "PostgreSQL, short": ("postgres://okr:pa/ss@db/okrs", "pa/ss"),
    "PostgreSQL by name": ("host=db user=okr password=hunter2 dbname=x", "hunter2"),
    "PostgreSQL's query": ("postgresql://db/okrs?user=a&password=hunter2", "hunter2"),
    "Slack's webhook": ("post https://hooks.slack.com/services/T01/B02/xYz9", "T01"),
    "Slack's token": ("as xoxb-1234567890-abcdef", "xoxb"),
    "Slack's app token": ("as xapp-1-A123-456-abc", "xapp"),
    "Discord's webhook": ("https://discord.com/api/webhooks/123/abc-DEF", "abc-DEF"),
    "Office's webhook": ("https://acme.webhook.office.com/webhookb2/1-2/In", "webhookb2"),
    "a workflow's signature": ("https://x.logic.azure.com/w?sp=%2Ft&sig=aB-c_9&sv=1.0", "aB-c_9"),
    "token in a form": ("grant=x&refresh_token=abc123&y=1", "abc123"),
    "assertion in a form": ("assertion=abc123&y=1", "abc123"),
    "access token in JSON": ('{"access_token": "opaque-1", "n": 1}', "opaque-1"),
    "client secret in JSON": ("{'client_secret': 'opaque-1'}", "opaque-1"),
    "an environment's line": ("PERDOO_TOKEN=opaque-1", "opaque-1"),
    "another tool's line": ("FLOWYTEAM_TOKEN = opaque-1", "opaque-1"),
}


@pytest.mark.parametrize("kind", SECRETS)
def test_a_secret_is_not_shown(kind: str) -> None:
    text, part = SECRETS[kind]
    assert part in text
    shown = redacted(text)
    assert part not in shown
    assert HIDDEN in shown


@pytest.mark.parametrize("kind", SECRETS)
def test_what_was_taken_out_once_stays_so(kind: str) -> None:
    shown = redacted(SECRETS[kind][0])
    assert redacted(shown) == shown


AROUND = {
    "sent ya29.abc twice": "sent […] twice",
    "sent ya29.a0Af_H6-x.Y/z~1+2 twice": "sent […] twice",
    "refresh 1//04xYz-abc_DEF was revoked": "refresh […] was revoked",
    "client GOCSPX-a1b2-C3d4_e5 unknown": "client […] unknown",
    "code 4/0AbCdEf-12345 was used": "code […] was used",
    "as xoxb-1234567890-abcdef": "as […]",
    "got eyJhbGciOi.eyJpc3Mi.c2ln_bmF-0 back": "got […] back",
    "got eyJhbGciOi.eyJpc3Mi back": "got […] back",
    "https://ada:pw@example.org/x?y=1": "https://[…]@example.org/x?y=1",
    "postgresql://okr:pw@db:5432/okrs": "postgresql://[…]@db:5432/okrs",
    "https://hooks.slack.com/services/T/B/x, then": "https://hooks.slack.com/[…] then",
    "a?sig=abc&sv=1.0": "a?sig=[…]&sv=1.0",
    '{"access_token": "abc", "n": 1}': '{"access_token": "[…]", "n": 1}',
    "Authorization: Bearer abc, then": "Authorization: Bearer […], then",
    "NOTION_TOKEN=abc": "NOTION_TOKEN=[…]",
}


@pytest.mark.parametrize("text", AROUND)
def test_what_stands_around_it_is_kept(text: str) -> None:
    assert redacted(text) == AROUND[text]


PLAIN = (
    "API token is invalid.",
    "there is no spreadsheet 1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgVE2upms",
    "share the spreadsheet with okr-sync@plan.iam.gserviceaccount.com",
    "https://docs.google.com/spreadsheets/d/abc/edit#gid=0",
    "https://example.org/people/ada@example.org",
    "Status is not a property that exists.",
    "put its secret in NOTION_TOKEN (docs/notion.md)",
    "The secret of growth: fewer tokens, more tests",
    "plan 1/2 and 3/4, as of 4/01/2026, see /srv/okrs//plan.xlsx",
    "secret_plan.xlsx!B6: eyJ is no number",
    "secret_quarterly_roadmap.xlsx: there is no such file",
    "Wachtwoord vergeten? Vraag het Bram.",
)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert redacted(text) == text
