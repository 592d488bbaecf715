"""The words for clients and services: every question knows "not asked", "not known" and "prefers not to say".

The lists are those that the measures break down by (measures.csv, sections B, C and D), so that
an answer is counted as it was given. Methods of control, kinds of exploitation and industries are
IOM's HTCDS 2.0 (CC BY 4.0).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

Pairs = list[tuple[str, str]]

NOT_ASKED, UNKNOWN, DECLINED = "not_asked", "unknown", "declined"
NO_ANSWER: Pairs = [(NOT_ASKED, "Not asked"), (UNKNOWN, "Asked, not known"), (DECLINED, "Prefers not to say")]
NO_ANSWER_CODES = frozenset(code for code, _ in NO_ANSWER)


def not_asked() -> list[str]:
    """The default of a question with several answers."""
    return [NOT_ASKED]


def pairs(text: str) -> Pairs:
    """`code: label` lines as choices."""
    lines = (line.strip().split(": ", 1) for line in text.strip().splitlines())
    return [(code, label) for code, label in lines]


def with_no_answer(listed: Iterable[tuple[str, str]]) -> Pairs:
    """A question's choices: its answers, then the three that are none."""
    return [*listed, *NO_ANSWER]


def asked(text: str) -> Pairs:
    """A question's choices from `code: label` lines, with the three answers that are none."""
    return with_no_answer(pairs(text))


def words(choices: Pairs, code: str) -> str:
    """The label of a code; the code itself where the list has moved on."""
    return dict(choices).get(code, code)


class Status(models.TextChoices):
    """Whether a client is being served now."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


class Standing(models.TextChoices):
    """A working determination, dated and with a basis; never a verdict (domain.md)."""

    POTENTIAL = "potential", "Potential"
    CONFIRMED = "confirmed", "Confirmed"
    RULED_OUT = "ruled_out", "Ruled out"


def bases() -> Pairs:
    """What a determination rests on."""
    return pairs("""
        screening: Our own screening tool
        account: What the person told us
        provider: Another provider's assessment
        police: A law-enforcement finding
        court: A court or prosecutor's finding
        hhs_letter: An HHS certification or eligibility letter
        immigration: Continued Presence, T or U status
        other: Another basis
    """)


def deciders() -> Pairs:
    """Who decided (HTCDS vic_TraffickingStatusDecisionMakingOrg)."""
    return pairs("""
        ngo: This or another provider
        police: Police
        court: Court or prosecution
        government: Another government agency
        other: Somebody else
    """)


def genders() -> Pairs:
    """B-09; the list of the measure, with transgender as in OVC's snapshots."""
    return asked("""
        female: Female
        male: Male
        transgender_female: Transgender female
        transgender_male: Transgender male
        nonconforming: Gender nonconforming
        other: Another gender
    """)


def races() -> Pairs:
    """B-08, several; Hispanic or Latino stands beside races as in the PMT list."""
    return asked("""
        native: American Indian or Alaska Native
        asian: Asian
        black: Black or African American
        hispanic: Hispanic or Latino
        pacific: Native Hawaiian or Other Pacific Islander
        white: White
        other: Some other race
    """)


def ages() -> Pairs:
    """How the birth year is known."""
    return asked("""
        exact: Known
        estimated: Estimated
    """)


def grown() -> Pairs:
    """B-11: adult or minor when first served."""
    return asked("""
        adult: Adult (18 or over)
        minor: Minor (under 18)
    """)


def citizenship_groups() -> Pairs:
    """B-06."""
    return asked("""
        us_citizen: US citizen
        lpr: Lawful permanent resident
        foreign: Other foreign national
    """)


def yes_no() -> Pairs:
    """A plain question."""
    return with_no_answer([("yes", "Yes"), ("no", "No")])


def special_groups() -> Pairs:
    """B-12; a person may be in several."""
    return asked("""
        none: None of these
        deaf: Deaf or hard of hearing
        homeless: Homeless
        immigrant: Immigrant, refugee or asylum seeker
        lgbtq: LGBTQ
        veteran: Veteran
        disability: Person with a disability
        limited_english: Limited English
        other: Another group
    """)


