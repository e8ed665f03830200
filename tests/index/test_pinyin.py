"""Readings of Chinese characters."""

from __future__ import annotations

from importlib import resources

import pytest

from yinju.index.text.pinyin import make, readings

pypinyin = pytest.importorskip("pypinyin")

COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严"


@pytest.mark.parametrize("characters", [COMMON[at : at + 50] for at in range(0, len(COMMON), 50)])
def test_the_usual_reading_of_common_characters_is_the_dictionarys(characters: str) -> None:
    usual = {c: pypinyin.lazy_pinyin(c)[0] for c in characters}
    assert {c: readings(c)[0] for c in characters} == usual


def test_every_reading_of_a_common_character_is_known_to_the_dictionary() -> None:
    known = {c: pypinyin.pinyin(c, style=pypinyin.Style.NORMAL, heteronym=True)[0] for c in COMMON}
    assert [c for c in COMMON if not set(readings(c)) <= set(known[c])] == []


@pytest.mark.parametrize(("character", "both"), [("长", "zhang chang"), ("行", "xing hang"), ("重", "zhong chong")])
def test_a_character_may_have_two_readings(character: str, both: str) -> None:
    assert " ".join(readings(character)) == both


def test_u_with_two_dots_is_written_v() -> None:
    assert readings("女")[0] == "nv"


@pytest.mark.parametrize("character", ["a", "1", "あ", "한", "。", "🎉", "々"])
def test_anything_that_is_no_chinese_character_has_an_empty_reading(character: str) -> None:
    assert readings(character) == ("",)


def test_the_table_is_the_one_the_dictionary_makes() -> None:
    assert (resources.files("yinju.index.text") / "pinyin.txt").read_text("ascii") == make()
