"""Invented names and phrases. No summary here tells who anybody is: a test reads them all."""

from __future__ import annotations

from agencies.vocabulary import Kind
from demo.stage import Stage

_FIRST_NAMES = """
Amara Anh Bianca Carmela Daria Elena Fatou Gloria Hana Ines Jasmine Kamala Lucia Mai Noemi Oksana Paloma Quyen
Rosa Salma Tamika Ursula Valeria Wanda Xiomara Yesenia Zofia Alma Brandy Chloe Destiny Ebony Faith Grace Hope
Ivy Jade Kayla Luz Maribel
"""
_MEN = """
Ahmed Bao Carlos Diego Emeka Felipe Gabriel Hector Ivan Jorge Kofi Luis Mateo Nam Omar Pedro
"""
_SURNAMES = """
Papertree Rivermoss Moonbarrow Quillfeather Starling-Grove Cobblewick Thimbleberry Copperpond Windowpane
Teacupper Paperlantern Marshmallow Snowbutton Honeycomb Rainbarrel Skylarking Clothespin Candlewax Pinwheel
Buttonwillow Sandpipers Cloudwater Featherbed Breadbasket Doorbell Inkwellson Umbrellastand Moonpebble
Tinwhistle Woolensock
"""
_SUSPECTS = """
Nettlecombe Murkwater Blightwell Crookshaw Thistlewick Grimpen Fogbottom Sourgrass Wormwoodley Brambleclaw
Duskfall Rustnail Coldkettle Hollowreed Mudlark-Vane
"""

AREA_CODES = (216, 220, 234, 283, 326, 330, 380, 419, 436, 440, 513, 567, 614, 740, 937)
FIRST_NAMES, MEN, SURNAMES, SUSPECTS = (names.split() for names in (_FIRST_NAMES, _MEN, _SURNAMES, _SUSPECTS))

SEX_SUMMARIES = (
    "Online advertisements lead to a motel by the interstate; rooms paid in cash and changed every other day.",
    "A massage business with covered windows, customers until late, and workers who do not seem to leave.",
    "Undercover replies to advertisements; the same prepaid number answers for several people.",
    "Hotel staff report a steady flow of visitors to two rooms booked by the same person.",
    "A hotline caller describes a house where people are brought and picked up at night.",
    "A traffic stop finds several phones, hotel keys and a ledger of dates and amounts.",
    "Advertisements move between three cities within a week, posted from one account.",
    "A social media account offers trips and easy money, then asks for the debt to be worked off.",
    "A bar where drinks are sold with company; staff are said to owe for room and travel.",
    "A truck stop manager reports the same van every weekend and people going from cab to cab.",
    "A tip about a private club whose hostesses are said to be driven home by the owner alone.",
    "School staff noticed expensive gifts and absences tied to the same older acquaintance.",
    "Escort advertisements with copied pictures; payments go to one account.",
)
LABOR_SUMMARIES = (
    "A landscaping crew is said to be paid late or not at all; the crew leader keeps papers and phones.",
    "Kitchen workers live above the restaurant and work every day of the week; wages go to a debt.",
    "Farm workers were promised another wage; housing and rides are taken from their pay.",
    "A cleaning contractor collects visa papers and threatens to call the authorities.",
    "Live-in domestic work without days off; messages home are read by the employer.",
    "A traveling sales crew leaves people behind when they sell too little.",
    "A roofing subcontractor brings workers from another state and withholds pay until the end.",
    "Poultry plant night shift: documents borrowed, hours not counted, a recruiter takes a share.",
    "Nail salons of one owner; a fee for training is never paid off.",
    "A care home keeps aides around the clock and holds their documents in the office.",
)
OTHER_SUMMARIES = (
    "A hotline report without detail; the place is known, what happens there is not.",
    "A neighbor reports people brought to a warehouse before dawn and back after dark.",
    "A provider asks the task force to look at a pattern across several places.",
    "A bank reports cash deposits below the limit from several small businesses.",
    "A workplace inspection found locked doors and people who would not speak.",
)
SUMMARIES = {
    Kind.SEX: SEX_SUMMARIES,
    Kind.LABOR: LABOR_SUMMARIES,
    Kind.BOTH: (
        "A bar and its kitchen: company is sold at the front, and unpaid work is done at the back.",
        "A massage business whose workers also clean its owner's rental rooms without pay.",
    ),
    Kind.UNDETERMINED: OTHER_SUMMARIES,
}
BUYERS_ONLY = "A controlled operation at a hotel ended in arrests of buyers; nobody else was found there."

