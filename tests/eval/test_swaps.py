"""Wrong versions of true statements: always wrong, always natural, always the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yinju.eval.datasets.claims import ClaimSet
from yinju.eval.errors import DatasetInvalid
from yinju.eval.swaps import KINDS, Swap, swaps
from yinju.eval.swaps.__main__ import main
from yinju.eval.swaps.amounts import amounts
from yinju.eval.swaps.dates import dates
from yinju.eval.swaps.variants import simplified
from yinju.index.errors import UsageError
from yinju.index.text.values import numbers

DATA = Path(__file__).resolve().parents[2] / "eval" / "data"
PROPERTY = settings(max_examples=60, deadline=None, database=None)
SEEDS = range(40)


def swap(kind: str, statement: str, avoid: str = "", seed: int = 0) -> Swap | None:
    """Return the swap of one kind; a statement with a Chinese character in it is Chinese."""
    language = "zh" if re.search("[\u4e00-\u9fff]", statement) else "en"
    return next((swap for swap in swaps(statement, language, seed, avoid) if swap.kind == kind), None)


def after(kind: str, statement: str, avoid: str = "") -> set[str]:
    """Return all that is ever put in."""
    found = (swap(kind, statement, avoid, seed) for seed in SEEDS)
    return {one.after for one in found if one}


def written(kind: str, statement: str) -> str:
    """Return a statement's swap as a whole; nothing when there is none."""
    found = swap(kind, statement)
    return found.text if found else ""


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("Sales rose 5% in May.", "Sales fell 5% in May."),
        ("Prices have risen by 3 percent.", "Prices have fallen by 3 percent."),
        ("The town fears rising prices.", "The town fears falling prices."),
        ("Profit was up 7 percent.", "Profit was down 7 percent."),
        ("It reported an increase of 12%.", "It reported a decrease of 12%."),
        ("It reported a decrease of 12%.", "It reported an increase of 12%."),
        ("The bank will raise its key rate.", "The bank will lower its key rate."),
        ("The bank cut its key rate to 2%.", "The bank raised its key rate to 2%."),
        ("The firm will cut its staff from 90 to 70.", "The firm will raise its staff from 90 to 70."),
        ("Limits on building were eased.", "Limits on building were tightened."),
        ("Unemployment is higher in the north.", "Unemployment is lower in the north."),
        ("The trade surplus stood at $3bn.", "The trade deficit stood at $3bn."),
        ("The fleet is to be doubled to 80 buses.", "The fleet is to be halved to 80 buses."),
        ("出口增长了三成。", "出口下降了三成。"),
        ("央行把利率下调至2.1%。", "央行把利率上调至2.1%。"),
        ("政府放宽了购房限制。", "政府收紧了购房限制。"),
        ("该公司去年盈利3亿元。", "该公司去年亏损3亿元。"),
        ("時薪將由28兹羅提升至31兹羅提。", "時薪將由28兹羅提降至31兹羅提。"),
        ("該市房價上漲4%。", "該市房價下跌4%。"),
    ],
)
def test_a_direction_is_turned_in_the_same_form(statement: str, wrong: str) -> None:
    assert written("direction", statement) == wrong


