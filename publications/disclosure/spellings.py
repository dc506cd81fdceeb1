"""Names that are written in several ways, and the short forms of them: each line is one family.

Data and one look-up. Put together for names that are common in England; what is one letter apart is found
without it (terms.py). A name may stand in more than one family.
"""

from collections import defaultdict

# First names first, then family names. Folded: no capitals, accents or apostrophes.
_FAMILIES = """
mohammed mohamed mohammad mohamad muhammad muhammed mohamud mehmed mehmet mohd
ahmed ahmad achmed ahmet hamed hamad
hussain hussein husain husein hossain hossein hussien
hassan hasan hassen hasson
aisha ayesha aysha aicha aishah ayisha aesha isha
fatima fatimah fatema fathima fatma fatimata fatoumata
khadija khadijah khadeeja kadija hadija
maryam mariam meryem miriam mariyam maryum mary marie maria
zainab zaynab zeinab zeynep zaineb
yusuf yousef yousuf youssef yusef yusuph joseph josef joe joey
ibrahim ebrahim abraham ibraheem abe
ismail ismael ishmael esmail
omar umar omer
osman usman uthman othman ousmane
yahya yahia yehia
yasmin yasmine yasmeen jasmine jasmin jazmin jazmine
jamal jamaal gamal
khalid khaled khalil
abdul abdel abdal abd
abdullah abdallah abdulla abdillahi abdullahi
abdirahman abdurrahman abdulrahman abdelrahman
rahman rehman raman
sayed syed saeed said sayyid sayeed saied
idris idrees edris
layla leila leyla laila lela lailah
noor nur nour noora
rukhsana roksana rukshana roxana
safa saffa sapha
samira sameera samirah
sofia sophia sofiya sophie sofie zofia
safia safiyah safiya safiyya
tariq tarik tareq tarek
zahra zara zahrah
sara sarah saarah sarra
zakariya zakaria zachariah zachary zackary zac zach zack zak
agnieszka agnes
alexander aleksander alexandr alessandro alejandro alex alec alek sandy xander alistair alasdair alastair
alexandra aleksandra alexa alex lexi lexie sandra
alison allison alyson ali
amelia emilia amelie emily emilie emelia millie milly
amy aimee ami amie
andrew andrei andrzej andreas andre andy drew
ann anne anna annie ana hannah hanna anya ania
anthony antony anton antoni antonio tony ant
barbara barbra babs
benjamin ben benji benny
bethany bethanie beth
bridget brigid bridie brigitte
caitlin kaitlyn katelyn caitlyn kaitlin catelyn kaitlynn
callum calum colum
cameron kameron camron cam
carl karl
caroline carolyn karolina carolina caz
catherine katherine kathryn catharine katharine katarzyna katerina ekaterina catrin kate katie kathy cathy kath cath
kathleen cathleen catheleen
charlotte sharlotte charlie lottie
charles charlie chas karol
chloe khloe cloe chloey
christina kristina christine kristine kirsten kirstin christian chris chrissie tina krystyna
christopher kristopher christoffer krzysztof chris kit kris topher
claire clare clair klara clara
connor conor conner konnor
daniel danyal daniyal danial daniil dan danny
danielle daniella daniela dani
darren darran daren
david dave davey dawid daud dawood dawud
deborah debra debora deb debbie
dennis denis denys
dominic dominik dom
dylan dillon dillan dilan
edward eduard edvard ed eddie ned ted teddy
eleanor elinor eleanore ellie nell nora lenora
elena helena helen helene ellen elaine ilona
elizabeth elisabeth elspeth elzbieta liz lizzie beth betty eliza elsie libby lisa liza bess betsy
eric erik
erin eryn aeryn
ethan eathan aidan aiden ayden aden aydin
eve eva evie ewa yeva
faye fay
felicity flick fliss
finlay finley finlee fin finn
francesca franceska fran frankie
francis frances frank frankie franciszek fran
frederick fredrick frederic fred freddie freddy
gabriel gabrielle gabriella gabby gabe
gareth garath gary gaz
geoffrey jeffrey geoff jeff jeffery
george georg jerzy giorgi georgie
georgia georgina georgie gina
gillian jillian gill jill
graham graeme grahame
grzegorz gregory greg gregor gregg
harold harry hal
harriet harriett hattie
harvey harvie
henry henri henryk harry hal
hugh hew huw hughie
iain ian ean
imogen imogene immy
isaac izaac isaak izak ishaq ishaaq zac
isabel isabelle isobel isabella izabella ysabel izzy bella belle isla ishbel
jack jak jacek
jacob jakob yakub yaqub jakub jacub jake
jacqueline jaqueline jacquelyn jackie jacqui
jade jayde jaid
jaden jayden jaydon jadon
james jamie jim jimmy jaime
jane jayne jan
janet janette jeanette jan
jennifer jenifer jenny jennie jen
jeremy jeremiah jez jerry
jessica jesika jess jessie jesse
joanne joann joan joanna johanna jo
john jon johnny johnnie jonny jack ian ioan yahya jan
jonathan jonathon johnathan jon jonny
joshua josh
julia julie juliet julian yulia giulia
karen caren karin karyn
kasper caspar casper
kayleigh kaylee kayley kaylie caley keeley keely
keira kiera kira ciara keara
kelly kelley keli
kenneth ken kenny kennith
kerry kerri keri ceri
kevin kev
kian cian keane
kieran ciaran keiran kieron keiron
kristian christian cristian
kyra kira
laura lora lauren lauryn loren laurie
lawrence laurence lawrie larry laurie
leah lia lea leia
lee leigh li
leo leon leonardo
lewis louis luis luiz lou louie
lily lilly lillie lillian liliana lilian
lindsay lindsey lyndsay lyndsey linsey
louise louisa luisa lou
lucy lucie luci lucia lucja
luke luc lucas lukas lukasz
lynn lynne lyn
madeleine madeline madelyn maddie maddy magdalena
malgorzata margaret margarita margot maggie meg peggy megan greta rita
marcus markus mark marc marek marco
martin martyn marcin
mathew matthew matt mateusz matty matteo mathieu
maxwell maximilian maksymilian maxim maksim max
megan meghan meagan meg
melissa mellissa mel
michael micheal mikael mikhail michal mike mick micky mickey mikey miguel
michelle michele mishelle shelly
mila milla
mohsin mohsen muhsin
molly mollie
natalie nathalie natalia nataliya natasha natasza tasha
nathan nathaniel nate nat natan
nicholas nicolas nikolas nicolai nick nicky mikolaj niko
nicola nichola nicole nikola nicky nikki
niall neil neal nial
oliver olivier ollie olly
olivia alivia oliwia livvy liv
owen owain eoin euan ewan ewen eoghan
patricia patrycja pat patsy tricia trish
patrick padraig patryk paddy pat
paul pawel pol paulo pavel
peter piotr pete petr pedro
philip phillip filip phil philippe phillipe
piers pierce pearce
rachel rachael rachelle raquel rach
rafael raphael rafal rafi
raymond ray
rebecca rebekah rebeka becca becky bex
rees rhys reece reese
rhiannon rhianne rianna rihanna
richard rick ricky dick rich ryszard riccardo
robert rob bob bobby robbie roberto
roisin rosheen
ronald ron ronnie ronan
rory ruairi rori ruari
rowan rohan roan
rose rosie rosa roza
russell russel russ
ryan rian
samantha sam sammy
samuel sam sammy samual
sandeep sandip
saoirse sersha seersha
sean shaun shawn shane sion
sharon sharron shaz
sheila shelagh sheelagh
simon szymon simeon
sinead shinade
siobhan shivaun chevonne shevaun shavon shevon siobhain
stacey stacy staci
stephanie stefanie stephany steph stef
stephen steven steve stefan stephan steffan stevie szczepan
stuart stewart stu
susan suzanne susanna suzanna zuzanna sue suzie susie
tanya tania tatiana
theodore theo teddy todor
teresa theresa therese terri tess tessa
thomas tomas tomasz tom tommy
timothy tim timmy
toby tobias tobi
tracey tracy traci
tyler tylor
victor viktor vic
victoria viktoria wiktoria vicky vicki vikki tori
vincent vince vinnie wincenty
vivian vivien vivienne viv
walter wally
william will bill billy willy liam wilhelm
zoe zoey zowie zoya
aaron aron arron haroon harun
adam adem adham
adrian adrien adriano
aoife eefa
caoimhe keeva kweeva keva
niamh neve neeve
oisin osheen
tadhg tige teague
orla orlagh
maeve maev meabh meave
grainne grania
eilidh ailey aylee
mhairi vari mairi
ruaridh rory
amir ameer emir aamir
ayaan ayan aayan
eesa isa essa eisa
esra isra
haleema halima halimah
hana hannah
inaya inayah inaaya
kareem karim
malak malaika
musa moosa moussa mousa moses
mustafa mostafa mustapha mustafah moustafa
naeem naim nayim
nabeel nabil
raheem rahim
rashid rasheed rachid
salim saleem selim
shaikh sheikh shaykh
suleiman sulaiman solomon suleman sulayman
taha tahaa
waleed walid
wasim waseem
zubair zubeyr
armstrong armitage
brown browne braun
byrne burn burns byrnes
clark clarke clerk
connolly conolly conneely
cook cooke
dixon dickson
doherty docherty dougherty
elliot elliott eliot
freeman fremen
gray grey
hughes hewes
jeffries jeffreys jefferies
johnson johnston johnstone jonson
lea lee leigh
lloyd loyd floyd
macdonald mcdonald macdonnell mcdonnell
maclean mclean mcclean mclaine
mclaughlin mcloughlin maclachlan mclachlan
mcmillan macmillan mcmillen
moore moor more muir
murphy murphie
nichols nicholls nicols
obrien obryan
owen owens
patterson paterson pattison
pearce pierce peirce
read reed reid reade
shepherd sheppard shephard shepard
simmons simmonds symonds
smith smyth smythe schmidt
stephens stevens stephenson stevenson
stewart stuart steward
summers somers sommers
taylor tayler tailor
thomson thompson tomson tompson
walsh welsh welch
watts watt
webb webbe
chaudhry chaudhary chowdhury choudhury choudhry chaudhuri chaudry chowdhry
jama jamac
kaur kour
khan kahn khaan
malik malek mallick
miah mia mea
qureshi quraishi kureshi qurashi
rasool rasul
shah sha
siddiqui siddique siddiqi siddiquee
singh sing
uddin udin
wojcik voycik
nguyen nuygen
"""


def _read(families: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in families.split("\n"):
        names = line.split()
        for name in names:
            found[name].update(names)
    return {name: frozenset(others - {name}) for name, others in found.items()}


SPELLINGS = _read(_FAMILIES)


def other_spellings(name: str) -> frozenset[str]:
    """The other ways in which a folded name is written or said, none where none is known."""
    return SPELLINGS.get(name, frozenset())
