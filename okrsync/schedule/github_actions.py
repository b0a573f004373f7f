"""A workflow for GitHub Actions, which keeps nothing between runs by itself."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator

from okrsync.i18n import Message
from okrsync.schedule.timed import TimedSync

SAVE = Message("Save as .github/workflows/{name}.yml. A secret is set under Settings, Secrets.")
ZONE = Message("In UTC, by winter time. GitHub starts late when it is busy.")
STATE = Message(
    "A runner forgets everything, so what okrsync remembers lives in the cache: without it "
    "starts, history and agreed readings are lost. GitHub drops a cache after 7 days without use."
)
FILES = Message("A workbook of the repository that is written here is lost unless you commit it.")

GOOGLE = "GOOGLE_APPLICATION_CREDENTIALS"


def lines(job: TimedSync) -> Iterator[str]:
    """The workflow; a text in YAML is written as in JSON, which quotes everything."""
    run = shlex.join(("okrsync", *job.arguments(job.inside)))
    yield f"# {job.say(SAVE.filled(name=job.label))}"
    yield f"# {job.say(FILES)}"
    yield f"name: {json.dumps(job.label)}"
    yield "on:"
    yield f"  # {job.say(ZONE)}"
    yield "  schedule:"
    yield f"    - cron: {json.dumps(job.five_fields_utc())}"
    yield "  workflow_dispatch: {}"
    yield "permissions:"
    yield "  contents: read"
    yield "concurrency:"
    yield f"  group: {json.dumps(job.label)}"
    yield "jobs:"
    yield "  sync:"
    yield "    runs-on: ubuntu-latest"
    yield "    timeout-minutes: 20"
    yield "    steps:"
    yield "      - uses: actions/checkout@v4"
    yield "      - uses: actions/setup-python@v5"
    yield "        with:"
    yield '          python-version: "3.12"'
    yield f"      # {job.say(STATE)}"
    yield "      - uses: actions/cache@v4"
    yield "        with:"
    yield '          path: ".okrsync-state"'
    yield f'          key: "{job.label}-${{{{ github.run_id }}}}"'
    yield f'          restore-keys: "{job.label}-"'
    yield '      - run: "pip install okrsync"'
    if GOOGLE in job.secrets:
        yield from _google_key()
    # What GitHub would replace in a path is kept apart by a quoted brace.
    unread = run.replace("${{", "$'{'{")
    yield f"      - run: {json.dumps(unread)}"
    yield "        env:"
    yield '          OKRSYNC_STATE: ".okrsync-state/state.sqlite3"'
    if "NOTION_TOKEN" in job.secrets:
        yield '          NOTION_TOKEN: "${{ secrets.NOTION_TOKEN }}"'
    if GOOGLE in job.secrets:
        yield f'          {GOOGLE}: "${{{{ runner.temp }}}}/google.json"'


def _google_key() -> Iterator[str]:
    """Google's library wants a file, a secret is a variable."""
    yield """      - run: "printf '%s' \\"$KEY\\" > \\"$RUNNER_TEMP/google.json\\"\""""
    yield "        env:"
    yield '          KEY: "${{ secrets.GOOGLE_SERVICE_ACCOUNT }}"'
