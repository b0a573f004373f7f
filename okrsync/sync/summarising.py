"""Keeps a tab of our own with the tree, where the service has such a thing."""

from __future__ import annotations

from okrsync.connector import Refused, Summarised, Summarising, SummaryTab
from okrsync.sync.consent import yes_or_no
from okrsync.sync.dialogue import SILENT, Dialogue
from okrsync.sync.errors import ConsentNeeded, Usage
from okrsync.sync.fetching import connector_of
from okrsync.sync.results import Evaluation
from okrsync.text import Text

ADD = Text(
    en="Add a tab “{title}”? It is overwritten whole each time; your own tabs stay as they are.",
    nl="Een tabblad “{title}” toevoegen? Het wordt elke keer helemaal overschreven; je eigen "
    "tabbladen blijven zoals ze zijn.",
)
NO_CONSENT = Text(
    en="Nobody has agreed yet to a tab “{title}”; nothing was written.",
    nl="Niemand heeft nog ingestemd met een tabblad “{title}”; er is niets geschreven.",
)
AGREE = Text(en="To agree: {command}", nl="Instemmen kan zo: {command}")


def summarise(
    found: Evaluation, tab: SummaryTab, *, yes: bool = False, dialogue: Dialogue = SILENT
) -> Summarised:
    """Bring the summary tab of a document up to date; the requests of its read are counted too.

    A new tab needs consent: `yes`, `create_columns = true`, or a yes in the terminal. Raises
    ConsentNeeded, Usage, and the connector's errors (Refused where it keeps no such tab).
    """
    job = found.job
    if len(job.documents) != 1:
        raise Usage(
            "a summary stands in one sheet", hint="name the one location that is to have it"
        )
    document = job.documents[0]
    connector = connector_of(document)
    if not isinstance(connector, Summarising):
        raise Refused(
            f"{document.location.text}: a summary tab is kept in Google Sheets only",
            hint="okrsync status shows the same tree",
        )

    def agree() -> bool:
        if yes or job.config.write_back.create_columns:
            return True
        question = ADD.say(found.language, title=tab.title)
        return dialogue.asks and dialogue.confirm(yes_or_no(question, found.language))

    with job.working():
        done = connector.summarise(document.location, tab, agree)
    if done.title is None:
        raise ConsentNeeded(
            NO_CONSENT.say(found.language, title=tab.title),
            hint=AGREE.say(found.language, command=job.command("summary", "--yes")),
        )
    return Summarised(done.title, done.changed, found.calls + done.calls)
