"""All hostile articles."""

from __future__ import annotations

from hostile.markers import MARKERS
from hostile.markup import MARKUP
from hostile.orders import ORDERS
from hostile.terminal import TERMINAL
from hostile.unseen import UNSEEN

CASES = (*ORDERS, *MARKERS, *MARKUP, *TERMINAL, *UNSEEN)
