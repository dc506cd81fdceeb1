"""English words that are also names or parts of places, and words that say what sort of place something is.

Data only. The check is gentler with these: "will", "may" or "church" would otherwise be found everywhere.
"""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of every page: as a sealed name they count only when they are written with a capital.
FREQUENT = _set("""
all an and any are art as at autumn be best better bill bond bright brother but by called can care carer
carers case cases chance child children church close cook court day days did do doctor early east face faith
family father field fields for free friend friends from full garden given go good grant grants had hall hand
hands has have he head her here hill him his home homes hope hoped hopes house how if in is it its just
known lane law let life light like line list listen little live lived local long look looked lost love low
made main major make manage many march mark marks matter may me mean meet met might mind minor miss moment
money month months more morning most mother move moved much must my name near need never new next no north
note noted now number nurse of off offer office officer often old on one only open or order other our out
over own page pages parent park part past person place plan play point police power present price process
put question quick quiet rather read real reason record report review right risk road role room rose round
rule run safe said same saw school season second section see set share sharp she short should show side sign
since single sister small so social some south space speak spoke spring staff stage start state stay step
still stop story street strong such summer support sure system table take talk teacher team tell term test
text than that the their them then there these they thing this those three through time to today together
told too took toward town train true trust try turn turned two under union until up us use used value very
view views visit visited voice wait walk wall want ward wards was watch water way ways we week weight well
were west what when where which while who whole why will winter wise wish wished with within without wood
word words work worker workers worry worth would write written wrote year years you young younger your
""")

# Other ordinary words: without a capital they are shown to be looked at; none is "nearly" a name.
COMMON = (
    _set("""
a able about above across act acted action active acts actual added adult adults advice after again against
age aged agencies agency ages ago agree agreed alone along already also always am amber among angel another
answer answered anyone anything april area areas arrived ash asked asking attended august available aware
away baby back bail baker barber bath beach bear because become before began behind being believe bell below
bench between birch bird bishop black bliss blue board both bowl bridge brief bring brook brought brown
bruise bruised bruises buddy build building built bull burn bush butcher butler call calls calm came card
cared career careful caring carpenter carried carrier carry carter cash cause caused centre certain chair
change changed changes charge charity chase check checked checks cherry choice city clay clean clear clearly
cliff closed closer coach coal cold cole comes coming common concern concerned concerns contact cooper
copper coral cost could council cousin cover crane creed cross crown daily daisy dale dawn deal dean dear
death decide decided deep deer dell different doctors does done door down drake draw drew drown drowned due
duke during duty each earl earlier edge either ellis else end ended enough error especially eve even evening
ever every everyone everything evidence example faced fact facts fall families farm farmer farmers fear felt
few file filled final find finding findings fine first fish fisher five fleet flint flood flora flower
flowers focus follow followed forest form found four fox frame frank fresh friday frost further gale gardens
gave general gentle get giant gift gill girl girls give glass glen gold golden gone grace grand granted gray
great green grey grounds group grove grow growing grown growth guard guidance hair hale half happy hard
hardy hare harm harmed hats haven having hay hazel heal health hear heard hearing heart heath heather held
help helped hills hit holly honey honor hood horn hospital hour hours houses housing hunt hunter ideas
important include included injured injuries injury inside into iris iron issue issues ivory ivy jack jade
jasmine jasper jewel job join joined joy june keen keep kept key kind king kings knew knife knight know
knowing lack lake lamb large last late later lay lead leader leaders leads learn learned learning least
leave led left less letter letters level lily lime limit lines link links listened lives living lodge longer
looking lord loved lower luck makes making male manager managers marina marked marsh marshal mason mead
meadow means measure meeting meetings melody mercer mercy mild mill miller missed missing mist model monday
moon moor moore moss mothers mount myrtle named names needed needs neighbour newly nice nick night noble
none nor norm norman not notes nothing noticed nursery nurses oak officers olive once opened orders others
outside paid paige pain paper parents parked parker parks parsons partner partners parts pat path pattern
patterns peace pearl penny people perhaps period phase phone piece pike pine placed places planned plans
plant played pollard pond pony pool poor pope poppy porter post pound practice pride prince prior
professional professionals protect pupil questions rain raised rand range raw ray reading ready recorded
records red reed referral reported reports response responses rest result reviewer reviews rice rich ridge
ring rise risks river robin rock roles root row rowan royal ruby rules rush rye safer safety sage salmon
salt sand sandy saturday savage saying schools sea seemed seen service services settled seven several shade
shared shepherd shield ship shore shown signs silver sisters six sky slade slater sloane smart smith snow
someone something son soon sorrel source spoken star stark started steel stephens steps sterling stone stood
storm stream strength summers sunday sunny supported swan sweet systems taken tanner taylor teachers teams
teen temple ten terms things think though thought thursday tidy timely times top towards trace training
travis treat treated tree trinity tuesday turner understand understood unit upon vale venture verity viola
violet visitor visits walked walker wanted war warden warren watched waters webb wednesday weeks went
wheeler whether white whose wide willow win winters wolf woman women woods woody worked working yard york
youth zion
""")
    | FREQUENT
)