def victimizations() -> Pairs:
    """B-13: the 26 rows of the PMT list (field.md, Appendix A1)."""
    return asked("""
        none: None of these
        adult_physical: Adult physical assault
        adult_sexual: Adult sexual assault
        adult_abused_as_child: Adult sexually abused as a child
        arson: Arson
        bullying: Bullying
        burglary: Burglary
        child_physical: Child physical abuse or neglect
        child_pornography: Child pornography
        child_sexual: Child sexual abuse or assault
        domestic: Domestic or family violence
        dui: DUI or DWI
        elder: Elder abuse or neglect
        hate: Hate crime
        trafficking_labor: Human trafficking: labor
        trafficking_sex: Human trafficking: sex
        fraud: Identity theft, fraud or financial crime
        kidnapping_noncustodial: Kidnapping (non-custodial)
        kidnapping_custodial: Kidnapping (custodial)
        mass_violence: Mass violence
        vehicular: Other vehicular victimization
        robbery: Robbery
        stalking: Stalking or harassment
        homicide: Survivor of a homicide victim
        teen_dating: Teen dating victimization
        terrorism: Terrorism
        other: Another crime
    """)


def tribal() -> Pairs:
    """B-16; asked only with consent."""
    return asked("""
        enrolled: Enrolled member
        descendant: Descendant
        none: None
    """)


def industries() -> Pairs:
    """B-22: where labor was exploited; the field's words first, then HTCDS tier 1 (ISIC, A to U)."""
    return asked("""
        domestic: Domestic work
        agriculture: Agriculture
        restaurant: Restaurant or food service
        hotel: Hotel
        construction: Construction
        cleaning: Cleaning
        landscaping: Landscaping
        factory: Factory
        health_care: Health care
        peddling: Peddling or begging
        illicit: Illicit labor
        isic_a: A Agriculture, forestry and fishing
        isic_b: B Mining and quarrying
        isic_c: C Manufacturing
        isic_d: D Electricity, gas, steam and air conditioning
        isic_e: E Water supply, sewerage and waste
        isic_f: F Construction
        isic_g: G Wholesale and retail trade, motor vehicles
        isic_h: H Transportation and storage
        isic_i: I Accommodation and food service
        isic_j: J Information and communication
        isic_k: K Financial and insurance
        isic_l: L Real estate
        isic_m: M Professional, scientific and technical
        isic_n: N Administrative and support service
        isic_o: O Public administration and defence
        isic_p: P Education
        isic_q: Q Human health and social work
        isic_r: R Arts, entertainment and recreation
        isic_s: S Other service
        isic_t: T Households as employers
        isic_u: U Extraterritorial organizations
        other: Another industry
    """)


def settings() -> Pairs:
    """B-23: where sex was exploited."""
    return asked("""
        street: Street
        hotel: Hotel or motel
        residence: Residence
        online: Online
        massage: Illicit massage business
        club: Club or bar
        escort: Escort service
        pornography: Pornography
        other: Another setting
    """)


def traffickers() -> Pairs:
    """B-24: who the trafficker was to the client."""
    return asked("""
        family: Family member
        partner: Partner
        acquaintance: Acquaintance
        employer: Employer
        recruiter: Recruiter
        gang: Gang
        stranger: Stranger
    """)


def exploitations() -> Pairs:
    """HTCDS vic_TypeOfExploitation and vic_TypeOfSexExploitation."""
    return asked("""
        forced_labor: Forced labor
        sexual: Sexual exploitation
        prostitution: Sexual exploitation: prostitution
        pornography: Sexual exploitation: pornography
        remote: Sexual exploitation: remote interactive services
        private: Sexual exploitation: private sexual services
        child_labor: Child labor
        forced_marriage: Forced marriage
        servitude: Servitude
        forced_military: Forced military by non-state actors
        organ_removal: Organ removal
        forced_begging: Forced begging
        forced_adoption: Forced adoption
        surrogacy: Surrogacy
        other: Another form
    """)


def controls() -> Pairs:
    """HTCDS vic_MethodsOfControl."""
    return asked("""
        physical_threats: Physical threats
        threats_police: Threats of law enforcement
        threats_family: Threats to children or family
        debt: Debt bondage
        false_promises: False promises
        physical_abuse: Physical abuse
        sexual_abuse: Sexual abuse
        takes_earnings: Takes earnings
        restricts_money: Restricts access to money
        restricts_medical: Restricts medical care
        restricts_movement: Restricts movement
        withholds_necessities: Withholds necessities
        psychological: Psychological abuse
        substances: Psychoactive substances
        hours: Excessive working hours
        withholds_documents: Withholds documents
        uses_children: Uses children
        other: Another method
    """)


def recruitments() -> Pairs:
    """HTCDS vic_MethodOfRecruitment."""
    return asked("""
        business: At a place of business
        school: At an educational institution
        work: At work
        social_network: Through online social networks
        online_advert: Through an online advertisement
        television: Through a television advert
        newspaper: Through a newspaper advert
        family: Through family or family events
        friends: Through friends or social events
        other: Another way
    """)