LEADS = (
    "Caller saw people carried in a van without windows, every weekday before sunrise.",
    "Online tip about advertisements that name a motel by the highway.",
    "A delivery driver worries about workers who are never alone at a restaurant.",
    "Somebody found a note asking for help in a packet of clothes.",
    "A teacher heard pupils talk about parties where older men pay.",
    "A nurse noticed a companion who answers every question.",
    "A customer of a nail salon saw bunk beds in the back room.",
    "A caller says that a farm keeps the keys of its workers' housing.",
)

NEXT_STEPS = (
    "Ask the labor inspectors for their file",
    "Meet with the prosecutor's office",
    "Subpoena the advertisement account",
    "Walk through the hotel's records",
    "Case review at the next meeting",
    "Talk to the landlord",
    "Look at the company's payroll",
    "Plan the interviews with an interpreter",
)

INVESTIGATION_NOTES = (
    "Reviewed the advertisements; screenshots are in our records system.",
    "Spoke with the hotel's night manager. Video is kept for thirty days; asked for a copy.",
    "Met with the prosecutor's office about the charging options.",
    "Search warrant served; phones are with the lab.",
    "The interview was held at a place of the person's choosing, with an interpreter.",
    "Payroll records received from the accountant; hours and pay do not match.",
    "No new activity at the address this week.",
)

CLIENT_NOTES = (
    "Met at the office. Talked about what comes next and what they want first.",
    "Phone call through the safe number. All well; next visit agreed.",
    "Went along to the benefits office; papers are complete.",
    "Looked at apartments together. They liked the second one.",
    "Talked through the safety plan and changed two points.",
    "Long talk about the interview request; they want to think about it.",
    "They started the English class and enjoy it.",
    "Helped with the application for the compensation fund.",
    "They asked for a different day of the week because of work.",
    "Waiting list of the clinic: moved up, appointment next month.",
)

PURPOSES_TO_LAW = (
    "So that the detective can reach me safely and does not come to my work.",
    "So that the interview is in my language and my advocate may be there.",
    "I want them to know that I may talk, but not yet.",
    "So that I do not have to tell everything again.",
)
PURPOSES_TO_PROVIDERS = (
    "So that they can reach me safely about a place to live.",
    "So that I do not have to tell everything again.",
    "So that they can help me with what I asked for.",
    "I want them to know what I need before we meet.",
)

TRAININGS = (
    ("Signs of forced labor on patrol", "labor", "half"),
    ("Trauma-informed interviewing", "", "less"),
    ("Human trafficking basics for hotel staff", "both", "less"),
    ("What releases allow and what they do not", "", "none"),
    ("Labor trafficking: wages, debts, documents", "labor", "half"),
    ("Child welfare and trafficking", "sex", "none"),
    ("T and U certifications step by step", "both", "half"),
    ("Screening in the emergency department", "both", "less"),
    ("Building a case without the survivor's testimony", "both", "less"),
)
OUTREACH = (
    ("Outreach at the farm workers' clinic", "farm", "possible_victims"),
    ("Street outreach, Friday night", "street", "possible_victims"),
    ("Table at the community fair", "other", "public"),
    ("Know-your-rights talk at the day labor corner", "worksite", "possible_victims"),
    ("School assembly", "school", "public"),
    ("Radio hour in Spanish", "online", "public"),
    ("Visit to the consulate's mobile office", "consulate", "possible_victims"),
)
ACTION_ITEMS = (
    "Send the labor screening card to every patrol unit",
    "Update the on-call list",
    "Invite the clinic to the next meeting",
    "Draft a protocol for operations with interpreters",
    "Collect the quarter's trainings",
    "Review the memorandum with the state bureau",
    "Ask the survivor advisory group about the interview room",
)


def person(stage: Stage, man: bool = False) -> str:
    """A name that nobody has."""
    return f"{stage.rng.choice(MEN if man else FIRST_NAMES)} {stage.rng.choice(SURNAMES)}"


def suspect(stage: Stage) -> str:
    """A name that nobody has, for somebody suspected."""
    return f"{stage.rng.choice(MEN)} {stage.rng.choice(SUSPECTS)}"


def phone(stage: Stage) -> str:
    """A number that is kept for fiction (555-0100 to 555-0199)."""
    return f"({stage.rng.choice(AREA_CODES)}) 555-01{stage.rng.randint(0, 99):02d}"
