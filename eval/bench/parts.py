"""What is measured, in the order it is."""

from __future__ import annotations

from yinju.eval.bench import adding, askers, asking, cold, growth, kills, memory, news, page, rubbish
from yinju.eval.bench.types import Part

PARTS: tuple[Part, ...] = (
    Part("adding", "Adding articles", adding.measure),
    Part("cold", "A cold start", cold.measure),
    Part("library", "The whole library", news.measure),
    Part("asking", "One question, warm", asking.measure),
    Part("memory", "Memory of a serving process", memory.measure),
    Part("page", "The page", page.measure),
    Part("growth", "Growth", growth.measure),
    Part("kills", "Killed while adding", kills.measure),
    Part("askers", "Asked while written to", askers.measure),
    Part("rubbish", "A folder of rubbish", rubbish.measure),
)