def labor_indicators() -> Pairs:
    """Asked at every intake, whatever brought the person: labor trafficking is what gets overlooked."""
    return asked("""
        none: None of these
        documents_held: Somebody else holds passport or papers
        debt_grows: Works off a debt that never shrinks
        pay_withheld: Paid little, late or not at all
        hours: Works very long hours without rest days
        lives_at_work: Has to live where they work
        threats_status: Threatened with police or deportation
        not_free_to_leave: May not leave the job
        promise_broken: The work is not what was promised
        watched: Watched, or not allowed to speak for themselves
        injured: Hurt at work or refused care
    """)


def sex_indicators() -> Pairs:
    """Asked at every intake, as the labor indicators are."""
    return asked("""
        none: None of these
        under_18: Sold sex acts or images while under 18
        money_taken: Somebody takes the money
        quota: Had to earn an amount
        advertised: Advertised online by somebody else
        moved: Moved from place to place to sell sex acts
        threats: Threatened or hurt if refusing
        drugs: Given drugs to keep them working
        images: Threatened with pictures or videos
        partner: A partner set up the dates
        not_free_to_leave: May not stop or leave
    """)


def referral_sources() -> Pairs:
    """B-18: who first referred the client."""
    return asked("""
        local_police: Local law enforcement
        state_police: State law enforcement
        fbi: FBI
        hsi: Homeland Security Investigations
        dol: Department of Labor
        other_federal: Another federal agency
        prosecutor: Prosecutor
        court: Court or diversion program
        hotline: National hotline
        self: Self
        family: Family or friend
        provider: Another victim service provider
        health: Health care
        child_welfare: Child welfare
        juvenile_justice: Juvenile justice
        school: School
        shelter: Shelter
        legal_aid: Legal aid
        labor_group: Labor or worker group
        faith: Faith group
        outreach: Our outreach
        other: Somebody else
    """)


def police_choices() -> Pairs:
    """B-25: whether the client chose to work with law enforcement."""
    return [
        ("at_intake", "Already involved at intake"),
        ("later", "Chose to later"),
        ("refused", "Chose not to"),
        *NO_ANSWER,
    ]


def arrest_times() -> Pairs:
    """B-26: before or after the person was identified as a victim."""
    return pairs("""
        before: Before identification
        after: After identification
        unknown: Not known
    """)


def arrest_outcomes() -> Pairs:
    """B-26."""
    return pairs("""
        open: Open
        dismissed: Dismissed
        convicted: Convicted
        vacated: Vacated or sealed
        unknown: Not known
    """)


def exit_reasons() -> Pairs:
    """C-02."""
    return pairs("""
        goals_met: Goals met
        withdrew: Client withdrew
        lost_contact: Lost contact
        moved: Moved away
        transferred: Transferred
        ineligible: No longer eligible
        returned: Returned to the trafficking situation
        incarcerated: Incarcerated
        removed: Removed or repatriated
        deceased: Deceased
        program_ended: Program ended
        other: Another reason
    """)


def exit_housing() -> Pairs:
    """C-03."""
    return pairs("""
        own_lease: Own lease
        family: With family or friends
        transitional: Transitional housing
        shelter: Shelter
        treatment: Treatment facility
        institution: Institution
        unhoused: Unhoused
        unknown: Not known
    """)


def exit_income() -> Pairs:
    """C-04."""
    return pairs("""
        full_time: Employed full time
        part_time: Employed part time
        training: In training
        benefits: Benefits only
        none: None
        unknown: Not known
    """)


def relations() -> Pairs:
    """B-17: who counts as eligible depends on whether the client was a minor."""
    return pairs("""
        parent: Parent
        spouse: Spouse
        child: Child
        sibling: Unmarried sibling under 21
        other: Another relative
    """)


ELIGIBLE_FAMILY = {"minor": {"parent", "spouse", "child", "sibling"}, "adult": {"spouse", "child"}}


def turned_away_reasons() -> Pairs:
    """B-21."""
    return pairs("""
        no_bed: No bed
        waitlist: Waitlist
        outside_area: Outside our area
        funding: Funding
        language: Language
        safety: Safety
        conflict: Conflict of interest
        other: Another reason
    """)


def turned_away_extents() -> Pairs:
    """B-21."""
    return [("none", "Could not be served"), ("partly", "Only partly served")]


def barriers() -> Pairs:
    """D-43: what stood in the way of a need."""
    return pairs("""
        no_provider: No provider
        waitlist: Waitlist
        cost: Cost
        language: Language
        transport: Transport
        eligibility: Eligibility
        immigration_fear: Fear about immigration
        safety: Safety
        documents: Documents
        other: Another barrier
    """)


