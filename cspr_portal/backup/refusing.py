"""Why a backup is not made, not believed or not put back: one sentence for whoever runs the command."""


class NotDone(Exception):
    """A backup or a restore that stopped; the sentence says why and what to do. It holds no value of a row."""