# What sort of place it is: "Quillmoor Primary School" is also looked for as "Quillmoor".
KINDS_OF_PLACE = _set("""
academy and apartment at baby c ce center centre children childrens church clinic college community
council day e england family federation first flat for general gp group health high hospital house
housing in infant infants junior library medical middle nhs nursery of office organisation police
practice pre preparatory primary rc room royal school schools secondary service services special station
surgery the trust unit university upper ward
""")

STREETS = {
    "road": "rd",
    "street": "st",
    "lane": "ln",
    "avenue": "ave",
    "close": "cl",
    "drive": "dr",
    "court": "ct",
    "crescent": "cres",
    "gardens": "gdns",
    "terrace": "terr",
    "square": "sq",
    "place": "pl",
    "grove": "gr",
}
STREETS_ALONE = _set("hill park row walk rise view way green") | set(STREETS) | set(STREETS.values())

# What may stand before a name and gives nobody away.
TITLES = _set("""
cc cllr constable councillor dame dc dcc dci detective di doctor dr ds father hhj insp inspector judge
justice lady lord miss mr mrs ms mx nurse pc prof professor ps rev reverend sergeant sgt sir sister social
superintendent supt worker
""")
# Small words inside names, never looked for alone.
PARTICLES = _set("""
al and ben bin bint da de del della den der di du el ibn la le of the van von
""")

# Words of a pseudonym that name nobody, as in "Child AB".
STANDS_FOR_A_PERSON = _set("""
the child children baby infant toddler boy girl sibling siblings twin twins young person teenager family adult
brother brothers sister sisters mother father
""")

# Capitals that stand for something else in these texts: as initials they are shown once, to be looked at.
ABBREVIATIONS = _set("""
ad ae am as at bc be by ca cc ce cin cme cp da dc di dna do dob ds dv ed eg eh eu fgm gcse go gp he hr hv id
ie if in is it kc la lac me mp my na nb nhs ni no of ok on or pa pc pe pip pm pru qc re rs sen so st sw ta
td ti to tv uk up us we wt yp
""")

# What to say instead of a place, by a word in it; the first that fits.
INSTEAD = {
    "nursery": "a nursery",
    "primary": "a primary school",
    "infant": "an infant school",
    "junior": "a junior school",
    "secondary": "a secondary school",
    "academy": "a school",
    "school": "a school",
    "college": "a college",
    "university": "a university",
    "hospital": "a hospital",
    "surgery": "a GP practice",
    "practice": "a GP practice",
    "clinic": "a clinic",
    "centre": "a local centre",
    "station": "a station",
    "church": "a place of worship",
    "mosque": "a place of worship",
}
