"""Fresh settings for tests and checks, so that no .env and no shell of a developer reaches them.

pytest loads this module as a plugin, before Django reads its settings (a conftest would come too late).
As a program it runs a command with these settings: tools/test_settings.py COMMAND…
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

printed = subprocess.check_output([Path(__file__).with_name("fresh_settings")], text=True)
os.environ.update(word.split("=", 1) for word in shlex.split(printed))
# Only tools/with_postgres names another: a DATABASE_URL in the shell might be somebody's real database.
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite://:memory:")
# The browser keeps its connections to the server; the server's threads are not to keep theirs to the database.
os.environ["DATABASE_CONN_MAX_AGE"] = "0"
os.environ["DEBUG"] = "0"
os.environ["ENV_FILE"] = os.devnull

if __name__ == "__main__":
    os.execvp(sys.argv[1], sys.argv[1:])
