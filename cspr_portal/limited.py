"""Runs one function of ours in a process of its own, whose memory and time have an end.

For files from strangers: a small one can make a reader take gigabytes, and readers written in C can crash. Neither
may stop the server. The process knows nothing of Django, the settings or the environment, so the function stands in
a module that imports neither, and so do the packages above it.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def result_of(
    function: Callable[..., bytes],
    data: bytes,
    *words: str,
    memory: int,
    cpu_seconds: int,
    patience: int,
) -> bytes | None:
    """Return what `function(data, *words)` returns, or None when it fails, crashes, hangs or wants too much.

    `function` stands at the top of its module. `memory` is in bytes; `cpu_seconds` is what it may reckon, `patience`
    how many seconds are waited for it.
    """
    program = [sys.executable, "-I", str(Path(__file__).resolve()), str(memory), str(cpu_seconds)]
    command = [*program, function.__module__, function.__name__, *words]
    try:
        # No environment: the settings' secrets are none of a reader's business.
        done = subprocess.run(  # noqa: S603 – our own file, the name of our own function, and our own words
            command, input=data, capture_output=True, timeout=patience, check=False, env={}, cwd="/"
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None


def main() -> None:
    """Write to standard output what the function makes of standard input; any fault ends with status 1."""
    memory, cpu_seconds, module, name, *words = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(cpu_seconds),) * 2)
    sys.path.append(str(ROOT))
    function = getattr(import_module(module), name)
    sys.stdout.buffer.write(function(sys.stdin.buffer.read(), *words))


if __name__ == "__main__":
    main()
