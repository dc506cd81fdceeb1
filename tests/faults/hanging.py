"""What may happen in place of a PDF, for a process of its own to run. No test lives here."""

import os
import time


def waits_for_ever(data: bytes) -> bytes:
    time.sleep(600)
    return data


def reckons_for_ever(data: bytes) -> bytes:
    while True:
        pass


def crashes(data: bytes) -> bytes:
    os.abort()


def takes_all_memory(data: bytes) -> bytes:
    return b" " * (1 << 40)
