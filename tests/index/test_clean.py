"""Crawled pages to article text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yinju.index.identify import article
from yinju.index.read.paths import read_paths
from yinju.index.text.clean import clean, mend
from yinju.index.types import Article, Draft

PROPERTY = settings(max_examples=60, deadline=None, database=None)

ENGLISH = [
    "The central bank of Ruritania raised its rate by a quarter of a point on Friday, its governor said.",
    "It’s the third rise this year, and prices in the cafés of the capital are still climbing.",
    "“We will share the burden,” she said, and asked every reader of the report to comment.",
    "Cookies, coffee and bread cost 3.5 percent more than a year ago, the statistics office found.",
    "More news from the ministry is expected before the end of the month, officials added.",
]
ENGLISH_NOTICES = [
    *("Skip to main content", "tel", "Home Ā» News Ā» Ruritania raises its rate", "Home > Business > Banks", "Menu"),
    *(
        "by admin",
        "Updated: 2021-07-13 10:20 AM",
        "Share this:",
        "Share on",
        "Facebook Twitter WhatsApp",
        "[email protected]",
    ),
    *("You may also like", "See also  Currencies, this is how banks set the pace", "Related articles:", "Read more"),
    *("3 Comments", "0 Comment(s)", "Leave a Comment", "Your email address will not be published.", "Subscribe"),
    *("This website uses cookies to improve your experience. We'll assume you're ok with this. Accept Read More",),
    *("This site uses Akismet to reduce spam. Learn how your comment data is processed.", "Privacy & Cookies Policy"),
    *("Advertisement", "Back to top", "© 2021 Ruritanian Times", "All rights reserved.", "Log in"),
]
CHINESE = [
    "七月二十六日，工业和信息化部召开新闻发布会，介绍人工智能产业的发展情况。",
    "据介绍，我国人工智能核心产业规模超过4000亿元，企业数量超过3000家。",
    "“下一步将分享更多经验。”副司长说，“欢迎各方评论和点赞。”",
    "会议结束后，记者从首页看到了更多详细的相关报道和数据。",
]
CHINESE_NOTICES = [
    *(
        "首页 > 新闻 > 科技 > 正文",
        "登录",
        "2022年7月26日 10:20",
        "来源链接：https://example.org",
        "责任编辑：张三",
        "字号：大 中 小",
    ),
    *(
        "分享到：",
        "微信扫一扫",
        "打印",
        "收藏",
        "评论",
        "点赞",
        "举报/反馈",
        "相关阅读",
        "猜你喜欢",
        "上一篇：银行加息",
        "下一篇：没有了",
    ),
    *(
        "点击查看更多",
        "返回首页",
        "本网站使用cookies以改善体验。",
        "版权所有 © 2022 某某网",
        "京ICP备案号12345",
        "更多>>",
    ),
]


def page(headline: str, sentences: list[str], notices: list[str]) -> str:
    """A crawled page: notices around and between the paragraphs."""
    third = len(notices) // 3
    blocks = [*notices[:third], headline]
    for number, sentence in enumerate(sentences):
        blocks += [sentence, *notices[third : 2 * third][number :: len(sentences)]]
    return "\n\n".join([*blocks, *notices[2 * third :]])


ENGLISH_PAGE = page("Ruritania raises its rate again", ENGLISH, ENGLISH_NOTICES).replace("’", "â€™").replace("é", "Ã©")
CHINESE_PAGE = page("人工智能核心产业规模持续扩大", CHINESE, CHINESE_NOTICES)


def test_only_headline_and_sentences_of_an_english_page_stay() -> None:
    assert clean(ENGLISH_PAGE).split("\n\n") == ["Ruritania raises its rate again", *ENGLISH]


def test_only_headline_and_sentences_of_a_chinese_page_stay() -> None:
    assert clean(CHINESE_PAGE).split("\n\n") == ["人工智能核心产业规模持续扩大", *CHINESE]


@pytest.mark.parametrize("notice", [*ENGLISH_NOTICES, *CHINESE_NOTICES])
def test_every_notice_goes_wherever_it_stands(notice: str) -> None:
    sentences = (ENGLISH if notice.isascii() or "Ā" in notice else CHINESE)[:2]
    assert clean("\n".join([notice, *sentences, notice])).split("\n") == sentences


SENTENCES = st.sampled_from(
    [
        *ENGLISH,
        *CHINESE,
        "Москва — столица России, и её население превышает двенадцать миллионов человек.",
        "Η Αθήνα είναι η πρωτεύουσα της Ελλάδας και η μεγαλύτερη πόλη της χώρας.",
        "القاهرة هي عاصمة مصر وأكبر مدينة فيها من حيث عدد السكان والمساحة.",
        "서울은 대한민국의 수도이며 가장 큰 도시로 인구가 구백만 명을 넘는다.",
        "東京は日本の首都であり、世界でも最も人口の多い都市圏の一つとなっている。",
        "भारत की राजधानी नई दिल्ली है और इसकी जनसंख्या बहुत अधिक है।",
        "Party 🎉 in the capital went on all night, said the visitors 👩‍👩‍👧 from abroad!",
    ]
)
BLOCKS = st.lists(SENTENCES | st.sampled_from([*ENGLISH_NOTICES, *CHINESE_NOTICES]), max_size=12, unique=True)


@PROPERTY
@given(BLOCKS, st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_no_sentence_is_lost_whatever_stands_around_it(blocks: list[str], between: str) -> None:
    notices = {*ENGLISH_NOTICES, *CHINESE_NOTICES}
    kept = [line for line in clean(between.join(blocks)).split("\n") if line]
    assert kept == [block for block in blocks if block not in notices]


@PROPERTY
@given(
    st.lists(
        SENTENCES | st.sampled_from([*ENGLISH_NOTICES, *CHINESE_NOTICES, "", "A headline of some words"]), max_size=14
    )
)
def test_cleaning_a_clean_page_changes_nothing(blocks: list[str]) -> None:
    once = clean("\n".join(blocks))
    assert clean(once) == once


@PROPERTY
@given(st.text(max_size=80) | st.lists(st.text(max_size=8) | st.just("\ud83d"), max_size=9).map("\n".join))
def test_any_text_can_be_cleaned_into_one_that_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.encode().decode() == cleaned
    assert cleaned == cleaned.strip("\n")
    assert "\n\n\n" not in cleaned


@pytest.mark.parametrize(
    ("crawled", "mended"),
    [
        ("Itâ€™s the cafÃ©", "It’s the café"),
        ("â€œquotedâ€\x9d", "“quoted”"),
        ("Home Ā» News", "Home » News"),
        ("äººå·¥æ™ºèƒ½", "人工智能"),
        ("\ufeffOne.\r\nTwo.\x00", "One.\nTwo."),
        ("half an emoji \ud83d", "half an emoji \ufffd"),
    ],
)
def test_mojibake_and_stray_characters_are_mended(crawled: str, mended: str) -> None:
    assert mend(crawled) == mended


@pytest.mark.parametrize(
    "text",
    [
        "“curly” ‘quotes’ – dashes …",
        "ＡＩ，全角！１２３",
        "ﬁne ligatures",
        "A &amp; B &lt;b&gt;",
        "naïve café",
        "Šķiet, Ādaži",
        "日本語　空白",
    ],
)
def test_what_is_not_broken_is_not_mended(text: str) -> None:
    assert mend(text) == text


def test_spaces_inside_a_line_are_kept() -> None:
    assert (
        clean("The bank  raised\tits rate by a quarter of a point.")
        == "The bank  raised\tits rate by a quarter of a point."
    )


def test_a_headline_that_a_page_repeats_stays_once() -> None:
    headline = "Ruritania raises its rate for the third time"
    assert clean(f"{headline}\n\n{headline}\n\n{ENGLISH[0]}\n\n{headline}") == f"{headline}\n\n{ENGLISH[0]}"


def test_a_repeated_label_goes_altogether() -> None:
    assert clean(f"Rates rise in Ruritania\n\nPhoto: AFP\n\n{ENGLISH[0]}\n\nPhoto: AFP") == (
        f"Rates rise in Ruritania\n\n{ENGLISH[0]}"
    )


def test_a_long_sentence_that_a_text_repeats_stays_each_time() -> None:
    assert clean("\n".join([ENGLISH[0], ENGLISH[1], ENGLISH[0]])).count(ENGLISH[0]) == 2


def test_words_above_the_headline_go_and_a_title_of_two_words_stays() -> None:
    assert clean(f"tel\nNews\nRates rise\n{ENGLISH[0]}") == f"Rates rise\n{ENGLISH[0]}"


def test_a_short_chinese_title_stays() -> None:
    assert clean(f"产业观察\n{CHINESE[0]}") == f"产业观察\n{CHINESE[0]}"


def test_a_notice_at_a_sentences_end_goes_without_the_sentence() -> None:
    assert clean(f"{CHINESE[0]}举报/反馈") == CHINESE[0]


def test_a_paragraph_wrapped_at_a_fixed_width_is_one_line_again() -> None:
    lines = [
        "The central bank of Ruritania raised its rate by a quarter of",
        "a point on Friday, its governor said, and she asked every one",
        "of the commercial banks to pass on the rise to those who save.",
    ]
    assert clean("\n".join(lines)) == " ".join(lines)


def test_short_lines_keep_their_breaks() -> None:
    poem = "The fog comes\non little cat feet.\nIt sits looking\nover harbor and city"
    assert clean(poem) == poem


def test_sentences_on_lines_of_their_own_are_not_joined() -> None:
    text = "\n".join(ENGLISH)
    assert clean(text) == text


# crawled pages that lie beside a developer's checkout
LEFT_OVER = re.compile(
    r"cookie|akismet|share (by|this|on)|comment\(s\)|leave a comment|back to newsroom|go to forum|also like|see also|Home\b.*[>»]"
    r"|by admin|editor in charge|original title|举报|反馈|Updated:",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def crawled(shared: Path) -> list[tuple[Draft, Article]]:
    found = list(read_paths([shared / "seeds"]))
    return [(draft, article(draft)) for draft in found if isinstance(draft, Draft)]


def test_crawled_pages_are_five_articles_with_their_languages_and_days(crawled: list[tuple[Draft, Article]]) -> None:
    assert [made.language for _, made in crawled] == ["en", "en", "en", "en", "zh"]
    assert [made.published for _, made in crawled] == ["2020-09-03", None, "2021-07-13", "2023-11-05", None]


def test_crawled_pages_have_their_headlines_as_titles(crawled: list[tuple[Draft, Article]]) -> None:
    openings = [
        "The Sub-Forum “Intelligent",
        "The scale of my",
        "WAIC brings opportunity",
        "The parallel session",
        "第七届虹桥论坛",
    ]
    titles = [made.title.replace('"', "“") for _, made in crawled]
    assert [title[: len(start)] for title, start in zip(titles, openings, strict=True)] == openings


def test_no_notice_of_a_crawled_page_is_left(crawled: list[tuple[Draft, Article]]) -> None:
    lines = [line for _, made in crawled for line in made.text.split("\n")]
    assert [line for line in lines if LEFT_OVER.search(line)] == []


def test_every_long_sentence_of_a_crawled_page_is_left(crawled: list[tuple[Draft, Article]]) -> None:
    for draft, made in crawled:
        lines = [line.strip() for line in draft.raw.split("\n")]
        sentences = [line for line in lines if len(line) > 60 and line.endswith((".", "。"))]
        assert sentences
        assert [line for line in sentences if line not in made.text and not re.search("cookies|Akismet", line)] == []
