"""Arguments, logging, and the choice between the window and the command line."""

from __future__ import annotations

import sys

from desktop import cli


def main() -> int:
    """The program `disclosure-desk`."""
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
