"""What the demonstration's publications say. Everything in them is made up."""

ROBIN = """## Who Robin is

Robin is a name chosen with the family. At the time of this review Robin was under one: a baby who liked to be held facing outwards, and who laughed, a grandparent told us, “at anything with a lid”. Some details have been changed so that nobody can be recognised.

Robin survived, and is well cared for now.

## Why we held a review

Robin was badly hurt, and abuse was suspected. The three safeguarding partners agreed that there was something to learn about how services share a small worry before it becomes a large one.

> Everyone was kind. Everyone wrote it down. I thought that if they had all written it down, somebody must be reading it.
>
> — Robin’s grandparent, to the reviewer

## What happened

In the spring a health visitor noticed a mark and was given an explanation that could have been true. Within three weeks a nursery, a housing officer and a family doctor each recorded something small:

- a parent who no longer came into the room
- a door repaired for the second time
- an appointment moved, then missed.

### The first of three missed conversations

Each record was careful. None was shared, because none on its own seemed to reach the point where sharing is expected.

## What got in the way: systemic reasons

| What people believed | What is so |
|---|---|
| A small worry may not be shared without consent | It may, when sharing could keep a child safe |
| Somebody else has the whole picture | Nobody did |

Staff had no place to think aloud. Thresholds were read as a bar to conversation, and not only to referral.

## Recommended improvements

1. One telephone number for thinking aloud, answered on every working day.
2. A shared note that all five services can read and write.
3. Supervision that asks of every baby: who else knows this child?

## How the review was done

An Independent Reviewer with no connection to the area read what each service had recorded, met the family, and spent a day with the practitioners who knew Robin.
"""

ROBIN_BRIEF = """## Who Robin is

A baby under one, quiet in company, lively at home. Robin was badly hurt and is now safe.

## What happened

Four people in four services each wrote down one small worry in the same three weeks.

## What we found

Nobody was careless. Each worry was too small to share under the rules people believed in.

## What good looked like

A nursery worker rang the health visitor “just to think aloud”. It was the only call.

## What to do differently

Ask who else knows this child, and ring one of them. You may share a worry to help keep a child safe.

## What is changing

One number for thinking aloud, staffed on every working day, and a shared note that all five services can read.

## Talk about it

- When did you last ring someone with a worry that was “not enough”?
- Whose quiet have we taken for being settled?
- What would make that call easier here, this week?
"""

HERON = """## Who Heron is

Heron is a primary school child who draws, and who looks after a younger sibling. Heron is a name the family accepted.

## What happened

Heron settled quickly after a move. A teacher saw that Heron’s coat was too small and made a note of it. The family’s new address was not passed on to the school nurse. A grandparent telephoned twice; both calls were answered, written down and filed under the wrong child.

By early summer three services each held a page of notes. Read side by side they tell one story. At the time they were in three cabinets.

## Systemic or underlying reasons

Each service had its own idea of when a family has moved, and none told another.

## Recommended improvements

1. A move is told to every service that knows the child, by whoever hears of it first.
2. Calls from relatives are read by a second person the same week.
"""

LINNET = """## About this review

Linnet was a teenager harmed outside the home. This review was begun before September 2019, when such reviews were called serious case reviews.

## What we learned

Adults saw behaviour, and took it for the whole child. Where one youth worker asked what a good day looked like, Linnet answered at length.

## Systemic reasons

Services counted incidents and had no way to see a pattern across them.

## What has changed

Every service now keeps a short story of the child beside the list of incidents.
"""

ASH_AND_ROWAN = """## Who they are

Two siblings of primary school age, who shared a room and a joke about a fox. The names are not their own.

## What happened

Neglect built up over several years. Each new worker started the story again.

## What helped

A family support worker stayed for two years and held the whole story. When she left, her notes were the ones that everybody read.

## Systemic reasons

Cases were closed when a plan ended, and not when life at home had changed.

## Recommended improvements

1. One named person keeps the story of a family with long neglect, whoever else comes and goes.
2. Closing a plan needs a look at home first.
"""

SLEEP_BRIEF = """## Why this matters

Most families are told about safer sleep once, on a good day. Nights are not like that.

## What families told us

They knew the advice. What they had no plan for was the night when somebody else put the baby down.

## What to ask

- Where will the baby sleep tonight, and who will settle them?
- What happens on a night away from home?

## What to do differently

Plan the out-of-routine night together, write it down, and put it where the baby sleeps.

## Talk about it

- When do we have this conversation, and with whom?
- Who in the family never hears it from us?
"""

SORREL = """## Why the report is not published in full

Publishing the whole report would point to a child who is alive. The national Panel and the Secretary of State were told why. What has to improve is here in full.

## What we are changing

1. Every child in a placement away from home has a visitor from home each month.
2. Concerns raised by children themselves are answered to them, in person.
3. The partnership asks each placing area for the same two facts, every quarter.

## How we will know

Children in placements will be asked, twice a year, whether somebody listened.
"""

DRAFT_BRIEF = """## Who Heron is

A primary school child who draws.

## What happened

Three services each held a page of notes.

## Talk about it

- Whom do we tell when a family moves?
"""

REPORT_OF = """## Who this is about

A child who was known to several services, under a name that is not their own.

## What happened

Over some months each service saw something, and wrote it down.

## Systemic reasons

Nobody was asked to put the small worries together.

## Recommended improvements

1. One number to ring with a small worry.
"""
