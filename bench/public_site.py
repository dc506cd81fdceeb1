"""Times the public pages under load beside a "hello" behind the portal's own middleware, and a bare Django one.

    tools/with_postgres bash -c 'DATABASE_URL=$DATABASE_URL .venv/bin/python -m bench.public_site'

An empty database is filled first (`--publications`). Each is served by gunicorn as in docs/deployment.md, on
127.0.0.1; Debian's `wrk` asks, in alternating rounds: a figure is the median of the rounds. The table is in
docs/performance.md.
"""

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections import defaultdict
from pathlib import Path

SERVER = (
    "--worker-class",
    "gthread",
    "--workers",
    "2",
    "--threads",
    "4",
    "--preload",
    "--log-level",
    "warning",
)
CONNECTIONS = 16
BARE, PORTAL = "bench.bare:application", "bench.beside:application"
ASKED = {
    "bare hello": (BARE, "/hello/"),
    "hello behind the portal": (PORTAL, "/hello/"),
    "report page": (PORTAL, "/published/the-long-report/"),
    "list, first page": (PORTAL, "/published/"),
    "PDF of 200 KB": (PORTAL, "/published/the-long-report/report.pdf"),
    "home": (PORTAL, "/"),
    "search": (PORTAL, "/published/?q={word}"),
}
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--publications", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("The bench asks with wrk: install the Debian package wrk.")
    _prepare(options.publications)
    servers = {application: _serve(application) for application in (BARE, PORTAL)}
    try:
        measure(servers, options.rounds, options.seconds)
        master, *workers = _pss(servers[PORTAL][0].pid)
        print(
            f"\nMemory (PSS): two workers {sum(workers)} MB, with what starts them {master + sum(workers)} MB"
        )
    finally:
        for process, _port in servers.values():
            process.terminate()
            process.wait(timeout=20)


def _prepare(publications: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    import cspr_portal.wsgi  # noqa: F401  Django as the server sets it up
    from bench import filled
    from publications.models import Publication

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if not Publication.objects.exists():
        filled.fill(publications)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    connection.close()


def _serve(application: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start gunicorn for an application on a free port; return its process and the port once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", *SERVER]
    surroundings = os.environ | {"MALLOC_ARENA_MAX": "2"}  # as the unit has it
    process = subprocess.Popen([*command, "--no-control-socket"], env=surroundings)  # noqa: S603  our own server
    for _ in range(200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    return process, port


def measure(servers: dict[str, tuple[subprocess.Popen[bytes], int]], rounds: int, seconds: int) -> None:
    """Ask each address in turn, `rounds` times, and print the medians beside the two hellos."""
    rates, slowest = defaultdict(list), defaultdict(list)
    word = _common_word()
    for application, path in ASKED.values():
        url = f"http://127.0.0.1:{servers[application][1]}{path.format(word=word)}"
        with urllib.request.urlopen(url) as answer:
            if answer.url != url:
                sys.exit(f"{url} leads to {answer.url}: set DEMO=1, as tools/bench does.")
    for turn in range(-1, rounds):
        for name, (application, path) in ASKED.items():
            url = f"http://127.0.0.1:{servers[application][1]}{path.format(word=word)}"
            rate, p99 = _ask(url, 1 if turn < 0 else seconds)
            if turn >= 0:  # the first round only warms up
                rates[name].append(rate)
                slowest[name].append(p99)
    bare, hello = (statistics.median(rates[name]) for name in list(ASKED)[:2])
    hello_p99 = statistics.median(slowest["hello behind the portal"])
    print("| Asked | Requests a second | Of the portal's hello | Of a bare one | p99, ms | Of the hello's |")
    print("|---|---|---|---|---|---|")
    for name in ASKED:
        rate, p99 = statistics.median(rates[name]), statistics.median(slowest[name])
        print(
            f"| {name} | {rate:.0f} | {rate / hello:.2f} | {rate / bare:.2f} | {p99:.1f} | {p99 / hello_p99:.2f} |"
        )


def _ask(url: str, seconds: int) -> tuple[float, float]:
    """Return (answers a second, the 99th hundredth in ms). Stops the bench when an answer is an error."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", url]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    if "Non-2xx" in said:
        sys.exit(f"{url} answers with errors:\n{said}")
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert slowest and rate, said  # noqa: S101
    return float(rate[1]), float(slowest[1]) * UNITS[slowest[2]]


def _common_word() -> str:
    """Return a word that many of the texts hold."""
    from publications.models import Edition

    text = Edition.objects.order_by("pk").values_list("plain_text", flat=True)[0]
    return str(text.split()[20].strip(".,").lower())


def _pss(pid: int) -> list[int]:
    """Return the memory of a process and of each of its children in MB; what several share is counted once."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    kilobytes = [
        int(line.split()[1])
        for one in (str(pid), *children)
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    return [round(each / 1024) for each in kilobytes]


if __name__ == "__main__":
    main()
