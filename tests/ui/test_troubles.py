"""Every error a reader of the page can meet, in the words of the page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yinju.index import errors
from yinju.index.errors import Phrased, UsageError, YinjuError
from yinju.ui.html.troubles import trouble
from yinju.ui.strings import STRINGS, Interface

HAN = re.compile("[\u4e00-\u9fff]")
FOLDER = "/articles/otters"
# what stays as it is in any language: places, commands, settings and names of ours
KEPT = re.compile(r"`[^`]*`|/\S+?(?=[\s，。；：、）]|$)|[A-Za-z.]+\.damaged\S*|Yinju|UTF-8|NAME, OTHER NAME|[\w.]+\.md")

FILE = Path(FOLDER) / "conversations.sqlite"
PHRASES: dict[type[Phrased], str] = {
    errors.AnswerRefused: "check_why",
    errors.ReceiptBroken: "check_why",
    errors.QuestionRefused: "trouble_question",
    errors.AliasesBroken: "trouble_aliases",
    errors.NotKept: "trouble_kept",
    errors.KeptLater: "trouble_kept",
    errors.PutAside: "trouble_kept",
    errors.FeedbackPutAside: "trouble_feedback",
}
VALUES = {"file": FILE, "aside": "conversations.sqlite.damaged-1", "count": "2,400", "most": "2,000", "line": 3}


def kinds(kind: type[YinjuError] = YinjuError) -> list[type[YinjuError]]:
    return [
        kind,
        *(below for child in kind.__subclasses__() if child.__module__ == errors.__name__ for below in kinds(child)),
    ]


KINDS = sorted(set(kinds()) - {YinjuError, Phrased, UsageError}, key=lambda kind: kind.__name__)


def made(kind: type[YinjuError]) -> YinjuError:
    if kind is errors.LibraryDamaged:
        return errors.LibraryDamaged(Path(FOLDER) / "catalogue.sqlite", "malformed")
    if kind is errors.ModelUnusable:
        return errors.ModelUnusable("4711", "silent")
    return kind("4711")


def said_of(error: YinjuError) -> dict[Interface, str]:
    return {interface: trouble(error, FOLDER, interface) for interface in STRINGS}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not issubclass(kind, Phrased)])
def test_an_error_is_said_in_each_language_in_its_own_words(kind: type[YinjuError]) -> None:
    said = said_of(made(kind))
    assert not HAN.search(said["en"])
    assert HAN.search(said["zh"])
    english = re.findall("[A-Za-z]{3,}", KEPT.sub("", said["zh"]))
    assert not english, "Chinese, but for names and commands"
    if issubclass(kind, errors.LibraryError | errors.EncoderUnavailable) and kind is not errors.LibraryError:
        assert all(FOLDER in text for text in said.values()), "it says where"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(kind, Phrased)])
def test_every_sentence_of_an_error_with_several_is_said_in_each_language(kind: type[Phrased]) -> None:
    beginning = PHRASES[kind]
    phrases = [name.removeprefix(f"{beginning}_") for name in STRINGS["en"] if name.startswith(f"{beginning}_")]
    assert phrases
    if beginning == "check_why":
        return  # said with a file's name, and tested with the check
    for phrase in phrases:
        said = said_of(kind("4711", phrase, only="Otter", **VALUES))
        assert not HAN.search(said["en"])
        assert HAN.search(said["zh"])
        assert "4711" not in said["zh"]
        assert not re.findall("[A-Za-z]{3,}", KEPT.sub("", said["zh"]).replace("Otter", "")), phrase
        assert ("question" in beginning) != (str(FILE) in said["zh"]), "it says where, as the file is called"


def test_every_phrase_that_is_raised_has_a_sentence() -> None:
    raised = re.compile(
        r"\b(NotKept|KeptLater|PutAside|QuestionRefused|AliasesBroken|FeedbackPutAside|AnswerRefused|ReceiptBroken)\("
        r'(?:[^()]|\([^()]*\))*?,\s*"([a-z_]+)"'
    )
    found = set()
    for floor in ("index", "rag", "ui"):
        for path in (Path(str(errors.__file__)).parents[1] / floor).rglob("*.py"):
            for kind, phrase in raised.findall(path.read_text("utf-8")):
                found.add(phrase)
                assert f"{PHRASES[getattr(errors, kind)]}_{phrase}" in STRINGS["en"], f"{path}: {phrase}"
    assert {"later", "saved", "newer", "long", "line"} <= found


def test_what_the_page_itself_says_is_said_as_it_is() -> None:
    assert said_of(UsageError("这一天写错了")) == {"en": "这一天写错了", "zh": "这一天写错了"}
