"""Other names of one thing: read from a list, found in a question, looked for where the name itself does not stand."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from factories import library_of
from fake_encoder import FakeEncoder
from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.errors import UsageError
from yinju.index.fusion import USUAL, Ranking
from yinju.index.library import Library
from yinju.index.text.aliases import FILE, Aliases, load, shipped
from yinju.rag.answerability import unknown_names
from yinju.rag.understand import understand

LIST = """# ministries
United States, US, U.S., America | 美国 美
Ministry of Industry and Information Technology, MIIT | 工业和信息化部 工信部  # in China
World Health Organization, WHO | 世卫组织
Health Ministry | 卫生部
New York | 纽约
New York Times | 《纽约时报》 纽约时报
Bill Gates | 比尔·盖茨
A shares | A股
"""


@pytest.fixture
def aliases() -> Aliases:
    return Aliases.read(LIST, FILE)


def names(aliases: Aliases, text: str) -> list[str]:
    return [named.name for named in aliases.found(text)]


def first(library: Library, question: str, ranking: Ranking = USUAL) -> str:
    with library.view() as view:
        hit = view.search(question, ranking=ranking)[0]
        return view.article(hit.article_id).text


# -- reading a list


def test_remarks_and_empty_lines_say_nothing_and_a_name_twice_counts_once() -> None:
    read = Aliases.read("# all\n\n  \nUS , America,US | 美国  美国 # here\n", FILE)
    assert read.groups == (("US", "America", "美国"),)


@pytest.mark.parametrize(
    ("line", "group"),
    [
        ("MIIT, Ministry", ("MIIT", "Ministry")),
        ("MIIT | 工信部", ("MIIT", "工信部")),
        ("| 工信部 工业和信息化部", ("工信部", "工业和信息化部")),
    ],
)
def test_either_half_of_a_line_may_be_empty(line: str, group: tuple[str, ...]) -> None:
    assert Aliases.read(line, FILE).groups == (group,)


@pytest.mark.parametrize("line", ["MIIT", "MIIT |", "| 工信部", "MIIT, MIIT", "MIIT，工信部", "MIIT # | 工信部"])
def test_a_line_of_one_name_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(UsageError, match=r"^own\.txt:3: only one name, “.+”; write NAME, OTHER NAME"):
        Aliases.read(f"# mine\nUS | 美国\n{line}\n", "own.txt")


def test_a_list_may_begin_with_a_mark_of_its_byte_order(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("QZLB | 蓝港办\r\n", "utf-8-sig", newline="")
    assert load(tmp_path / FILE).groups == (("QZLB", "蓝港办"),)


def test_a_list_that_is_no_text_is_refused_by_its_path(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("MIIT | 工信部".encode("utf-16"))
    with pytest.raises(UsageError, match=rf"{tmp_path / FILE} cannot be read .* save it as plain text in UTF-8"):
        load(tmp_path / FILE)


# -- names and their others


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("US", ("United States", "U.S.", "America", "美国", "美")),
        ("工信部", ("Ministry of Industry and Information Technology", "MIIT", "工业和信息化部")),
        ("us", ()),
        ("who", ()),
        ("Otter", ()),
    ],
)
def test_others_come_in_the_order_of_the_list(aliases: Aliases, name: str, others: tuple[str, ...]) -> None:
    assert aliases.others(name) == others


def test_a_name_of_two_things_has_the_others_of_both() -> None:
    read = Aliases.read("Georgia | 格鲁吉亚\nGeorgia | 佐治亚州", FILE)
    assert read.others("Georgia") == ("格鲁吉亚", "佐治亚州")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What does the US say?", ["US"]),
        ("Tell us who is nice", []),
        ("what does miit say", ["miit"]),
        ("What does Miit say?", ["Miit"]),
        ("The WHO and the U.S. agree", ["WHO", "U.S."]),
        ("… said the US.", ["US."]),
        ("America's fleet, US-led, l'America", ["America", "US", "America"]),
        ("the united states of old", ["united states"]),
        ("United, States", []),
        ("He reads the New York Times in New York", ["New York Times", "New York"]),
        ("中国工业和信息化部与工信部", ["工业和信息化部", "工信部"]),
        ("《纽约时报》在纽约", ["《纽约时报》", "纽约"]),
        ("比尔·盖茨访美", ["比尔·盖茨"]),
        ("A股与MIIT有关", ["A股", "MIIT"]),
        ("", []),
    ],
)
def test_the_longest_names_are_found_as_they_are_written(aliases: Aliases, text: str, found: list[str]) -> None:
    assert names(aliases, text) == found


def test_every_name_of_the_shipped_list_is_found_where_it_stands() -> None:
    known = shipped()
    listed = {name for group in known.groups for name in group if len(name) > 1}
    assert len(listed) > 1000
    assert {name for name in listed if name not in names(known, f"（{name}）")} == set()


@pytest.mark.parametrize("question", ["who is it that said it", "it is nice of us to march", "can a pole turn?"])
def test_no_usual_word_in_small_letters_is_a_name_of_the_shipped_list(question: str) -> None:
    assert names(shipped(), question) == []


# -- terms to look for besides


def within(*held: str) -> object:
    def occurs(terms: Collection[str]) -> bool:
        return bool(terms) and set(terms) <= set(held)

    return occurs


@pytest.mark.parametrize(
    ("question", "held", "sought"),
    [
        ("工信部说了什么？", {"miit"}, {"miit"}),
        ("工信部说了什么？", {"health", "ministry"}, set()),  # not all words of a name: none
        ("What does MIIT say?", {"miit", "工信部", "工信", "信部"}, set()),  # it stands there itself
        ("What does Otter say?", {"miit"}, set()),
        ("US policy", {"美"}, set()),  # one character says too little
    ],
)
def test_other_names_are_looked_for_only_where_the_name_itself_does_not_stand(
    aliases: Aliases, question: str, held: set[str], sought: set[str]
) -> None:
    assert aliases.terms_of_others(question, within(*held)) == sought  # type: ignore[arg-type]


def test_two_lists_are_one() -> None:
    both = Aliases.read("US | 美国", FILE).extended(Aliases.read("US | 花旗国", FILE))
    assert both.others("US") == ("美国", "花旗国")


# -- in a library

FEES = "Spectrum fees fall by a tenth from July. Operators welcomed the cut, which MIIT had approved in May."
RULES = "China's ministry of commerce approved new rules for exports of machines."
OTHERS = (
    "The transport ministry approved a bridge.",
    "The ferry runs every hour in summer.",
    "A chef in the old town bakes rye bread.",
    "The school library opens on Saturdays.",
)


def test_a_chinese_name_finds_the_english_article_that_has_the_abbreviation(
    tmp_path: Path, encoder: BundledEncoder
) -> None:
    assert first(library_of(tmp_path, encoder, RULES, FEES, *OTHERS), "工信部批准了什么？") == FEES


def test_other_names_decide_between_articles_that_are_alike(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), "OPEC approved the plan.", "MIIT approved the plan.")
    assert first(library, "工信部批准了什么？") == "MIIT approved the plan."
    assert first(library, "工信部批准了什么？", Ranking(names=False)) == "OPEC approved the plan."


def test_a_language_that_has_the_name_itself_looks_for_no_other(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), FEES, "五月，工信部批准下调频谱费用，运营商对此表示欢迎。")
    with library.view() as view:
        assert view.other_names("工信部批准了什么？", "en") == {"miit"}
        assert view.other_names("工信部批准了什么？", "zh") == set()
        assert "工信部" in view.other_names("What did MIIT approve?", "zh")


def test_a_list_of_ones_own_counts_at_once_and_no_longer_when_it_goes(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), "The hall was rebuilt by the office.", "QZLB did it.")
    question, own = "Whose hall did 蓝港办 give away?", tmp_path / FILE
    with library.view() as view:
        for content, expected in [("QZLB | 蓝港办", {"qzlb"}), ("hall | 蓝港办", {"hall"}), (None, set())]:
            own.write_text(content, "utf-8") if content else own.unlink()
            assert expected <= view.other_names(question, "en") <= expected | {"~HL"}
            assert view.library.aliases().others("MIIT"), "the shipped list goes on counting"


def test_a_list_of_ones_own_changes_what_comes_first(tmp_path: Path, encoder: BundledEncoder) -> None:
    library = library_of(tmp_path, encoder, FEES, RULES, *OTHERS)
    before = first(library, "经信办批准了什么？")
    (tmp_path / FILE).write_text("MIIT | 经信办", "utf-8")
    assert (before, first(library, "经信办批准了什么？")) == (RULES, FEES)


@pytest.mark.parametrize("content", [b"only one", b"\xff\xfe\x00"])
def test_a_wrong_list_of_ones_own_is_called_by_its_path_when_a_question_is_asked(
    tmp_path: Path, content: bytes
) -> None:
    library = library_of(tmp_path, FakeEncoder(), FEES)
    (tmp_path / FILE).write_bytes(content)
    for _ in range(2):
        with pytest.raises(UsageError, match=str(tmp_path / FILE)):
            first(library, "What did MIIT approve?")
    (tmp_path / FILE).unlink()
    assert first(library, "What did MIIT approve?") == FEES


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("What did MIIT say?", []),
        ("What did OPEC say?", ["OPEC"]),
        ("What did QZLB get?", []),
        ("What did Otterbein get?", ["Otterbein"]),
    ],
)
def test_a_name_is_not_missing_when_another_name_is_there(tmp_path: Path, question: str, unknown: list[str]) -> None:
    library = library_of(tmp_path, FakeEncoder(), "频谱费用下降一成，工信部表示。", "大厅在五月交给蓝港办使用。")
    (tmp_path / FILE).write_text("QZLB | 蓝港办", "utf-8")
    with library.view() as view:
        assert unknown_names(understand(question), view) == unknown


def test_a_listed_name_that_the_tagger_cuts_is_not_missing_either(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), "The hall was handed over to QZLB in May.")
    question = understand("蓝港办得到了什么？")
    assert [name.text for name in question.names] == ["蓝港"]
    with library.view() as view:
        assert unknown_names(question, view) == ["蓝港"]
        (tmp_path / FILE).write_text("QZLB | 蓝港办", "utf-8")
        assert unknown_names(question, view) == []
