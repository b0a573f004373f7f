"""The front door: one file a command, arguments in, exit code out, no logic."""

from __future__ import annotations

import sys

from okrsync import __version__


def main() -> None:
    """Run the command line; the process ends with the documented exit code.

    `--version` is answered before anything else is imported: scripts ask for it often.
    """
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"okrsync {__version__}\n")
        return
    from okrsync.cli.app import run  # noqa: PLC0415 -- see above

    sys.exit(run(sys.argv[1:]))
