"""The front door: one file a command, arguments in, exit code out, no logic."""

import sys

from okrsync import __version__


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        print(f"okrsync {__version__}")
