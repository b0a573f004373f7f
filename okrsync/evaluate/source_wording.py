"""Which language, headers and words the columns of each source have."""

from __future__ import annotations

from okrsync.evaluate.evaluation import Evaluation
from okrsync.evaluate.workspace import Recall, texts
from okrsync.mapping.vocabulary.normal import same
from okrsync.mapping.vocabulary.words import LANGUAGES, load
from okrsync.model import Status
from okrsync.writeback.names import Wording


def source_wording(evaluation: Evaluation, known: Recall) -> dict[str, Wording]:
    """The wording of each source: the settled one, else that of its own language where the
    configuration names none.

    Sources that were known before wording was settled one by one keep the one that all shared,
    and words that the configuration gives all sources hold for a new one too.
    """
    language, given = evaluation.language, evaluation.job.config.workspace.language
    common = Wording(language, known.texts("headers"), known.texts("words"))
    shared = "headers" in known.fixed and "wording" not in known.fixed
    settings = evaluation.job.config.write_back
    said_for_all = {status.value for status in Status} <= set(settings.status_words)
    found: dict[str, Wording] = {}
    for source in dict.fromkeys(table.source for table in evaluation.reading.tables):
        settled = known.wording.get(source)
        own = evaluation.reading.languages.get(source, language)
        if settled is not None:
            spoken = given or str(settled.get("language", language))
            found[source] = Wording(
                spoken, texts(settled.get("headers")), texts(settled.get("words"))
            )
            continue
        as_all = (
            given is not None
            or own == language
            or (shared and source in known.sources)
            or (said_for_all and source not in settings.sources)
            or _stands(evaluation, source, own)
        )
        found[source] = common if as_all else Wording(own)
    return found


def _stands(evaluation: Evaluation, source: str, own: str) -> bool:
    """Whether columns of ours are there already, in the workspace's language and not in this."""
    headers = {
        field: same(header)
        for table in evaluation.reading.tables
        if table.source == source
        for field, header in table.managed_headers.items()
    }

    def all_in(language: str) -> bool:
        managed = load(language if language in LANGUAGES else "en").managed_headers
        return all(h in map(same, managed.get(field, ())) for field, h in headers.items())

    return bool(headers) and all_in(evaluation.language) and not all_in(own)
