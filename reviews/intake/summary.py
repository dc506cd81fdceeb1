"""An intake as pages show it: its tasks with how far each is, and its answers to be checked. Changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from reviews.parted_forms import said

from .answers import Answers, State, questions
from .sections import BY_KEY, Section

# Words that stand for no answer.
EMPTY = {"", "Not known"}


@dataclass(frozen=True)
class Task:
    """One line of the task list."""

    words: str
    url: str
    state: State
    hint: str


@dataclass(frozen=True)
class Block:
    """The answers of one form: what was said, what was left out, and what is wrong with it."""

    title: str
    facts: list[dict[str, str]]
    left_out: list[str]
    problems: list[str]
    url: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class Part:
    """One section of the answers to be checked."""

    words: str
    url: str
    state: State
    blocks: list[Block]


def tasks(answers: Answers) -> list[Task]:
    """Return the task list of an intake, in order."""
    return [
        Task(section.words, _url(answers, section), answers.state(section), _hint(answers, section))
        for section in answers.sections
    ]


def blocks(answers: Answers) -> list[Part]:
    """Return all answers, section by section."""
    return [
        Part(
            section.words,
            _url(answers, section),
            answers.state(section),
            entries(answers, section) if section.many else list(_of_section(answers, section)),
        )
        for section in answers.sections
    ]


def entries(answers: Answers, section: Section) -> list[Block]:
    """Return what a section holds, entry by entry."""
    found = []
    for entry in answers.entries(section):
        form = answers.saved_form(section, entry)
        key, name = [answers.intake.pk, entry], f"intake_{section.key}"
        change, removal = (reverse(f"{name}_{deed}", args=key) for deed in ("entry", "remove"))
        found.append(_block(entry_title(answers, section, entry), form, change, removal))
    return found


def entry_title(answers: Answers, section: Section, entry: str) -> str:
    """Return what an entry is called: a child's pseudonym, the sort of a process."""
    form = answers.saved_form(section, entry)
    name = "pseudonym" if section.key == "children" else "kind"
    return (said(form, name) if form is not None else "") or f"A {section.one} not yet named"


def _of_section(answers: Answers, section: Section) -> Iterator[Block]:
    for form in answers.saved_forms(section):
        yield _block("", form)


def _block(title: str, form: forms.Form, url: str = "", remove_url: str = "") -> Block:
    problems = [str(error) for errors in form.errors.values() for error in errors]
    short, only_if_asked = getattr(form, "short", {}), getattr(form, "conditional", ())
    facts, left_out = [], []
    for field in questions(form):
        words, label = said(form, field.name), short.get(field.name, str(field.label))
        if words not in EMPTY:
            # The entry's title says it already.
            if words != title:
                facts.append({"key": label, "value": words})
        elif field.name not in only_if_asked:
            left_out.append(label)
    return Block(title, facts, left_out, problems, url, remove_url)


def _url(answers: Answers, section: Section) -> str:
    return reverse(f"intake_{section.key}", args=[answers.intake.pk])


def _hint(answers: Answers, section: Section) -> str:
    if section is BY_KEY["children"] and answers.children():
        return answers.title
    if section is BY_KEY["agencies"] and answers.agencies:
        count = len(answers.agencies)
        return f"{count} {'agency' if count == 1 else 'agencies'}"
    return section.hint


def line(answers: Answers) -> dict[str, Any]:
    """Return an unfinished intake as a line of a list: whose, and how many of the needed sections are complete."""
    needed = [section for section in answers.sections if section.is_required]
    done = sum(not answers.state(section).is_open for section in needed)
    return {"intake": answers.intake, "title": answers.title, "done": done, "needed": len(needed)}