def need_states() -> Pairs:
    """D-42."""
    return [("open", "Not met yet"), ("met", "Met"), ("unmet", "Could not be met")]


def fundings() -> Pairs:
    """Section D: who paid."""
    return [("federal", "Federal award"), ("match", "Match"), ("other", "Other money")]


def deliveries() -> Pairs:
    """Section D: who did it."""
    return [("direct", "By us"), ("partner", "By a partner under agreement"), ("referral", "Referral only")]


def note_kinds() -> Pairs:
    """What a note is of."""
    return pairs("""
        contact: Contact
        session: Session or visit
        plan: Plan
        safety: Safety plan
        legal: Legal
        medical: Medical or counseling
        other: Other
    """)


ALWAYS_PRIVILEGED = frozenset({"safety", "legal", "medical"})


def hearing_kinds() -> Pairs:
    """What is on the calendar."""
    return pairs("""
        hearing: Court hearing
        trial: Trial
        sentencing: Sentencing
        grand_jury: Grand jury
        interview: Interview with law enforcement
        protection_order: Protection order hearing
        immigration: Immigration appointment
        appointment: Other appointment
    """)


@dataclass(frozen=True)
class Category:
    """One kind of service: its line of the report and what it is measured in.

    measure: the row of measures.csv. pmt: the line of the OVC PMT grid (field.md, Appendix A2), ""
    where it has none. nights, dollars: whether it is also counted in them. telling: its very name
    tells something that never goes to law enforcement, not even by release (domain.md).
    """

    code: str
    label: str
    measure: str
    pmt: str = ""
    nights: bool = False
    dollars: bool = False
    telling: bool = False


# domain.md, "Service categories", split where a measure counts the parts apart.
CATEGORIES: dict[str, Category] = {
    category.code: category
    for category in (
        Category("intake", "Intake and screening", "D-01", "B4"),
        Category("orientation", "Orientation: rights, services, confidentiality", "D-02", "A2"),
        Category("case_management", "Case management", "D-03", "B4"),
        Category("emergency_response", "24-hour response to an emergency", "D-04", "C3"),
        Category("crisis", "Crisis intervention", "D-05", "C1"),
        Category("safety", "Safety planning", "D-06", "C1"),
        Category("emergency_housing", "Emergency housing", "D-07", "D1", nights=True),
        Category("transitional_housing", "Transitional housing", "D-08", "D2", nights=True),
        Category("rent", "Rental assistance", "D-09", "D3", dollars=True),
        Category("housing_advocacy", "Housing advocacy", "D-10", "D3"),
        Category("food", "Food and personal items", "D-11", "C7", dollars=True),
        Category("financial", "Financial assistance", "D-12", "C7", dollars=True),
        Category("medical", "Medical", "D-13", "B1", telling=True),
        Category("dental", "Dental and vision", "D-14", "B1", telling=True),
        Category("mental_health", "Mental health", "D-15", "C4", telling=True),
        Category("support_group", "Support group or other therapy", "D-16", "C5", telling=True),
        Category("substance_use", "Substance use treatment", "D-17", "C6", telling=True),
        Category("peer", "Peer support and mentoring", "D-18", "C4"),
        Category("interpretation", "Interpretation and translation", "D-19", "B10"),
        Category("transportation", "Transportation", "D-20", "B9", dollars=True),
        Category("child_care", "Child care", "D-21", "B8", dollars=True),
        Category("education", "Education", "D-22"),
        Category("employment", "Employment", "D-23"),
        Category("life_skills", "Life skills", "D-24"),
        Category("benefits", "Benefits and social service advocacy", "D-25", "B4"),
        Category("legal_immigration", "Legal: immigration", "D-26", "E7", telling=True),
        Category("legal_civil", "Legal: civil and family", "D-27", "E5"),
        Category("legal_record", "Legal: record relief", "D-28", "E11"),
        Category("legal_rights", "Legal: criminal and victims' rights", "D-29", "E3"),
        Category("accompaniment", "Accompaniment to interviews and court", "D-30", "E9"),
        Category("justice_advocacy", "Criminal justice advocacy", "D-30", "E10"),
        Category("compensation", "Help with crime victim compensation", "D-31", "B4"),
        Category("reunification", "Family reunification", "D-32"),
        Category("repatriation", "Repatriation", "D-33"),
        Category("spiritual", "Spiritual support, if asked for", "D-34", "C6"),
        Category("referral_victim", "Referral to another victim service program", "D-35", "A3"),
        Category("referral_other", "Referral to other services", "D-36", "A4"),
        Category("other", "Other", "D-37"),
    )
}


def categories() -> Pairs:
    """The service categories as choices."""
    return [(category.code, category.label) for category in CATEGORIES.values()]
