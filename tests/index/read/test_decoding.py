"""Bytes to text: right, or an error; never a wrong guess."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from files import one, why, written
from yinju.index.read.decoding import Undecodable, decoded

SIMPLIFIED = (
    "工业和信息化部表示，中国人工智能核心产业的规模超过四千亿元，企业数量超过三千家，国家将继续支持新技术的发展。"
)
TRADITIONAL = (
    "工業和信息化部表示，中國人工智能核心產業的規模超過四千億元，企業數量超過三千家，國家將繼續支持新技術的發展。"
)
JAPANESE = (
    "京都は日本の古都であり、多くの寺院と神社が残っている。東京は人口が一千万人を超える大都市で、経済の中心地である。"
)
KOREAN = "한국의 수도는 서울이며 인구는 약 천만 명이다. 경제와 문화의 중심지로서 발전하였다. 정치와 행정의 중심이다."
WESTERN = (
    "Die Brücke über den Fluß wurde für zwölf Millionen Mark gebaut, und die Bürger freuten sich über ihre Schönheit."
)
RUSSIAN = (
    "Центральный банк повысил ставку на четверть пункта, и до конца года ожидаются новые повышения, сообщают газеты."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312"])
def test_simplified_chinese_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert one(written(tmp_path, "a.txt", SIMPLIFIED.encode(encoding))).raw == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_traditional_chinese_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decoded(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize(("mark", "encoding"), [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")])
def test_utf_16_is_told_by_its_mark_in_either_order(mark: bytes, encoding: str) -> None:
    assert decoded(mark + "Rates rise.\r\n上调".encode(encoding)) == "Rates rise.\n上调"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "euc_jp"),
        (JAPANESE, "shift_jis"),
        (KOREAN, "euc_kr"),
        (WESTERN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("人工智能产业", "gb18030"),
    ],
)
def test_what_cannot_be_told_for_sure_is_reported_with_the_way_to_convert_it(
    tmp_path: Path, text: str, encoding: str
) -> None:
    said = why(written(tmp_path, "a.txt", text.encode(encoding)))
    assert "not UTF-8" in said
    assert "iconv -f GB18030 -t UTF-8" in said


def test_utf_8_with_one_broken_byte_is_not_taken_for_chinese() -> None:
    with pytest.raises(Undecodable, match="byte 0xff"):
        decoded(SIMPLIFIED.encode() + b"\xff")


def test_half_a_utf_16_file_is_reported(tmp_path: Path) -> None:
    assert "not the UTF-16 text" in why(written(tmp_path, "a.txt", codecs.BOM_UTF16_LE + b"a\x00b"))


@pytest.mark.parametrize(
    ("name", "encoding"), [("shift_jis", "shift_jis"), ("GB2312", "gbk"), ("iso-8859-1", "cp1252")]
)
def test_a_page_that_names_its_encoding_is_believed(tmp_path: Path, name: str, encoding: str) -> None:
    text = {"shift_jis": JAPANESE, "gbk": "短短的中文标题在这里。", "cp1252": WESTERN}[encoding]
    page = f'<html><head><meta charset="{name}"><title>T</title></head><body><article><p>{text}</p><p>{text[::-1]}</p></article></body></html>'
    assert text in one(written(tmp_path, "a.html", page.encode(encoding))).raw


def test_no_page_can_name_a_codec_that_is_no_encoding() -> None:
    with pytest.raises(Undecodable):
        decoded(b'<meta charset="unicode_escape">\xff', declares=True)


@given(st.text(alphabet=st.characters(exclude_characters="\r\ufeff\x00", exclude_categories=["Cs"])))
def test_every_text_comes_back_from_utf_8_and_marked_utf_16(text: str) -> None:
    assert decoded(text.encode()) == text
    assert decoded(text.encode("utf-16")) == text
