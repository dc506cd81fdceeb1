"""The words that name a method or an injury, with why each was chosen, and what may be said instead. Data only.

Chosen for precision: words that in texts about children are nearly always meant so. A word with innocent uses stands
here in phrases alone, or without those uses ("hang out", "burning question", "wound up"). Kinds of abuse as law and
guidance call them (neglect, sexual abuse, female genital mutilation, suicide, self-harm) name no method: they stay.
Each pattern is a regular expression for whole words of a text in small letters with straight apostrophes.
"""

from dataclasses import dataclass

HURT, INJURY, INJURIES, HARM, LEFT_OUT = "badly hurt", "an injury", "injuries", "serious harm", ""

_CHILD = (
    r"(?:him|them|her(?! (?:head|hand|stride|target|confidence|faith)s?\b)"
    r"|(?:the|a|his|her|their) (?:baby|child|children|infant|toddler|boy|girl|son|daughter))"
)
_SELF = r"(?:himself|herself|themselves|themself|myself)"
_BONE = (
    r"(?:skull|rib|arm|leg|wrist|bone|femur|jaw|nose|collarbone|clavicle|hip|ankle|elbow|finger|limb|tibia)s?"
)
_ONES = r"(?:a|an|the|his|her|their|one)"


@dataclass(frozen=True)
class Named:
    """One method or injury: its forms, each with what to say instead (empty where it is best left out), and why."""

    why: str
    forms: dict[str, str]


INJURIES_BY_NAME = (
    Named("An injury, and nothing else.", {"bruise": INJURY, "bruises|bruising": INJURIES, "bruised": HURT}),
    Named(
        "Families, services and systems are fractured too: the verb only with a bone.",
        {
            r"fracture": INJURY,
            r"fractures(?! (?:between|within|in (?:the )?(?:system|services|partnership|relationship|famil)))": INJURIES,
            rf"fractured {_BONE}|{_BONE} (?:was|were) fractured": INJURIES,
        },
    ),
    Named(
        "Much is broken: only with a bone.",
        {rf"broken {_BONE}|{_BONE} (?:was|were) broken|broke {_ONES} {_BONE}": INJURIES},
    ),
    Named(
        "Not burn-out, bridges or burning questions.",
        {
            r"(?<!slow )burn(?![ -]?(?:out|bridges|through))": INJURY,
            r"burns(?! (?:out|bridges|through))": INJURIES,
            r"(?:burned|burnt)(?![ -](?:out|bridges|through))": HURT,
            rf"burning {_CHILD}": LEFT_OUT,
        },
    ),
    Named(
        "A burn by something hot; no other use.",
        {"scald": INJURY, "scalds|scalding": INJURIES, "scalded": HURT},
    ),
    Named(
        "Not what is wound up or down.",
        {
            r"wound(?! (?:up|down|round|around|back|through))": INJURY,
            "wounds|wounding": INJURIES,
            "wounded": HURT,
        },
    ),
    Named(
        "Not the bleeding edge.",
        {r"bleeds?|bleeding(?![ -]edge)": INJURY, "bled": LEFT_OUT, "ha?emorrhages?|ha?emorrhaging": INJURY},
    ),
    Named(
        "Words of doctors for what was found on a body.",
        {
            "ha?ematomas?|ha?ematomata|subdurals?|lacerations?|contusions?": INJURIES,
            "concussions?|petechiae?|amputations?": INJURIES,
            "lacerated|concussed|amputated|decapitated|dismembered|mutilated|emaciated|malnourished": HURT,
            "retinal|asphyxia|hypothermia|malnutrition|malnourishment|emaciation": LEFT_OUT,
        },
    ),
    Named(
        "An injury alone names none; with a part of the body it does.",
        {
            r"(?:abusive )?(?:head|brain|skull|spinal|facial|abdominal|internal|neck|chest|eye|genital)"
            r" (?:injury|injuries|trauma|damage)": INJURIES,
        },
    ),
    Named("Marks of teeth; otherwise people bite much.", {r"bite[ -]marks?|human bites?": INJURIES}),
)

