"""Where the `extract` program begins: what is loaded first is loaded in here, so that Ctrl-C is a
line from the first moment on.
"""

import os
import sys


def main() -> None:
    """Entry of the `extract` program."""
    # pydantic would look through all installed packages for plugins, in each process anew
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        from extract_filings.cli.main import main as run
    except KeyboardInterrupt:
        print("extract: interrupted", file=sys.stderr)
        sys.exit(130)
    run()
