"""Keys that texts are compared by: folded in Python, since no engine's collation is relied on."""

import unicodedata


def folded(text: str) -> str:
    """NFKC and casefolded, without outer spaces: the unique key of a username or an e-mail address."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