METHODS = (
    Named(
        "A method, and nothing else; a stranglehold is another word.",
        {"strangled|throttled": HURT, "strangles?|strangling|throttling|strangulations?": HARM},
    ),
    Named(
        "People hang out, around and on: only who was hanged.",
        {
            rf"hanged|(?:hang|hangs|hung|hanging) {_SELF}": LEFT_OUT,
            r"(?:found|by|was|were) hanging(?! (?:out|around|about|on|up|in))": LEFT_OUT,
        },
    ),
    Named("Named in inquests; no other use here.", {"ligatures?|nooses?": LEFT_OUT}),
    Named("A method; a dose is not.", {"overdos(?:e|es|ed|ing)": LEFT_OUT}),
    Named(
        "Not a stab at something, or in the dark.",
        {
            r"stab(?! (?:at|in))|stabs(?! (?:at|in))|stabbings?": HARM,
            r"stabbed(?! in the back)": HURT,
        },
    ),
    Named(
        "Voices are drowned out, and people drown in paper.",
        {
            r"drown(?:s|ed|ing)?(?! (?:out|in (?:work|paper|paperwork|data|information|detail|e-?mails?)))": LEFT_OUT
        },
    ),
    Named(
        "Taking a child's breath.",
        {
            "suffocated|smothered|asphyxiated|choked": HURT,
            "suffocat(?:e|es|ing|ion)|smother(?:s|ing)?|asphyxiation|choking|chokes?(?! point)": HARM,
        },
    ),
    Named(
        "Much is shaken by news: only a child, or a baby by its name in medicine.",
        {
            rf"shaken baby|(?:shake|shakes|shaking|shook|shaken) {_CHILD}": HARM,
            r"(?:(?:baby|infant|toddler|child|he|she) (?:was|had been)|violently|forcefully|vigorously) shaken"
            r"(?! (?:up|by (?:the|this|that|what|events|news)))": LEFT_OUT,
        },
    ),
    Named("Not the poisoned chalice.", {"poison(?:s|ing|ings)?": HARM, r"poisoned(?! chalice)": HURT}),
    Named("Taking something in that harms, as doctors say it.", {"ingest(?:s|ed|ing|ion)?": LEFT_OUT}),
    Named(
        "Kinds of sexual abuse by name; the crop is another word.",
        {r"(?<!oilseed )rape(?! ?seed)|rapes|raping|penetrative": HARM, "raped": HURT, "rapists?": LEFT_OUT},
    ),
    Named(
        "Blows. Beaten tracks, punchlines and what is kicked off are none.",
        {
            r"(?<!the )beaten(?! track)|whipped(?! up)": HURT,
            r"punched|slapped|smacked|kicked(?![ -](?:off|out|in|start|back))": HURT,
            r"beatings?|punching|punches|slapping|smacking|kicking(?![ -](?:off|out|in|start|back))": HARM,
            rf"(?:beat|hit|hitting|hits) {_CHILD}": LEFT_OUT,
        },
    ),
    Named("Cruelty by name.", {"tortured|electrocuted": HURT, "torture|torturing|electrocution": HARM}),
    Named(
        "People are starved of time: only hunger.",
        {r"starved(?! (?:of|for))": HURT, "starving|starvation": HARM},
    ),
    Named(
        "Weapons. Shots in the dark and knife-edges are none.",
        {
            r"gunshots?|gunm[ae]n|firearms?|shootings?|knife(?![ -]edge)|knives|machetes?": LEFT_OUT,
            rf"(?:was|were|been) shot|shot (?:dead|{_SELF}|{_CHILD})": LEFT_OUT,
        },
    ),
    Named(
        "Fire as what killed or hurt; under fire and fire services are none.",
        {r"(?:house|flat|car) fires?|set (?:on fire|fire to|alight)|arson|carbon monoxide": LEFT_OUT},
    ),
    Named(
        "Falling or jumping from somewhere; plans fall through.",
        {
            r"(?:fell|fall|fallen|falling|jump|jumped|jumping|thrown|pushed) (?:from|off|out of) "
            r"(?:a|an|the|his|her|their) (?:[\w\-]+ )?(?:window|balcony|bridge|roof|cliff|building|height)": LEFT_OUT,
            r"(?:in front of|under|by) a (?:moving )?train": LEFT_OUT,
        },
    ),
    Named(
        "Self-harm names no method; these do.",
        {r"(?:cut|cuts|cutting|slit) (?:his|her|their) (?:wrist|arm|throat)s?": LEFT_OUT},
    ),
)
