"""Words that say where things went, and what says the opposite."""

from __future__ import annotations

from yinju.eval.swaps.verbs import verb

# where one form of a verb is two tenses (slid, shut), its opposite's is, too
_OPPOSITE_VERBS = (
    "rise fall,fall rise,grow shrink,shrink grow,increase decrease,decrease increase,expand contract,contract expand,widen narrow,narrow widen,raise lower,"
    "reduce increase,boost reduce,tighten ease,ease tighten,relax tighten,loosen tighten,strengthen weaken,weaken strengthen,improve worsen,"
    "worsen improve,decline increase,accelerate slow,double halve,halve double,upgrade downgrade,downgrade upgrade"
)
# what does not climb or drop by an amount may climb a mountain and drop a stone
_MOVING_VERBS = (
    "climb drop,drop climb,jump plunge,plunge jump,soar plunge,surge slump,slump surge,slip climb,slide climb,sink climb,tumble jump,dip climb,"
    "lift lower,rebound slip,triple halve"
)
_moving_after = r"(?=\s(?:[A-Z]{0,3}[$€£¥]?\s?\d|by\b|to\b|from\b|in\b|during\b|on\b|more\b|over\b|nearly\b|almost\b|about\b|its\b|their\b|the\b|[a-z]+ly\b|year\b)|[,.;])"
_figure = r"(?=\s(?:(?:by|more than|over|nearly|about|almost|around|roughly|some)\s)?(?:[A-Z]{0,3}[$€£¥]\s?)?(?:\d|an? (?:third|quarter|half|fifth|tenth)\b))"
_modal = r"\b(?:to|will|would|can|could|may|might|should|must) (?:also |further )?"


def _forms(pairs: str) -> dict[str, str]:
    """Return the opposites of all forms of verbs but the first, which is often a noun or an adjective as well."""
    return {
        form: opposite
        for pair in pairs.split(",")
        for form, opposite in zip(*(verb(base)[1:] for base in pair.split()), strict=True)
    }


def _bases(pairs: str) -> dict[str, str]:
    return dict(pair.split() for pair in pairs.split(","))


def _pairs(pairs: str, around: str = r"\b({})\b") -> list[tuple[str, str]]:
    return [(around.format(word), opposite) for word, opposite in _bases(pairs).items()]


_PRESENT = "expands eases narrows boosts upgrades downgrades doubles growing slowing easing doubling lifts triples"
_english_forms = {word: other for word, other in _forms(_OPPOSITE_VERBS).items() if word not in _PRESENT.split()}
_moving_forms = {word: other for word, other in _forms(_MOVING_VERBS).items() if word not in _PRESENT.split()}

ENGLISH = [
    # who has raised 45 million has not lifted it
    *[
        (rf"\b({word})\b(?!\s[A-Z]{{0,3}}[$€£¥]|(?<=raised)\s\d|(?<=raising)\s\d)", other)
        for word, other in _english_forms.items()
    ],
    *[(rf"\b({word})\b{_moving_after}", other) for word, other in _moving_forms.items()],
    *[
        (rf"{_modal}({word})\b", other)
        for word, other in _bases(f"{_OPPOSITE_VERBS},{_MOVING_VERBS},lower raise,cut raise").items()
    ],
    *[(rf"\b({word}){_figure}", other) for word, other in _bases(_OPPOSITE_VERBS).items()],
    *_pairs(
        "lowered raised,lowering raising,lowers raises,surplus deficit,deficit surplus,upward downward,downward upward"
    ),
    *_pairs("increase decrease,decrease increase,reduction increase"),
    *_pairs(
        "rise fall,fall rise,drop rise,decline rise,dip rise,growth decline,jump fall,gain loss,loss gain,cut rise",
        r"\b({})(?= (?:of|in)\b)",
    ),
    (rf"(?<!to )(?<!ma[dk]e )(?<!makes )(?<!making )(?<!picked )\b(up)(?:{_figure}|(?= from\b))", "down"),
    (rf"\b(down)(?:{_figure}|(?= from\b| to [$€£]?\d))", "up"),
    (r"\b(?:go|goes|going|gone|went) (up)\b", "down"),
    (r"\b(?:go|goes|going|gone|went) (down)\b", "up"),
    (r"\b(gained)(?=\s[$€£]?\d)", "lost"),
    (r"\b(lost)(?=\s[$€£]?\d[\d.]*\s?(?:%|percent|per cent|points?))", "gained"),
    (r"\b(?:been|was|were|had|charges|prices|rates|taxes) (cut)(?=\s\d|\s(?:to|by|from)\b)", "raised"),
    (r"[a-z] (cut)(?= (?:its|their|the|interest|prices|rates|taxes)\b)", "raised"),
    (r"\b(cutting)(?= (?:its|their|the|interest|prices|rates|taxes)\b)", "raising"),
]
"""Patterns whose group is a word of direction, and its opposite in the same form."""

