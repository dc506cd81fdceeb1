"""The rules that a feed and a site map keep, in RELAX NG of our own, and what docs/catalogue.md says of the catalogue.

No test lives here.
"""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

# RFC 4287 as this portal uses it, in RELAX NG: what must be there once, what may come more than once, and nothing else.
_ATOM = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
 datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start><element name="feed"><ref name="language"/>
<interleave><ref name="always"/><element name="subtitle"><text/></element>
<element name="author"><interleave><element name="name"><ref name="words"/></element>
<element name="uri"><data type="anyURI"/></element></interleave></element>
<zeroOrMore><element name="entry"><optional><ref name="language"/></optional><interleave><ref name="always"/>
<element name="published"><ref name="moment"/></element><element name="summary"><text/></element>
<oneOrMore><element name="category"><attribute name="term"><ref name="words"/></attribute>
<attribute name="scheme"><data type="anyURI"/></attribute><attribute name="label"><ref name="words"/></attribute>
</element></oneOrMore></interleave></element></zeroOrMore></interleave></element></start>
<define name="always"><interleave><element name="title"><ref name="words"/></element>
<element name="id"><data type="anyURI"/></element><element name="updated"><ref name="moment"/></element>
<element name="rights"><text/></element>
<oneOrMore><element name="link"><attribute name="rel"><choice><value>self</value><value>alternate</value>
<value>enclosure</value></choice></attribute><attribute name="href"><data type="anyURI"/></attribute>
<attribute name="type"/><optional><attribute name="hreflang"><data type="language"/></attribute></optional>
<optional><attribute name="length"><data type="positiveInteger"/></attribute></optional></element></oneOrMore>
</interleave></define>
<define name="language"><attribute name="lang" ns="http://www.w3.org/XML/1998/namespace"><data type="language"/>
</attribute></define><define name="words"><data type="string"><param name="pattern">[\\s\\S]*\\S[\\s\\S]*</param></data>
</define>
<define name="moment"><data type="dateTime"><param name="pattern">[^Z+]+([+]\\d\\d:\\d\\d|Z)</param></data></define>
</grammar>"""
ATOM = etree.RelaxNG(etree.XML(_ATOM))
URL_SET = etree.RelaxNG(
    etree.XML("""<element name="urlset" xmlns="http://relaxng.org/ns/structure/1.0"
 ns="http://www.sitemaps.org/schemas/sitemap/0.9" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<oneOrMore><element name="url"><element name="loc"><data type="anyURI"/></element>
<optional><element name="lastmod"><data type="dateTime"/></element></optional>
<zeroOrMore><element name="link" ns="http://www.w3.org/1999/xhtml"><attribute name="rel"><value>alternate</value>
</attribute><attribute name="hreflang"><data type="language"/></attribute><attribute name="href"><data type="anyURI"/>
</attribute></element></zeroOrMore></element></oneOrMore></element>""")
)
FIELDS = Path(__file__).parent.parent / "docs" / "catalogue.md"
HOST = "http://testserver"


def documented(heading: str) -> dict[str, str]:
    """The fields that docs/catalogue.md describes under a heading, each with its sort."""
    part = re.search(
        rf"^## {re.escape(heading)}$(.*?)(?=^## |\Z)", FIELDS.read_text(), re.DOTALL | re.MULTILINE
    )
    assert part is not None, heading
    return dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", part[1], re.MULTILINE))


def fits(value: dict[str, Any], heading: str) -> None:
    """The value has just the fields that are described, each of its sort."""
    fields = documented(heading)
    assert set(value) == set(fields), heading
    for name, sort in fields.items():
        fits_sort(value[name], sort.removesuffix(" or null"), may_be_null=sort.endswith("null"))


def fits_sort(value: Any, sort: str, *, may_be_null: bool) -> None:
    if value is None:
        assert may_be_null, sort
    elif sort.startswith("list of "):
        assert isinstance(value, list)
        for one in value:
            fits_sort(one, sort.removeprefix("list of "), may_be_null=False)
    elif sort[0].isupper():
        fits(value, sort)
    elif sort == "number":
        assert isinstance(value, int) and value >= 0
    else:
        assert isinstance(value, str) and value
        if sort == "address":
            assert value.startswith((f"{HOST}/", "urn:uuid:"))
        if sort == "moment":
            assert datetime.fromisoformat(value).tzinfo is not None
        if sort == "day":
            date.fromisoformat(value)