@pytest.mark.parametrize(
    "statement",
    [
        "Output was not raised in August.",  # nor need it have been lowered
        "科威特8月未提高石油产量。",
        "The rocket lifted off at dawn.",
        "She climbed Everest in 2020.",
        "He fell ill last fall.",
        "The firm has raised $45 million from investors.",
        "The new drug can ease the load on staff.",
        "Men made up 18% of the group.",
        "增长预期是2.4%。",
    ],
)
def test_what_says_nothing_of_a_direction_has_none_to_turn(statement: str) -> None:
    assert swap("direction", statement) is None


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("Norway did not reach its goal.", "Norway reached its goal."),
        ("The team did not find any trace of plastic.", "The team found some trace of plastic."),
        ("The maker did not withdraw the tablet.", "The maker withdrew the tablet."),
        ("The line has yet to open.", "The line has already opened."),
        ("The fee hasn't been paid.", "The fee has been paid."),
        ("Schools will no longer have to report.", "Schools will still have to report."),
        ("The talks failed to end the strike.", "The talks managed to end the strike."),
        ("The plan was approved in May.", "The plan was not approved in May."),
        (
            "The bank said on Monday that it would lend the sum.",
            "The bank said on Monday that it would not lend the sum.",
        ),
        ("Canada and Mexico signed a deal.", "Canada and Mexico did not sign a deal."),
        ("A reserve near Ya'an has 40 pandas.", "A reserve near Ya'an does not have 40 pandas."),
        ("The agency has recently approved a probe.", "The agency has not recently approved a probe."),
        ("The house has already been sold.", "The house has not yet been sold."),
        ("Toyota plans to shift workers.", "Toyota does not plan to shift workers."),
        ("Flats now cost 5,000 euros.", "Flats no longer cost 5,000 euros."),
        ("A team that was small, but good, won the cup.", "A team that was small, but good, did not win the cup."),
        ("该团队没有发现任何塑料痕迹。", "该团队已经发现塑料痕迹。"),
        ("农村网速未见好转。", "农村网速已见好转。"),
        ("患者未见霍乱迹象。", "患者出现霍乱迹象。"),
        ("该线至今尚未通车。", "该线已通车。"),
        ("队长不会上场。", "队长将上场。"),
        ("学校不再需要上报。", "学校仍需要上报。"),
        ("水费将下调15%。", "水费不会下调15%。"),
        ("丰田计划2026年将1.2万名员工转到新厂。", "丰田没有计划2026年将1.2万名员工转到新厂。"),
        ("接种率从88%提高到94%。", "接种率没有从88%提高到94%。"),
        ("加拿大与墨西哥签订了协议。", "加拿大没有与墨西哥签订协议。"),
        ("工程计划已获批准。", "工程计划尚未获批准。"),
        ("臺北電影節星期五揭幕。", "臺北電影節星期五沒有揭幕。"),
        ("新輕軌線仍沒有開通。", "新輕軌線已經開通。"),
    ],
)
def test_a_denial_is_taken_away_or_put_in_at_the_main_verb(statement: str, wrong: str) -> None:
    assert written("negation", statement) == wrong


@pytest.mark.parametrize(
    "statement",
    [
        "No firm was willing to pay.",  # a second denial would not be English
        "Wheat from Kansas, according to the bureau.",
        "46所学校被迫关闭。",
        "人工智能驱动工业发展。",  # 动工, to break ground, is not in it
        "未来五年的目标。",
    ],
)
def test_where_no_rule_holds_nothing_is_denied(statement: str) -> None:
    assert swap("negation", statement) is None


@pytest.mark.parametrize(
    ("kind", "statement"),
    [
        ("number", "In 2020 sales of the Boeing 737 fell by 35% to $3bn, GPT-4 and 5G and COVID-19 notwithstanding."),
        ("number", "The third line opened on 18 March 2024 at 6 a.m., one year late."),
        ("number", "2020年第三季度销售额下降35%，至12亿美元；三星第5代产品和GPT-4在四川首发。"),
        ("money", "The firm hired 3,000 people, 12% more than in 2020."),
        ("money", "该公司招聘3000人，比2020年多12%。"),
        ("percent", "The firm spent 12 billion yuan on 40 schools."),
        ("percent", "十成为零，他们成立了3家公司。"),
        ("date", "They may march with 2,024 people, 12 percent of the town."),
        ("date", "该店有3个月没有开门。"),
        ("name", "The house was sold to a man from the north."),
        ("name", "They paid 400 Hong Kong dollars."),
        ("name", "他第一次到出海口。"),
        ("name", "马拉松比赛开始。"),
    ],
)
def test_what_belongs_to_another_kind_is_left_alone(kind: str, statement: str) -> None:
    assert swap(kind, statement) is None