ENGLISH_MINOR = [
    *_pairs("higher lower,highest lowest,lowest highest,faster slower,slower faster,stronger weaker,weaker stronger"),
    (r"(?<!\bto )(?<!\bwill )(?<!\bwould )\b(lower)\b(?! (?:house|court|chamber)\b)", "higher"),
    (r"\b(fewer)\b", "more"),
    (r"\b(above)(?=\s[$€£]?\d)", "below"),
    (r"\b(below)(?=\s[$€£]?\d)", "above"),
]
"""Words that compare; they are turned only where nothing says where things went."""

CHINESE = [
    (r"(翻了?一番，增(?:至|加到))", "减少一半，减至"),
    *_pairs(
        "上升 下降,下降 上升,上涨 下跌,下跌 上涨,上调 下调,下调 上调,调高 调低,调低 调高,提高 降低,降低 提高,增加 减少,减少 增加,扩大 缩小,"
        "缩小 扩大,收紧 放宽,放宽 收紧,放松 收紧,高于 低于,低于 高于,多于 少于,盈利 亏损,亏损 盈利,回升 回落,回落 回升,升至 降至,降至 升至,升到 降到,"
        "降到 升到,增至 减至,减至 增至,涨到 跌到,跌到 升到,涨至 跌至,跌至 涨至,攀升 下滑,下滑 攀升,增大 缩小,涨价 降价,降价 涨价,涨薪 降薪,加薪 减薪,"
        "降薪 涨薪,降息 加息,加息 降息,顺差 逆差,逆差 顺差,加快 放缓,放缓 加快,好转 恶化,恶化 好转,加强 削弱,增强 减弱,减弱 增强,翻了一番 减少了一半,"
        "翻一番 减少一半,收窄 扩大,萎缩 增长,走高 走低,走低 走高,升值 贬值,贬值 升值,跳涨 暴跌,飙升 暴跌,暴跌 飙升,暴涨 暴跌,激增 锐减,锐减 激增,"
        "缩减 扩大,削减 增加,增产 减产,减产 增产,延长 缩短,缩短 延长,领先 落后,落后 领先",
        "({})",
    ),
    (r"(增长)(?![新预率目点极动])", "下降"),
    (r"(?<!兹罗)(提升)", "降低"),
    (r"(?<=兹罗提)(升至)", "降至"),
    (r"(?<![下回上调])(降)(?=[一二三四五六七八九]成|百分之|\d)", "涨"),
    (r"(?<![回上攀提])([升涨])(?=[一二三四五六七八九]成|百分之|\d)", "降"),
    (r"比[^，。]{1,6}(快)(?=\d)", "慢"),
    (r"比[^，。]{1,6}(慢)(?=\d)", "快"),
]
"""As ENGLISH, for simplified Chinese."""

CHINESE_MINOR = _pairs("最高 最低,最低 最高,偏高 偏低,偏低 偏高", "({})")
"""As ENGLISH_MINOR."""
