"""The parts of a number format code, and the locale that one of them may name."""

from __future__ import annotations

import re
from functools import lru_cache

# A section's parts: quoted text, an escaped or filling character, a bracket, anything else.
PARTS = re.compile(r'"(?P<quoted>[^"]*)"|[\\](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<c>.)')
CURRENCY = re.compile(r"\$(?P<symbol>[^-]*)(?:-(?P<lcid>[A-Za-z]{2,3}[-_]\w+|[0-9A-Fa-f]+))?.*")
_LOCALES = {
    0x402: "bg_BG", 0x405: "cs_CZ", 0x406: "da_DK", 0x407: "de_DE", 0x409: "en_US",
    0x40A: "es_ES", 0x40B: "fi_FI", 0x40C: "fr_FR", 0x40E: "hu_HU", 0x410: "it_IT",
    0x413: "nl_NL", 0x414: "nb_NO", 0x415: "pl_PL", 0x416: "pt_BR", 0x418: "ro_RO",
    0x419: "ru_RU", 0x41D: "sv_SE", 0x41F: "tr_TR", 0x807: "de_CH", 0x809: "en_GB",
    0x80A: "es_MX", 0x80C: "fr_BE", 0x813: "nl_BE", 0x816: "pt_PT", 0xC07: "de_AT",
    0xC09: "en_AU", 0xC0A: "es_ES", 0xC0C: "fr_CA", 0x1009: "en_CA", 0x100C: "fr_CH",
    0x1809: "en_IE", 0x2C0A: "es_AR", 0x240A: "es_CO", 0x340A: "es_CL", 0x280A: "es_PE",
}  # fmt: skip


@lru_cache(maxsize=4096)
def format_locale(number_format: str | None) -> str | None:
    """The locale that a currency format names (`[$€-413]` is nl_NL), None where it does not."""
    for part in PARTS.finditer(number_format or ""):
        if part["bracket"] and (found := CURRENCY.fullmatch(part["bracket"])) and found["lcid"]:
            if "-" in found["lcid"] or "_" in found["lcid"]:
                return found["lcid"].replace("-", "_")
            return _LOCALES.get(int(found["lcid"], 16) & 0xFFFF)
    return None
