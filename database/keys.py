"""Keys for comparing texts, folded in Python because the databases' collations differ."""

import unicodedata


def folded(text: str) -> str:
    """Return the unique key of a username or e-mail address: NFKC, casefolded, without outer spaces."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
