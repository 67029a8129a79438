"""Places in the order in which their readers look for them."""

from content.library import Library
from content.places import by_name


def test_states_stand_by_name_in_the_readers_language_after_the_country(ours: Library) -> None:
    names = {
        lang: [place.name(tr) for place in by_name(ours.places.values(), tr)]
        for lang in ("en", "es")
        for tr in [ours.phrases.translator(lang)]
    }
    english, spanish = names["en"], names["es"]
    assert english.index("Idaho") + 3 == english.index("Iowa"), "not by postal code"
    assert english[0] == "United States"
    assert english[1:] == sorted(english[1:])
    assert spanish.index("Carolina del Norte") < spanish.index("Colorado")
