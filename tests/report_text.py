"""A report with a little of all that Markdown can say, for the tests of rendering. No test lives here."""

REPORT = """# Who Robin is

Robin is a *name*[^1] chosen with the **family**. See [the guidance](https://example.invalid/guide?a=1&b=2).

> Everyone was kind. Everyone wrote it down.
> — Robin’s grandmother, to the reviewer

## The first conversation

- a parent who no longer came into the room
- a door repaired

| Service | What it knew |
|---|---|
| School | a small worry |

# What we are changing

One number for thinking aloud.

[^1]: The name was chosen by a grandmother.
"""