@pytest.mark.parametrize(
    ("kind", "statement", "form"),
    [
        ("number", "The firm hired 1,250 people.", r"\d{1,3}(,\d{3})*"),
        ("number", "The firm hired twelve thousand people.", r"[a-z]+ (thousand|million)"),
        ("number", "Over 10 schools closed.", r"\d+"),
        ("number", "该公司招聘1.2万人。", r"\d+(\.\d+)?[万亿]"),
        ("number", "十多家医院关门。", "[二三四五六]十"),
        ("money", "The plan costs A$640 million.", r"\d+(\.\d+)? (million|billion)"),
        ("money", "It lent $1.2bn.", r"\d+(\.\d+)?(bn|m)"),
        ("money", "计划耗资六亿四千万澳元。", "[三四五七八九]亿四千万"),
        ("money", "身价两千二百五十万欧元。", "([三四五六七八九]千二百五十万|两千二百五十亿)"),
        ("percent", "出口上升三成五。", "[四五六七八九]成五"),
        ("percent", "小麦涨价百分之八点四。", "[三四五六七九]点四"),
        ("percent", "Sales fell 4.5 percent.", r"\d+(\.\d+)?"),
    ],
)
def test_an_amount_stays_in_its_writing(kind: str, statement: str, form: str) -> None:
    found = after(kind, statement)
    assert len(found) > 2
    assert {one for one in found if not re.fullmatch(form, one)} == set()


@pytest.mark.parametrize(
    ("kind", "statement", "low", "high"),
    [
        ("number", "Over 10 hospitals have closed.", 10, 10**9),
        ("number", "河内超过10家医院关门。", 10, 10**9),
        ("number", "The team did not find plastic in 48 samples.", 48, 10**9),
        ("number", "The concert sold out in 20 minutes.", 0, 20),
        ("number", "音乐会门票20分钟内售罄。", 0, 20),
        ("number", "It is adding between 3 and 7 shops.", 3, 7),
        ("number", "预计增设3至7座仓库。", 3, 7),
        ("number", "It fell to minus 31 degrees Celsius.", 0, 100),
        ("percent", "Some 41 percent of waste was recycled.", 0, 101),
        ("money", "Pay will rise to 31 zloty from 28 zloty.", 0, 10**9),
    ],
)
def test_another_amount_is_wrong_and_can_be(kind: str, statement: str, low: int, high: int) -> None:
    own = set(numbers(statement))
    for seed in SEEDS:
        found = swap(kind, statement, seed=seed)
        assert found is not None
        (value,) = set(numbers(found.text)) - own
        assert low < Decimal(value) < high


def test_below_a_bound_nobody_can_say_what_is_wrong() -> None:
    """Who uses under 100 uses under 200, and what holds for those under 200 holds for those under 100."""
    assert swap("number", "Households using under 100 litres pay nothing.") is None
    assert swap("number", "用水不到100升的家庭免费。") is None


def test_what_rose_still_rises() -> None:
    for seed in SEEDS:
        found = swap("money", "Pay rose from 28 euros to 31 euros.", seed=seed)
        assert found is not None
        first, second = map(Decimal, numbers(found.text))
        assert first < second


def test_no_value_of_the_sources_is_put_in_however_it_is_written() -> None:
    source = "贷款为5000亿元，六千亿元，0.7万亿元，另有三成、80%。"
    assert not {"500 billion", "600 billion", "700 billion"} & after(
        "money", "Loans totalled 400 billion yuan.", source
    )
    assert not {"30", "80"} & after("percent", "Loans grew 40 percent.", source)
    assert {"500 billion", "600 billion"} & after("money", "Loans totalled 400 billion yuan.")


@PROPERTY
@given(st.integers(2, 10**9), st.sampled_from(["The firm hired {:,} workers.", "该公司招聘了{}名工人。"]))
def test_whatever_the_number_another_one_is_put_in(number: int, statement: str) -> None:
    found = swap("number", statement.format(number))
    assert found is not None
    assert list(numbers(found.text)) not in ([], [str(number)])


