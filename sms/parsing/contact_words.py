"""Contact words: what a trusted contact says in plain words, in English and Spanish.

Whole texts only: a sentence that holds a known one among others is none of them, so that "I can't
believe it" says nothing about who can help. What it means for an alert is decided elsewhere.
"""

from collections.abc import Collection
from enum import StrEnum

import regex

from sms.parsing.normalize import Text, bare


class Said(StrEnum):
    """What a contact may mean. Agrees and refuses say too little to answer an alert; perhaps: half
    a yes; changed: a yes after a no; how: asks how the person is, or what to do; leaves: wants to
    be no contact any more; busy: what phones send by themselves."""

    WRONG = "wrong"
    ON_IT = "on_it"
    CANNOT = "cannot"
    OVER = "over"
    HOW = "how"
    WHO = "who"
    AGREES = "agrees"
    REFUSES = "refuses"
    PERHAPS = "perhaps"
    CHANGED = "changed"
    LEAVES = "leaves"
    BUSY = "busy"


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
        FINE
        (i )?(just |have |ive )?(REACHED) THEM( and| n| just now| on the phone)* (FINE|SAYS FINE)
        SAYS (that )?FINE
        (i )?(found|got|have) (THEM)( safe)?
        (i )?(just |have |ive )?(talked|spoke|spoken|been talking|talking) (to|with) THEM( on the phone| just now| earlier)*
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
        (ya )?(la |lo |le )?(llame|vi|encontre|hable con (ella|el|NAME)|marque|escribi)( a NAME| y| con ella)* (ella |el |NAME |me )*(dice que |dijo que )?(ya )?esta (bien|a salvo|en casa|en su casa|conmigo|segura|sana y salva|sano y salvo)( y a salvo| en casa| en su casa)*
        (ya )?(hable|platique) con (ella|el|NAME)
        (me )?(dice|dijo) que (ya )?esta (bien|a salvo|en casa)
        (ella |el |ya |NAME )*llego( bien)?( a (su |la )?casa)?( bien| sana y salva)*
        (ella |el |ya |NAME )*esta (a salvo|en casa|conmigo|aqui|segura|seguro|sana y salva|sano y salvo)
        ya (paso|aparecio|termino|la encontre|lo encontre|esta)
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
    Said.CHANGED: r"""
        (wait|actually|no|hold on|hang on|never ?mind|on second thought|scratch that|i mean|hmm|sorry|ok)( wait| actually| no)* (yes|yeah|yea|yep|sure|ok|okay|ill do it|i will|i can|i want to|count me in|im in)( yes| sure| i will| ill do it| i do| i can| i want to| do it)*
        (i )?(have |ive )?(changed|change) my mind( yes| i will| ill do it| i want to| about (that|it|this))*
        (can|could) i (still )?(say yes|do it|be (THEM|her|his|their|your|a|the)( trusted| emergency)? contact|change my (mind|answer))( after all| still| instead)*
        (i )?(do )?(want|wanna|like)( to)? (be|do) (it|this|(THEM|her|his|their|a|the)( trusted)? contact)( after all)?
        (cambie|he cambiado) de (opinion|idea|parecer)( si| acepto| si quiero)*
        (mejor|espera|perdon|siempre|pensandolo bien|no espera|la verdad) si( quiero| acepto| lo hago| puedo)*
        (lo )?(pense|he pensado)( lo)? mejor( si)?
        (puedo|todavia puedo|aun puedo) (todavia |aun )?(aceptar|decir que si|ser (su )?contacto)
    """,  # noqa: E501
    Said.PERHAPS: r"""
        (ya|yeah|yea|yep|yup|yas|ye|yh|aight|bet|cool|sip|bueno)
        (ya|yeah|yea|yes|sure|ok|okay|fine|si|bueno|well)? ?(i guess|i guess so|guess so|i suppose|i suppose so|i think so|if i have to|maybe|probably|why|whatever|supongo|supongo que si|creo que si|tal vez|quizas|quiza|a lo mejor|yo creo)
        (maybe|perhaps|possibly|not sure|im not sure|idk|let me think( about it)?|what if)
        (do it|go ahead|please do|hazlo|adelante|dale pues)
        (no estoy segur[oa]|dejame pensar(lo)?)
    """,  # noqa: E501
    Said.LEAVES: r"""
        (im|i am) (out|done|done with (this|it|her|him|THEM)|out of this|leaving this)
        i quit
        count me out
        i (dont|do not|no longer|cant|wont) (want( to)?|wanna|wish to|feel like) ?(do|doing|be in|be part of|be a part of|be on|deal with|have to do with|be|being|get|getting) (this|it|that|these|THEM|her|his|your|their|the|a|any|involved|texts?|trusted|emergency|contact|person|list|alerts?|messages?|in| )*
        i (cant|wont|will not) (do|be) (this|part of this|involved|THEM|(her|his|their|a|the) (trusted |emergency )?contact)
        i( would| d|d)? (want|like|wanna)( to)? (leave|quit|get off|be off|be taken off|be removed|get out|stop)( from| of| being| this| the| your| list|THEM|a|her|his| contact)*
        (take|get|remove|drop) me( off| from| out)+( of)?( this| the| your| her| his| list| contacts?|THEM)*
        (find|get|ask) (someone|somebody) else( for this)?
        (ya )?no quiero (seguir|hacer|estar|ser|participar|mas)( con| en| haciendo| siendo| su| un| el| la| esto| mas| contacto| lista| de)*
        (ya )?no quiero( mas)?
        (me salgo|renuncio|ya me sali|quiero salirme|quiero salir)( de esto| de la lista)?
        (quitenme|quitame|saquenme|sacame|borrenme)( de)?( la| esta| su)?( lista)?
        (busca|busquen) a (otra persona|alguien mas|otro|otra)
    """,  # noqa: E501
    Said.BUSY: r"""
        (i )?(cant|cannot|can not|wont be able to) (talk|answer|take your call|respond|reply|text|come to the phone)( right| now| at the moment| to you)*( what ?s up)?
        (can|may) i (call|text|ring) you( back)?( later| soon| in a (bit|minute|moment|few))*
        (ill|i will|let me|gonna) (call|text|ring|hit|get back to|respond to|reply to|message|reply)( you| u)?( right)?( back| up)?( later| soon| shortly| in a (bit|minute|moment|few)| when (i can|i get (home|off|out|back)|im (free|off|done|home))| as soon as (i can|possible)| tomorrow)*
        (im|i am|sorry im) (currently |still )?(driving|in a meeting|busy|sleeping|asleep|at the movies|in class|on vacation|away|unavailable|out of (the )?office|in a call|on another call|on the other line)( with [a-z ]{1,40} (turned )?on| right| now| at the moment)*
        ill see your message when i get (there|where im going|home|back)
        (this is an? )?auto ?(matic|mated|matically)?( generated)? ?(reply|response|message)
        im not receiving notifications.*
        (missed your call|in a meeting|driving|busy|what ?s up)
        (ahora |ahorita )?no puedo (hablar|contestar|responder|atender)(te)?( ahora| ahorita| en este momento)*( que pasa)?
        (te|le) (llamo|marco|escribo|respondo|contesto)( de vuelta)?( luego| mas tarde| despues| al rato| en un rato| cuando pueda)*
        (puedo llamarte|te puedo llamar)( mas tarde| luego| despues)
        estoy (manejando|conduciendo|en una reunion|en junta|en clase|ocupad[oa]|durmiendo)( ahora| ahorita)*
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
_STATE = (
    "(ok|okay|safe|fine|home|alright|all right|good|great|over|with me|here|back|asleep|sleeping"
    "|well|out|alive|unharmed|not hurt|in bed)"
)
_SLOTS = {
    "SAYS": "(she|he|they|NAME) (just )?(says|said|say|told me|tells me|texted me|answered"
    "|replied)",
    "REACHED": "called|phoned|rang|texted|saw|seen|reached|got hold of|heard from|facetimed"
    "|checked on|talked to|talked with|spoke to|spoke with|met|visited|got through to|im with"
    "|am with",
    "FINE": (
        "(she|he|they|it|its|shes|hes|theyre|everything|everythings|alls|all|NAMEs|THEM)"
        f"( is| are| was)? (now |all |just |really |totally |doing )?{_STATE}"
        f"(( and| n)? {_STATE}| now| at home| and sound| at (my|her|his|their) (house|place|home))*"
    ),
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
