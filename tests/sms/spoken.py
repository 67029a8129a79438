"""A vocabulary of English and Spanish with a few cards and states, from real catalogues."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from content.phrases import Phrases
from sms.parsing.vocabulary import Vocabulary

SPANISH = {
    "MENU": "MENU, TEMAS",
    "NEXT": "MAS, SIGUE",
    "LANG": "IDIOMA",
    "STATE": "ESTADO, LUGAR",
    "ADD": "AGREGA, AÑADE",
    "CONTACTS": "CONTACTOS",
    "REMOVE": "QUITA, BORRA",
    "IN": "EN",
    "UNTIL": "HASTA",
    "HELLO": "HOLA",
    "THANKS": "GRACIAS",
    "STATUS": "TIEMPO",
    "OK": "OK, BIEN, ESTOY BIEN",
    "SOS": "SOS, AUXILIO",
    "PIN": "PIN, CLAVE",
    "COURT": "CORTE",
    "FORGET ME": "OLVIDAME, BORRA TODO",
    "YES": "SI, SÍ",
    "NO": "NO",
    "NAME": "NOMBRE",
}
CARDS = {
    "en": {
        "arrested": ["ARRESTED", "HANDCUFFS"],
        "bail": ["BAIL", "BAIL BOND"],
        "court": ["COURT", "MISSED COURT", "HEARING"],
        "id": ["ID", "NO ID"],
        "jail": ["JAIL", "IN JAIL", "HEARING"],
        "mugshot": ["MUGSHOT", "REMOVE MUGSHOT"],
    },
    "es": {
        "arrested": ["ARRESTED", "ESPOSAS"],
        "bail": ["BAIL", "FIANZA"],
        "court": ["COURT", "JUEZ"],
        "id": ["ID", "IDENTIFICACIÓN"],
        "jail": ["JAIL", "CÁRCEL", "EN LA CÁRCEL"],
        "mugshot": ["MUGSHOT"],
    },
}
PLACES = {
    "NY": "us-ny",
    "New York": "us-ny",
    "Nueva York": "us-ny",
    "CA": "us-ca",
    "California": "us-ca",
    "ME": "us-me",
    "IN": "us-in",
    "ID": "us-id",
    "HI": "us-hi",
}


def phrases(folder: Path, spanish: dict[str, str] = SPANISH) -> Phrases:
    """Catalogues written to the folder, where Spanish has these command words and no other."""
    messages = folder / "es" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    commands = Catalog(locale="es")
    for word, translated in spanish.items():
        commands.add(word, translated, context="command")
    for domain, catalogue in {"messages": commands, "cards": Catalog(locale="es")}.items():
        with (messages / f"{domain}.mo").open("wb") as file:
            write_mo(file, catalogue)
    return Phrases.load(folder)


def vocabulary(folder: Path) -> Vocabulary:
    return Vocabulary.build(phrases(folder), CARDS, PLACES)
