"""A name opens nothing and says nothing more to whoever has not agreed yet."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.people import names

ROOT = Path(__file__).parents[3]
NAMES = (
    *("Ana", "María José", "O'Neil", "D’Angelo", "Jean-Luc", "Zoë", "Kaʻiulani", "Nguyễn Thị Minh"),
    *("Анна", "Ελένη", "محمد علي", "شَهْد", "דוד", "सुनीता", "क्षितिज", "சுமதி", "สมชาย", "น้ำฝน"),
    *("小明", "さくら", "ユーコ", "高橋 みなみ", "김하늘", "မြို့", "ወይዘሮ", "Sam", "Dr Lee"),
)
OTHERS = (
    *("evil.com", "evil。com", "a@b", "a/b", "bit ly/x", "Ana 2", "Ana٣", "911", "Ana!", "Ana: hi"),
    *("Аna", "pаypal", "Ana Анна", "Ana 明", "𝐀na", "ｃａｌｌ", "ＡＢ", "ﷺ", "ǃKung", "e\u0338vil"),
    *("Ana\u202eB", "\u2066Ana", "A\u200bna", "A\u2060na", "A\u034fna", "ㅤ", "\u115f", "ᴀna"),
    *("Your bank urges you call", "Call me Ana", "URGENT Ana", "Llámame", "Banco", "POLICÍA"),
    *("a b c d", "A-B-C-D", "a" * 21, "x-", "-x", "'x", "x''y", "x'y'z", "A--B", "Ana 🌸"),
    *("A\ufe0fna", "Ana\u0301" + "\u0302" * 9),
)
ANYTHING = st.one_of(
    st.text(max_size=40),
    # Names with one thing in them that is none.
    st.tuples(st.sampled_from(NAMES), st.text(max_size=4), st.sampled_from(NAMES)).map("".join),
    st.text(st.sampled_from("Аaеe.。/@:1٣ '-\u200d\u202e\u0338\u0301ǃ明김かー"), max_size=12),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_passes_as_it_is(name: str) -> None:
    assert names.for_strangers(name) == name == names.for_friends(name)
    assert not names.held_back(name)


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_more_than_a_name_is_held_back(name: str) -> None:
    assert names.for_strangers(name) is None
    assert names.held_back(name)


@settings(max_examples=500)
@given(ANYTHING)
def test_nothing_that_passes_can_open_or_hide_anything(name: str) -> None:
    passed = names.for_strangers(name)
    if passed is None:
        return
    assert regex.fullmatch(r"[\p{L}\p{M} '’ʻʼ-]+", passed)
    assert not regex.search(r"[\p{Nd}\p{N}./@:\\]|\p{Bidi_Control}|\p{DI}|\p{Cf}|\p{Cc}", passed)
    assert len(regex.split("[ -]", passed)) <= names.MOST_WORDS
    assert len(passed) <= 400
    letters = regex.findall(r"\p{L}", passed.replace("ー", "").replace("ʻ", "").replace("ʼ", ""))
    mixed = [
        letter
        for letter in letters
        for script in ("Latin", "Cyrillic", "Greek", "Armenian")
        if regex.match(rf"\p{{Script={script}}}", letter)
        and not all(regex.match(rf"\p{{Script={script}}}", other) for other in letters)
    ]
    assert mixed == []
    # What a letter looks like is its own: no wide, bold or ringed twin of another.
    assert all(not regex.match(r"[\p{Script=Common}\uFF00-\uFFEF]", letter) for letter in letters)
    assert names.for_strangers(passed) == passed


@settings(max_examples=300)
@given(ANYTHING)
def test_who_agreed_reads_no_link_and_nothing_unseen(name: str) -> None:
    shown = names.for_friends(name)
    assert not regex.search(r"\p{Cc}|\p{Bidi_Control}|[\u200b\u2060\u2028\u2029\ufeff]", shown)
    assert not regex.search(r"://|[\p{L}\p{N}][.。．｡]\p{L}{2}", shown)
    assert names.for_friends(shown) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Ana https://evil.example/x?y=1", "Ana"),
        ("www.evil.example Ana", "Ana"),
        ("evil。com", ""),
        ("J. R. Ewing", "J. R. Ewing"),
        ("Ana\u202e\n2 🌸", "Ana 2 🌸"),
        ("علی\u200cرضا", "علی\u200cرضا"),
    ],
)
def test_who_agreed_reads_the_chosen_name_without_links(name: str, shown: str) -> None:
    assert names.for_friends(name) == shown


def python() -> Iterator[tuple[str, ast.Module]]:
    for package in ("checkin", "sms", "webapp"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


RAW = {
    "checkin/messages/texts.py": {"called", "introduced", "held_back"},
    # Compared with what a text says, and shown to nobody.
    "checkin/people/silence.py": {"proofs"},
    "checkin/people/people.py": {"rename"},
    "sms/replies/list_replies.py": {"add", "set_name"},  # asks whether there is one; her own reply
    "webapp/pages/personal/contacts.py": {"_named"},  # asks whether there is one
}
TO_WHOEVER_AGREED = {
    "checkin/messages/push_texts.py": {"test", "_to_contact"},
    "checkin/messages/texts.py": {"test", "introduced", "to_contact", "happened"},
    "sms/replies/contact/alert_replies.py": {"name_of"},  # chooses by what the contact answered
    "sms/replies/contact/role_replies.py": {"_ended"},  # of an alert they were told of
    "sms/replies/contact/which_replies.py": {"_labels"},  # of alerts they were told of
    "webapp/pages/contact/contact_link.py": {"_called"},
}


def test_only_two_functions_read_a_persons_name_for_others() -> None:
    people = {"person", "me", "waiting", "already", "theirs", "owner", "whose"}
    for path, tree in python():
        for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
            for each in ast.walk(function):
                if isinstance(each, ast.Attribute) and each.attr == "name":
                    whose = ast.unparse(each.value).rpartition(".")[2]
                    assert whose not in people or function.name in RAW.get(path, ()), (
                        f"{path}: {function.name} reads the name that a person chose. Use "
                        "texts.introduced, or texts.called for whoever has agreed."
                    )


def test_the_name_as_chosen_goes_only_to_whoever_agreed() -> None:
    for path, tree in python():
        for function in [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]:
            named = [
                each for each in ast.walk(function) if isinstance(each, ast.Name | ast.Attribute)
            ]
            used = {ast.unparse(each) for each in named} & {"called", "texts.called"}
            of_texts = path == "checkin/messages/texts.py" or "texts.called" in used
            if used and (of_texts or path == "checkin/messages/push_texts.py"):
                assert function.name in TO_WHOEVER_AGREED.get(path, ()), f"{path}: {function.name}"


def test_no_page_for_a_contact_reads_a_name_but_through_them() -> None:
    for path in (ROOT / "webapp/templates/contact").glob("*.html"):
        found = re.findall(r"\b(?:person|me|contact)\.name\b", path.read_text())
        assert found == [], path.name
