"""The words of an edition as they are searched for, and the lookup that asks both databases for them alike.

The index itself is the database's own, made in migration 0007_search_text: on PostgreSQL a column that follows
`stems`, on SQLite a table that three triggers keep. Which words a text has is worked out in publications.search.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from publications.models.editions import Edition

# One for each word asked for: the ways in which it may stand there, each as stems that must all be there.
Wanted = Sequence[Sequence[Sequence[str]]]


class SearchText(models.Model):
    """The stems of one edition's public text, each once, with a space between. Never shown to anybody.

    The key is a plain number because SQLite's index knows its rows by number alone; it stands in no address and
    on no page. Whether the edition may be found is not known here: ask `Publication.objects.public(at)` as well.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="search_text")
    stems = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Words of {self.edition_id}"


class Matches(Lookup):
    """`search_text__stems__matches=wanted`: every word asked for is in the text, in one of its ways.

    Stems are letters and digits alone, so between quotation marks they mean themselves and nothing else.
    """

    lookup_name = "matches"
    prepare_rhs = False
    lhs: Any

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        """Ask the column that follows the stems.

        The second half is never true. Without it PostgreSQL would make one plan for all words once the statement is
        prepared, and the plan that is best for a rare word takes a hundred times as long for a common one.
        """
        asked = _written(self.rhs, "'", " & ", " | ")
        words = self._column(compiler, "words")
        return f"({words} @@ %s::tsquery OR %s::text = '')", [asked, asked]

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, list[str]]:
        """Ask the table that is kept beside."""
        found = "SELECT rowid FROM publications_searchtext_words WHERE publications_searchtext_words MATCH %s"
        return f"{self._column(compiler, 'id')} IN ({found})", [_written(self.rhs, '"', " AND ", " OR ")]

    def _column(self, compiler: SQLCompiler, name: str) -> str:
        if not isinstance(self.lhs, Col):
            raise TypeError("Only a column of search texts can be searched.")
        return f"{compiler.quote_name_unless_alias(self.lhs.alias)}.{name}"


def _written(wanted: Wanted, mark: str, both: str, either: str) -> str:
    return both.join(
        "(" + either.join("(" + both.join(f"{mark}{stem}{mark}" for stem in way) + ")" for way in ways) + ")"
        for ways in wanted
    )


SearchText._meta.get_field("stems").register_lookup(Matches)
