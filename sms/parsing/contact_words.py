"""Contact words: what a trusted contact says in plain words, in English and Spanish.

Whole texts only: a sentence that holds a known one among others is none of them, so that "I can't
believe it" says nothing about who can help. What it means for an alert is decided elsewhere.
"""

from collections.abc import Collection
from enum import StrEnum

import regex

from sms.parsing.normalize import Text, bare


class Said(StrEnum):
    """What a contact may mean. Agrees and refuses say too little to answer an alert; how: asks how
    the person is, or what to do."""

    WRONG = "wrong"
    ON_IT = "on_it"
    CANNOT = "cannot"
    OVER = "over"
    HOW = "how"
    WHO = "who"
    AGREES = "agrees"
    REFUSES = "refuses"


_LONGEST = 160

# One pattern a line, in `bare` form, in the order in which they are tried. THEM: her, him or a name
# we know; WITHIN: perhaps a number of minutes.
_PHRASES = {
    Said.WRONG: r"""
        ((you|u) (have|got|texted) |this is |its |thats |i think (this is|you have|its) )?(the |a )?(wrong|bad) (number|num|no|person|phone)
        i (dont|do not) know (any |an |a )?(THEM|you|anyone|anybody|this person|that person)
        (this|that|it)( is|s)? (not|isnt) (NAME|(her|his|their|the right|NAMEs) (number|phone))( any ?more)?
        (im|i am) not NAME
        (this is |its |it is )?(not|no longer) (NAME|(her|his|their|NAMEs) (number|phone))( any ?more)?
        (i )?(just got (this|a) (new )?number|(got|have) (this|a) new number)( today| yesterday| last week)?
        this is a new number
        new (number|owner)
        (es |tienes? (el )?)?(un )?numero (equivocado|incorrecto)
        (te |se )?(equivocaste|equivoco|has equivocado|equivocado)( de numero)?
        no (la |lo |los )?conozco( a| con| nadie| esa| ese| persona| ningun| ninguna| nombre| NAME)*
        (este )?(ya )?no (es|soy) ((su|el) (numero|telefono)( de NAME)?|NAME)
    """,  # noqa: E501
    Said.ON_IT: r"""
        ((im|i am) )?on (it|my way|the way)
        omw
        ((im|i am) )?(going|heading|driving|coming|running)( over| out| there| to| check| look| on| for| THEM)+
        (im|i am) coming
        ((ill|i will|im gonna|i am going to|im going to) )?(be|get) thereWITHIN
        (ill|i will|im gonna|i am going to|im going to) (go|come|check|look)( over| there| by| and| to| check| look| see| on| for| THEM)*WITHIN
        (ill|i will|im gonna|i am going to|im going to) (handle|take care of|take|do) (it|this)
        (i got|ive got) (it|this)
        (ya )?voy( para alla| en camino| saliendo| por ella| por el| a verla| a verlo| a buscarla| a buscarlo)?
        (ya )?(estoy )?en camino
        estoy en (eso|ello)
        (yo )?me encargo( yo)?
    """,  # noqa: E501
    Said.CANNOT: r"""
        (i |we )?(really )?(cant|cannot|can not)( help| go| come| make it| leave| get there| do (it|this|that|anything))?
        i wont be able to( help| go| come| make it| leave| get there| do (it|this|that|anything))?
        (im|i am) (not able|unable)( to( help| go| come| make it| leave| get there))?
        (im|i am) (out of town|out of state|too far|too far away|at work|working|away|busy) (and |so )?(i )?(cant|cannot)( help| go| come| leave)?
        (ask|tell|call|try) (someone|somebody|anyone) else
        (yo )?no puedo( ir| ayudar| salir| hacer nada| hacerlo)?
        (me )?es imposible
        estoy (fuera|lejos|trabajando|de viaje|en el trabajo|ocupado|ocupada) (y )?no puedo( ir| ayudar| salir)?
        (pregunta|preguntale|avisa|avisale|dile) a (otra persona|alguien mas|otro|otra)
    """,  # noqa: E501
    Said.OVER: r"""
        (she|he|they|it|its|shes|hes|theyre|THEM)( is| are)? (now )?(ok|okay|safe|fine|home|alright|all right|good|over|with me|here|back|asleep|well|out)( now| with me| at home| and safe| here)*
        (i )?(found|got|have) (THEM)( safe)?
        (i )?(just )?(talked|spoke|spoken) (to|with) THEM
        (she|he|they|NAME) (just |has )?(texted|called|answered|wrote|replied)( me)?( back)?
        (ella |el |NAME )?(ya )?(me )?(llamo|escribio|contesto|respondio)
        (it was a )?false alarm
        all (clear|good|ok|okay|safe)
        everything( is|s) (ok|okay|fine|good)
        nothing happened
        over
        done
        resolved
        (ella |el |ya |NAME )+esta bien
        (ella |el |ya |NAME )*esta (a salvo|en casa|conmigo|aqui|segura|seguro|sana y salva|sano y salvo)
        ya (paso|llego|aparecio|termino|la encontre|lo encontre|esta)
        (fue una )?falsa alarma
        todo (bien|esta bien|en orden)
    """,  # noqa: E501
    Said.HOW: r"""
        (is|are|how is|hows|how are) (she|he|they|everything|it|THEM)( ok| okay| safe| alright| all right| fine| hurt| alive| doing| home| in (danger|trouble|jail))*
        (what|whats|wheres|where|when|why)( happened| happening| is| are| was| did| does| do| going| on| wrong| she| THEM| he| they| the| to| last| at| this mean| about| up| place| exactly| seen| live)+
        any (news|updates?|word)( yet| of| about| from| on| THEM)*
        (tell me more|more info|more information)
        what (do|does) (you|u|this|that|it) mean
        (what|who) (do|should|can|must|shall) (i|we) (do|say|call|tell)( first| next)?
        (do|should|can|shall|must) (i|we) (call|phone|text|go|tell|ring)( to| the| THEM| police| cops| 911| someone| anyone| family| mom| over| there)*
        (im |i am |im going to |i am going to |ill |i will )?(calling|call) (the )?(police|cops|911)
        (did|have|has) (you|she|he|they|anyone|someone|anybody|NAME)( heard| hear| called| call| texted| text| answered| answer| checked| check| talked| talk| reached| reach| found| find| cops| from| to| in| the| police| 911| already| yet| THEM)+
        (i )?(dont|do not) know (what to do|where (she|he|they) (is|are))
        im (scared|worried|afraid)
        (ella |el )?esta (ella|el|NAME|viva|vivo|herida|herido)( bien)?
        como (esta|estan)( ella| el| NAME)?
        que (paso|pasa|le paso|le pasa|sucede|sucedio|hago|puedo hacer|debo hacer|tengo que hacer|hacemos|significa)( esto| con ella| con el)?
        (donde|a donde|adonde|cuando|por que)( esta| estaba| fue| iba| vive| la| lo| vieron| ella| el| ultima| vez| NAME)*
        (llamo|debo llamar|tengo que llamar|puedo llamar|hay que llamar)( a| la| policia| al| 911| ella)*
        (sabes?|saben|hay)( algo| noticias| mas| de| ella| el| NAME)+
    """,  # noqa: E501
    Said.WHO: r"""
        (new phone )?(who|whos|who is|whose|who are|who r)( this| dis| that| it| you| u| is| are| number| texting| asking| me| gave| my| from| the)+
        i (dont|do not) know who (this|that|it|you) (is|are)
        (who is|whos|who|quien es) NAME
        who
        (what is|whats) (this|that|raincheck|this about|this number)
        what( kind of)? (app|number|service) is (this|that)
        is (this|it) (a |an )?(real|scam|spam|fake|joke|legit|prank|bot|fraud|serious)( or not| or fake| or a scam)?
        (scam|spam|fraud|prank)
        are you (a )?(real|bot|robot|serious|human)
        how (did|do) (you|u) (get|have|know) (my|this)( number| name)?
        what do you want( from me)?
        why (are you |r u |me|did you )(texting |asking |writing |text |ask )?(to )?(me)?
        (de )?(quien|quienes)( es| eres| son| habla| escribe| me| este| esta| esto| usted| ustedes| te| le| dio| mi| numero)*
        que es (esto|raincheck|este numero)
        (esto )?es (una |un )?(estafa|broma|spam|verdad|real|fraude)
        como (consiguieron|tienen|consiguio|obtuvieron) mi numero
        que quieren?
    """,  # noqa: E501
    Said.AGREES: r"""
        (yes|yea|yeah|yep|yup|ya|y)( yes| of course| sure| please| i will| i do| i agree| i can| absolutely| ok| okay| ma?am| sir| definitely| for sure| anything| always| happy to| i would| no problem| count me in| thanks| thank you)+
        no problem
        sure( thing| of course| yes| no problem| i will| why not)*
        of course( i will| yes| i do)?
        (absolutely|definitely|certainly|for sure|gladly|agreed|accepted|deal|fine|alright|all right|sounds good)
        (i agree|i accept|i will|im in|i am in|count me in|happy to|id be happy to|i would love to|will do|got it|you got it)
        (ok|okay) (sure|yes|yeah|of course|fine|got it)
        claro( que)?( si)?
        por supuesto( que si)?
        si( claro| que| por supuesto| acepto| quiero| esta bien| si| senor| senora| gracias| como no| desde luego| siempre)+
        (como no|desde luego|acepto|de acuerdo|dale|esta bien|vale|con gusto|con mucho gusto|orale|obvio|seguro)
    """,  # noqa: E501
    Said.REFUSES: r"""
        (no|nope|nah|naw)( no| thanks| thank you| way| sorry| i dont want (to|this)| i cant| not me| never| please| sir| mam| thx| i refuse)+
        (nope|nah|naw|never|not me|i refuse|leave me alone)
        i( would|d)? rather not
        (im )?not interested
        i (dont|do not) want (to|this|it|to be)
        no( no| gracias| quiero| acepto| me interesa| puedo aceptar| senor| senora| nunca)+
        (para nada|mejor no|prefiero que no|nunca|dejame en paz)
    """,  # noqa: E501
}

