"""What all declarations share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Ref = str
"""`module:name`, imported when it is first needed."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
"""Nothing declared."""
