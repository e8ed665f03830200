"""Names of a claim in a text: as written, by another name, by sound in another script."""

from __future__ import annotations

import pytest

from yinju.rag.verify.gazetteer import aliases
from yinju.rag.verify.presence import presence
from yinju.rag.verify.sentence import CHINESE, ENGLISH, read
from yinju.rag.verify.sounds import Presence


def shown(claim: str, text: str) -> dict[str, Presence]:
    """Whether a text shows each of the names of a claim."""
    own, other = (read(t, CHINESE if any("\u4e00" <= c <= "\u9fff" for c in t) else ENGLISH) for t in (claim, text))
    return {name.text: presence(name, other.text, other.chinese, own.chinese) for name in own.names}


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("A plant of Toyota in Nagoya", "丰田的名古屋工厂", "Toyota"),
        ("工信部发布规定", "The MIIT published rules.", "工信部"),
        ("李伟夺冠", "Li Wei won.", "李伟"),
        ("a speech by Li Wei", "李伟讲话", "Li Wei"),
        ("the mayor of Zhengzhou", "郑州市市长", "Zhengzhou"),
        ("a bank in Chile", "The Chilean bank", "Chile"),
        ("the European Space Agency said", "ESA confirmed it.", "European Space Agency"),
        ("in Kraków", "in Krakow", "Kraków"),
        ("剧院梅洛德拉姆开张", "The Melodram theatre opened", "梅洛德拉姆"),
        ("臺北電影節", "the Taipei film festival", "台北"),
    ],
)
def test_a_name_is_found_in_any_of_its_forms(claim: str, text: str, name: str) -> None:
    assert shown(claim, text)[name] is Presence.FOUND


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("A plant of Honda in Nagoya", "丰田的名古屋工厂", "Honda"),
        ("王伟夺冠", "Li Wei won.", "王伟"),
        ("the mayor of Zhengzhou", "上海市财政局局长", "Zhengzhou"),
        ("a bank in Niger", "a bank in Nigeria", "Niger"),
        ("a speech by Peter Novak", "a speech by Anton Horvat", "Novak"),
        ("加拉塔萨雷的中场", "阿贾克斯的中场", "加拉塔萨雷"),
        ("在酒泉升空", "took off from Wenchang", "酒泉"),
    ],
)
def test_another_name_is_missed(claim: str, text: str, name: str) -> None:
    assert shown(claim, text)[name] is Presence.MISSING


def test_words_that_open_a_sentence_and_common_words_are_no_names() -> None:
    for text in ("Farmers plant soybeans.", "Wheat prices jumped.", "The third cable car opened."):
        assert read(text, ENGLISH).names == ()
    for text in ("马拉松冠军", "全市水费上调", "成立两年来同比增加"):
        assert read(text, CHINESE).names == ()


def test_aliases_are_all_forms_of_a_name() -> None:
    assert {"工信部", "MIIT"} <= aliases("MIIT")
    assert aliases("工信部") == aliases("MIIT")
    assert aliases("Nobody at all") == {"Nobody at all"}
