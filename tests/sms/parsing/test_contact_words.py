"""What contacts say in plain words, and what must never be taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.parsing.contact_words import Said, heard

NAMES = ("Sam", "Ana María")
KNOWN = {
    Said.ON_IT: ["on my way", "I'm on it!", "ok im on it", "omw", "Yes, going there now",
                 "i'll be there in 20 min", "I will go check on her", "ya voy", "Voy para allá",
                 "estoy en camino", "yo me encargo", "on it 👍"],
    Said.CANNOT: ["I can't", "sorry i cant", "can't right now", "no puedo", "perdón, no puedo ir",
                  "I'm at work, can't leave", "ask someone else"],
    Said.OVER: ["she's home", "She is safe now", "false alarm", "they are ok", "ya está en casa",
                "ella está bien", "falsa alarma", "i found her", "Ana María is with me"],
    Said.HOW: ["is she ok", "Is she ok??", "what happened", "where is she?", "what do i do",
               "should I call the police", "is Ana María ok", "qué pasó", "¿dónde está?",
               "cómo está", "any news yet", "i'm calling 911", "¿está ella bien?"],
    Said.WHO: ["who is this", "Who's this?", "is this a scam", "what is Raincheck", "quién es",
               "how did you get my number", "new phone who dis", "¿qué es esto?",
               "who is Ana María"],
    Said.WRONG: ["wrong number", "Sorry, wrong number!", "you have the wrong number",
                 "this isn't Sam", "I don't know any Ana María", "not Sam's phone anymore",
                 "i just got this number", "número equivocado", "no la conozco", "no soy Sam"],
    Said.AGREES: ["yes of course", "Sure", "claro", "Claro que sí", "yes I will", "por supuesto",
                  "sure, no problem", "happy to", "sí, acepto"],
    Said.REFUSES: ["no thanks", "No, thank you", "nope", "no gracias", "not interested"],
}  # fmt: skip
PHRASES = [(said, text) for said, texts in KNOWN.items() for text in texts]


@pytest.mark.parametrize(("said", "text"), PHRASES)
def test_plain_words_of_contacts_are_heard_in_two_languages(said: Said, text: str) -> None:
    assert heard(text, NAMES) is said


@pytest.mark.parametrize(
    "text",
    ["I can't believe it", "not on my way", "I am not on it", "can they search her purse", "ok",
     "yes", "no", "1", "she's not ok", "she is not safe", "I don't know", "this is not ok",
     "it is not good", "I'm at work", "nobody is on my way home", "im hurt", "help me",
     "i dont know anything about this", "she said she is on it", "no voy", "no estoy en camino",
     "i can't reach her", "I cannot find her", "stop", ""],
)  # fmt: skip
def test_what_only_holds_such_words_is_none_of_them(text: str) -> None:
    assert heard(text, NAMES) is None


@given(st.sampled_from([text for said, text in PHRASES if said is Said.ON_IT]))
def test_a_denied_or_doubted_acceptance_is_none(text: str) -> None:
    for denied in (f"not {text}", f"im not {text}", f"no {text} is wrong", f"{text} not"):
        assert heard(denied) is not Said.ON_IT
    assert heard(f"{text}?") is not Said.ON_IT


@given(st.sampled_from(PHRASES), st.sampled_from(["", "!", ".", " 🙏", "...", "  "]), st.booleans())
def test_case_and_ornaments_change_nothing(
    phrase: tuple[Said, str], ornament: str, loud: bool
) -> None:
    said, text = phrase
    written = f" {text.upper() if loud else text}{ornament}"
    assert heard(written, NAMES) is said


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_a_question_never_answers(text: str) -> None:
    assert heard(text) in (None, *Said)
    assert heard(f"{text} ?") not in (Said.ON_IT, Said.CANNOT, Said.OVER, Said.AGREES)