@PROPERTY
@given(
    st.dates(date(1910, 1, 1), date(2090, 12, 31)),
    st.sampled_from(
        [
            "It opened on {0:%B} {0.day}, {0.year}.",
            "It opened on {0.day} {0:%b} {0.year}.",
            "{0.year}年{0.month}月{0.day}日开业。",
        ]
    ),
)
def test_another_day_is_one_that_there_is(day: date, statement: str) -> None:
    found = swap("date", statement.format(day))
    assert found is not None
    (changed,) = dates(found.text, not found.text.isascii())
    parts = {part.kind: part.value for part in changed.parts}
    assert date(parts["year"], parts["month"], parts["day"]) != day


@pytest.mark.parametrize(
    ("statement", "possible"),
    [
        ("It is the lowest since 2018.", {"2015", "2016", "2017"}),
        ("2018年以来最冷。", {"2015年", "2016年", "2017年"}),
        ("They will finish by March 2027.", None),
        ("They found it between 2019 and 2022.", {"2020", "2021"}),
        ("4月至6月减少9%。", {"5月"}),
        ("From April to June 38 million were shipped.", {"May"}),
        ("It rose in the first half of the year.", {"second half"}),
        ("上半年增长。", {"下半年"}),
        ("Third-quarter sales rose.", {"First-quarter", "Second-quarter", "Fourth-quarter"}),
        ("It closed on Monday.", {"Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}),
        ("火箭二〇二五年升空。", {"二〇二二年", "二〇二三年", "二〇二四年"}),
    ],
)
def test_a_date_moves_to_where_it_is_wrong(statement: str, possible: set[str] | None) -> None:
    found = after("date", statement)
    assert found
    assert possible is None or found == possible


def test_no_date_of_the_sources_is_put_in() -> None:
    assert after("date", "It rose in the first quarter.", "一季度上升，二季度下降，Q3持平。") == {"fourth quarter"}


@pytest.mark.parametrize(
    ("statement", "possible"),
    [
        ("A Cusco hotel closed.", {"A Lima", "A Quito", "A Bogota", "A Santiago", "An Arequipa"}),
        ("The Philippines' rice stocks fell.", None),
        ("Lake Chad grew.", {"Lake Victoria", "Lake Malawi", "Lake Tanganyika"}),
        ("东京大学团队发表论文。", None),
    ],
)
def test_a_name_gives_way_to_one_of_its_kind(statement: str, possible: set[str] | None) -> None:
    found = after("name", statement)
    assert len(found) > 2
    assert (
        possible is None or {one if one.startswith(("A ", "An ", "Lake")) else f"A {one}" for one in found} == possible
    )


def test_people_get_another_given_name_or_another_surname() -> None:
    assert all(re.fullmatch("[A-Z][a-z]+ Min", one) for one in after("name", "Zhang Min's team won."))
    assert all(re.fullmatch(".敏", one) for one in after("name", "张敏领导的团队发现新物种。"))
    assert "John" not in after("name", "John Carter spoke.")
    assert "Fatima Khan" not in written("name", "Fatima Khan said it was over.")


def test_a_name_that_either_source_mentions_is_not_put_in() -> None:
    assert after("name", "Oman cut its output.", "Kuwait and Qatar did; 伊拉克也减产。") == {"Saudi Arabia"}


def test_a_name_within_another_is_none() -> None:
    assert swap("name", "They met Paris Hilton.") is None
    assert swap("name", "伊拉克利·纳德热什维利致辞。") is None


def test_traditional_chinese_gets_traditional_characters() -> None:
    found = {one.kind: one for one in swaps("臺灣9月出口額下跌4.5%，仍沒有達到298億港元。", "zh-Hant")}
    assert found["direction"].after == "上漲"
    assert found["negation"].after == "已經"
    assert "万" not in found["money"].text


def test_swaps_are_the_same_wherever_they_are_made() -> None:
    """Python's own hash() differs from run to run; this literal would then fail."""
    statement = "Toyota sold 12,000 cars on 3 May 2024."
    assert swaps(statement, "en") == swaps(statement, "en")
    assert [(one.kind, one.after) for one in swaps(statement, "en")] == SAME
    assert len({one.text for seed in SEEDS for one in swaps(statement, "en", seed)}) > 20


SAME = [("number", "120,000"), ("date", "3 May 2023"), ("name", "Honda"), ("negation", "did not sell")]


@PROPERTY
@given(st.text("零一二两三四五十百千万亿成点半年月日季度周上第分之0123456789.,%$元个名至到-", max_size=12))
def test_no_figure_however_odd_breaks_anything(figure: str) -> None:
    for seed in range(3):
        assert all(one.text != f"约{figure}人。" for one in swaps(f"约{figure}人。", "zh", seed))
        assert all(one.text != f"Some {figure} rose." for one in swaps(f"Some {figure} rose.", "en", seed))


@PROPERTY
@example("It costs 0000000000000000000000000 yuan.", "0000000000000000000000000")
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_swaps_or_none(text: str, avoid: str) -> None:
    for language in ("en", "zh"):
        assert all(one.text != text for one in swaps(text, language, avoid=avoid))


def test_other_languages_are_refused() -> None:
    with pytest.raises(UsageError, match="'fr'"):
        swaps("Il pleut.", "fr")


def test_every_swap_differs_from_its_statement_in_one_place() -> None:
    for line in (DATA / "statements.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        for language in ("en", "zh"):
            statement = item[language]["statement"]
            made = swaps(statement, language)
            assert len({one.kind for one in made}) == len(made)
            for one in made:
                assert one.kind in KINDS
                assert one.before != one.after
                assert statement.count(one.before) >= 1
                starts = [match.start() for match in re.finditer(re.escape(one.before), statement)]
                replaced = {statement[:n] + one.after + statement[n + len(one.before) :] for n in starts}
                assert one.text in replaced
                assert one.text != statement
                assert "  " not in one.text


def test_the_values_of_the_committed_swaps_are_in_no_source() -> None:
    sources, true = dict[str, str](), dict[tuple[str, str], dict[str, list[Decimal]]]()
    for line in (DATA / "statements.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        sources[item["id"]] = simplified("\n".join(item[language]["source"] for language in ("en", "zh")))
    for line in (DATA / "swaps.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        text, chinese = simplified(row["claim"]), row["language"] == "zh"
        values = {kind: [one.numeral.value for one in amounts(text, chinese) if one.kind == kind] for kind in KINDS}
        if row["task"] == "true":
            true[row["topic"], row["language"]] = values
        elif row["task"] in ("number", "money", "percent"):
            before = true[row["topic"], row["language"]][row["task"]]
            (changed,) = Counter(values[row["task"]]) - Counter(before)
            assert str(changed) not in set(numbers(sources[row["topic"]])), row


def test_the_committed_claims_are_what_the_command_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "swaps.jsonl"
    monkeypatch.setattr("sys.argv", ["swaps", str(DATA / "statements.jsonl"), str(out)])
    main()
    assert out.read_text("utf-8") == (DATA / "swaps.jsonl").read_text("utf-8")


def test_the_committed_claims_are_a_claims_set_with_every_kind_in_both_languages() -> None:
    claims = ClaimSet.read(DATA / "swaps.jsonl").claims
    assert sum(claim.supported for claim in claims) == 4 * 72
    counted = Counter(claim.slices for claim in claims)
    for kind in KINDS:
        for pair in ("en", "zh", "en→zh", "zh→en"):
            assert counted[kind, pair] >= 20, (kind, pair)


def test_a_broken_statement_is_named_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "statements.jsonl"
    path.write_text('{"id": "t01", "en": {"source": "It rains.", "statement": "Rain falls."}}\n', "utf-8")
    monkeypatch.setattr("sys.argv", ["swaps", str(path), str(tmp_path / "swaps.jsonl")])
    with pytest.raises(DatasetInvalid, match=r"statements\.jsonl:1.*“zh”"):
        main()