_OPENING = (
    "((omg|oh|oh no|oh my god|ok|okay|k|yes|yeah|yep|hi|hey|hello|sorry|so sorry|im sorry"
    "|well|of course|sure|god|please|si|hola|ay|dios mio|perdon|lo siento|bueno|claro) )*"
)
_CLOSING = (
    "( now| right now| rn| asap| any ?more| already| again| today| tonight| please| pls| thanks"
    "| thank you| sorry| im sorry| at the moment| ok| for THEM| with THEM| lol| ahora| ahorita| ya"
    "| ahora mismo| hoy| por favor| gracias| lo siento| perdon| amigo| amiga)*"
)
_SLOTS = {
    "THEM": "(her|him|them|NAME)",
    "WITHIN": "( in (a few|[0-9]{1,2}|ten|twenty|thirty|half an hour)( ?m(in(ute)?s?)?)?)?",
    "NAME": "thatname",
}


def _pattern(phrases: str) -> regex.Pattern[str]:
    lines = "|".join(line.strip() for line in phrases.strip().splitlines())
    written = f"{_OPENING}({lines})( (and |but )?({lines}))?{_CLOSING}"
    for slot, filling in _SLOTS.items():
        written = written.replace(slot, filling)
    return regex.compile(written)


_PATTERNS = {said: _pattern(phrases) for said, phrases in _PHRASES.items()}
_BETWEEN = regex.compile(r"[,.;:!?¿¡…-]+")
_ANSWERS = frozenset({Said.CANNOT, Said.AGREES, Said.REFUSES})


def heard(text: str, names: Collection[str] = ()) -> Said | None:
    """What a contact's text says in plain words; None when it is none that we know. `names`: of the
    contact, and of those they look out for.

    Never raises. A question never answers: it is `HOW`, `WHO`, `WRONG` or None.
    """
    written = Text.of(text)
    if len(written.written) > _LONGEST:
        return None
    words = f" {bare(_BETWEEN.sub(' ', written.written))} "
    for name in filter(None, map(bare, names)):
        for ending in ("", "s"):
            words = words.replace(f" {name}{ending} ", f" {_SLOTS['NAME']}{ending} ")
    for said, pattern in _PATTERNS.items():
        if pattern.fullmatch(words.strip()):
            return _asked(said) if written.is_doubtful else said
    return None


def _asked(said: Said) -> Said | None:
    """What it says with a question mark, or with a sign that does not go with it."""
    if said in (Said.ON_IT, Said.OVER):
        return Said.HOW
    return None if said in _ANSWERS else said
