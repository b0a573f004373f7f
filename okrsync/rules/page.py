"""A rule's page, made from the rule: what `okrsync rule CODE` prints and docs/rules/ holds."""

from __future__ import annotations

from inspect import cleandoc

from okrsync.i18n import SPOKEN
from okrsync.rules.rule import Rule

HEADINGS = {"en": "In English", "nl": "In het Nederlands"}


def page(rule: type[Rule]) -> str:
    """The rule's page as Markdown."""
    lines = [
        f"# {rule.code} {rule.name}",
        "",
        f"Severity: {rule.severity}",
        "",
        cleandoc(rule.__doc__ or ""),
        "",
        f"- Instead of: {rule.instead_of}",
        f"- Write: {rule.write}",
        "",
    ]
    for language in SPOKEN:
        values = {"words": rule.quoted} if rule.quoted else {}
        lines += [
            f"## {HEADINGS[language]}",
            "",
            f"- {rule.message.say(language, **values)}",
            f"- {rule.why.say(language, **values)}",
            f"- {rule.fix.say(language, **values)}",
        ]
        if rule.question:
            lines.append(f"- {rule.question.say(language, **values)}")
        lines.append("")
    lines += [
        *_settings(rule),
        "## To accept it",
        "",
        "For one row, with a reason, in a notes column of the sheet:",
        "",
        f"    {rule.code}: why this row may stay as it is",
        "",
        "or in okrsync.toml, where the whole rule can be softened or silenced too:",
        "",
        "    [rules]",
        f'    severity = {{ {rule.code} = "off" }}',
        f'    waivers = [{{ rule = "{rule.code}", id = "ID", reason = "…" }}]',
        "",
    ]
    return "\n".join(lines)


def _settings(rule: type[Rule]) -> list[str]:
    """What can be set of the rule, as it stands in okrsync.toml, with the defaults."""
    lines = [f"    {option.name} = {option.default}" for option in rule.options()]
    if not lines:
        return []
    own = "For one team or one period: the same under [rules.teams.NAME], [rules.periods.2026-Q2]."
    return ["## To set it", "", "    [rules]", *lines, "", own, ""]


def overview(rules: dict[str, type[Rule]]) -> str:
    """The list as a terminal shows it: code, severity, what it sees."""
    return "\n".join(f"{c}  {rule.severity:<5}  {_seen(rule)}" for c, rule in rules.items())


def index(rules: dict[str, type[Rule]]) -> str:
    """The page that lists all rules."""
    lines = [
        "# The findings",
        "",
        "| code | name | severity | what it sees |",
        "| --- | --- | --- | --- |",
    ]
    for code, rule in rules.items():
        lines.append(f"| [{code}]({code}.md) | {rule.name} | {rule.severity} | {_seen(rule)} |")
    return "\n".join([*lines, ""])


def _seen(rule: type[Rule]) -> str:
    return cleandoc(rule.__doc__ or "").splitlines()[0]
