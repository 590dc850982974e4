"""Content security policy of pages to keep or print: they load nothing from elsewhere."""

from typing import Final

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
