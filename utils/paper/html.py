"""The content policy of pages that a lifter keeps or prints: nothing is loaded from elsewhere."""

from typing import Final

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
