"""Every text is taken by one layer, and nothing stands before danger but exact words."""

from hypothesis import given
from hypothesis import strategies as st

from sms.parsing import layers
from sms.parsing.acts import BadDuration, NearCommand, Ok, Sos
from sms.parsing.commands import Command
from sms.parsing.danger import Danger, Kind
from sms.parsing.layers import ORDER, ORDER_WHEN_URGENT, Heard, Layer, Stands, layer
from sms.parsing.meanings import Card, Digit, Hello, NearCard, No, SetPlace, Thanks, Unknown, Yes
from sms.parsing.timer_talk import Talk

LOOSE = (Unknown("words"), NearCard(("jail",), "jial"), Hello(), Thanks())
EXACT = (Ok(None), Sos(""), Card("jail", "en", "exact"), Digit(2), Yes(), No())
ASKED_BACK = (BadDuration("the car with him"), NearCommand(Command.IN, "im 2h he has a knife"))
stands = st.builds(Stands, *[st.booleans()] * 4)
talks = st.none() | st.sampled_from(Talk)
dangers = st.builds(Danger, st.sampled_from(Kind), st.booleans())
meanings = st.sampled_from([*LOOSE, *EXACT, *ASKED_BACK, SetPlace("us-ga", "Georgia")])


@given(meanings, st.none() | dangers, talks, stands)
def test_every_text_is_taken_by_exactly_one_layer(
    meaning: layers.Parsed, danger: Danger | None, talk: Talk | None, stands: Stands
) -> None:
    assert layer(Heard(meaning, danger, talk), stands) in Layer


@given(st.sampled_from([*LOOSE, *ASKED_BACK]), st.sampled_from(Kind), talks, stands)
def test_danger_beyond_doubt_wins_over_all_but_exact_words(
    meaning: layers.Parsed, kind: Kind, talk: Talk | None, stands: Stands
) -> None:
    assert layer(Heard(meaning, Danger(kind, sure=True), talk), stands) is Layer.DANGER


@given(st.sampled_from(EXACT), st.none() | dangers, talks, stands)
def test_exact_words_are_never_taken_for_anything_else(
    meaning: layers.Parsed, danger: Danger | None, talk: Talk | None, stands: Stands
) -> None:
    assert layer(layers.hear(meaning, danger, talk, stands), stands) is Layer.EXACT


@given(st.sampled_from([*EXACT, *ASKED_BACK]), st.none() | dangers, talks, stands)
def test_a_question_for_a_name_swallows_no_command_and_no_danger(
    meaning: layers.Parsed, danger: Danger | None, talk: Talk | None, stands: Stands
) -> None:
    assert layer(Heard(meaning, danger, talk), stands) is not Layer.OPEN


@given(st.sampled_from(LOOSE), talks, stands)
def test_once_a_timer_is_over_its_time_loose_words_are_told_how_it_stands(
    meaning: layers.Parsed, talk: Talk | None, stands: Stands
) -> None:
    urgent = Stands(stands.open_name, running=True, urgent=True, owes=stands.owes)
    assert layer(Heard(meaning, None, talk), urgent) is Layer.STATE


def test_both_orders_hold_every_layer_and_end_where_anything_is_taken() -> None:
    assert set(ORDER) == set(ORDER_WHEN_URGENT) == set(Layer)
    assert ORDER[-1] is ORDER_WHEN_URGENT[-1] is Layer.QUESTION


def test_a_word_mistyped_is_not_heard_for_danger() -> None:
    danger = Danger(Kind.OTHER, sure=True)
    assert layers.hear(NearCommand(Command.OK, "0k"), danger, None, Stands()).danger is None
    assert layers.hear(NearCommand(Command.IN, "im in his car help"), danger, None, Stands()).danger


def test_sos_is_not_heard_for_danger_but_a_note_after_it_is() -> None:
    danger = Danger(Kind.OTHER, sure=True)
    assert layers.hear(Sos(""), danger, None, Stands()).danger is None
    assert layers.hear(Sos("he has a gun"), danger, None, Stands()).danger is danger


@given(st.sampled_from(LOOSE), st.sampled_from(Kind), talks)
def test_whoever_owes_an_answer_is_heard_for_danger_only_beyond_doubt_and_in_no_answer(
    meaning: layers.Parsed, kind: Kind, talk: Talk | None
) -> None:
    owing, sure, perhaps = Stands(owes=True), Danger(kind, sure=True), Danger(kind, sure=False)
    assert layers.hear(meaning, sure, talk, owing).danger is sure
    assert layers.hear(meaning, perhaps, talk, owing).danger is None
    assert layers.hear(meaning, sure, talk, owing, answers=True).danger is None
