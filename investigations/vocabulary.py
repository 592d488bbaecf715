"""The words of the law-enforcement room: the lists of the F and G measures, and what they mean."""

from __future__ import annotations

from django.db import models


class Status(models.TextChoices):
    """Where an investigation stands at its agency."""

    OPEN = "open", "Open"
    ACTIVE = "active", "Active"
    INACTIVE = "inactive", "Inactive"
    PROSECUTION = "prosecution", "With the prosecutor"
    CLOSED = "closed", "Closed"


class Source(models.TextChoices):
    """How the matter came to notice (measure F-05)."""

    STING = "sting", "Undercover sting"
    DECOY = "decoy", "Online decoy"
    PATROL = "patrol", "Patrol or traffic stop"
    VICTIM = "victim", "Report by the survivor"
    FAMILY = "family", "Family or friend"
    HOTLINE = "hotline", "Hotline"
    PROVIDER = "provider", "Service provider"
    TASK_FORCE = "task_force", "Other task force or agency"
    LABOR = "labor", "Labor inspection or wage complaint"
    LICENSE = "license", "Code or license inspection"
    HEALTH = "health", "Health care"
    SCHOOL = "school", "School"
    CHILD_WELFARE = "child_welfare", "Child welfare"
    FINANCIAL = "financial", "Financial report"
    PROACTIVE = "proactive", "Proactive intelligence"
    OTHER = "other", "Other"


class Closure(models.TextChoices):
    """Why an investigation was closed (measure F-03)."""

    ARREST = "arrest", "Arrest"
    PROSECUTOR = "prosecutor", "Referred to the prosecutor"
    OTHER_AGENCY = "other_agency", "Referred to another agency"
    UNFOUNDED = "unfounded", "Unfounded"
    OTHER_CRIME = "other_crime", "Not trafficking, another crime"
    EVIDENCE = "evidence", "Not enough evidence"
    VICTIM_DECLINED = "victim_declined", "The survivor chose not to take part"
    INACTIVE = "inactive", "Inactive"


class Finding(models.TextChoices):
    """Whether the matter is trafficking: a dated working determination, never a verdict (F-06)."""

    SUSPECTED = "suspected", "Suspected"
    CONFIRMED = "confirmed", "Confirmed"
    RULED_OUT = "ruled_out", "Ruled out"


class Joint(models.TextChoices):
    """Who else works the investigation (measure F-04)."""

    LOCAL = "local", "Local police"
    COUNTY = "county", "County sheriff"
    STATE = "state", "State police or bureau"
    TRIBAL = "tribal", "Tribal police"
    FBI = "fbi", "FBI"
    HSI = "hsi", "Homeland Security Investigations"
    DOL_OIG = "dol_oig", "Department of Labor, Inspector General"
    DOL_WHD = "dol_whd", "Department of Labor, Wage and Hour"
    DSS = "dss", "Diplomatic Security Service"
    OTHER = "other", "Other"


class LaborPartner(models.TextChoices):
    """Labor agencies at a joint action (measure F-15)."""

    WHD = "whd", "Wage and Hour"
    DOL_OIG = "dol_oig", "Department of Labor, Inspector General"
    EEOC = "eeoc", "Equal Employment Opportunity Commission"
    STATE = "state", "State labor agency"


class CourtLevel(models.TextChoices):
    """Whose court or whose arrest."""

    STATE = "state", "State"
    FEDERAL = "federal", "Federal"
    TRIBAL = "tribal", "Tribal"


class YesNo(models.TextChoices):
    """An answer that may be missing for two reasons."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Not known"
    NOT_ASKED = "not_asked", "Not asked"


class AgeBand(models.TextChoices):
    """Adult or minor, as far as police know."""

    ADULT = "adult", "Adult"
    MINOR = "minor", "Minor (under 18)"
    UNKNOWN = "unknown", "Not known"
    NOT_ASKED = "not_asked", "Not asked"


class Sex(models.TextChoices):
    """Sex as the person says it."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    UNKNOWN = "unknown", "Not known"
    DECLINED = "declined", "Prefers not to say"
    NOT_ASKED = "not_asked", "Not asked"


class Citizenship(models.TextChoices):
    """Citizenship group, never a status or a filing (measure F-11)."""

    US = "us", "US citizen"
    RESIDENT = "resident", "Lawful permanent resident"
    FOREIGN = "foreign", "Other foreign national"
    UNKNOWN = "unknown", "Not known"
    DECLINED = "declined", "Prefers not to say"
    NOT_ASKED = "not_asked", "Not asked"


class Standing(models.TextChoices):
    """What police hold a person to be: a dated working determination with a basis (F-11)."""

    POTENTIAL = "potential", "Potential victim"
    CONFIRMED = "confirmed", "Confirmed victim"
    RULED_OUT = "ruled_out", "Ruled out"


class AdvocateAnswer(models.TextChoices):
    """What the person said to the offer of an advocate (measure F-12)."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    LATER = "later", "Wants to decide later"


class ReferredTo(models.TextChoices):
    """The kind of provider that police referred to (measure F-13); never what became of it."""

    TRAFFICKING = "trafficking", "Provider for trafficking survivors"
    VIOLENCE = "violence", "Domestic or sexual violence program"
    CHILD = "child", "Child advocacy center"
    LEGAL = "legal", "Legal services"
    HEALTH = "health", "Health care"
    SHELTER = "shelter", "Shelter"
    OTHER = "other", "Other"


class SuspectPart(models.TextChoices):
    """Whether a suspect sells or buys."""

    TRAFFICKER = "trafficker", "Suspected trafficker"
    BUYER = "buyer", "Suspected buyer"
    UNKNOWN = "unknown", "Not known yet"


class SuspectRole(models.TextChoices):
    """What a suspect did (measure F-07)."""

    RECRUITER = "recruiter", "Recruiter"
    CONTROLLER = "controller", "Controller"
    TRANSPORTER = "transporter", "Transporter"
    FACILITATOR = "facilitator", "Facilitator"
    EMPLOYER = "employer", "Employer"
    BUYER = "buyer", "Buyer"


class ArrestGroup(models.TextChoices):
    """What a suspect was arrested for (measures F-08, F-09)."""

    TRAFFICKING = "trafficking", "Trafficking"
    RELATED = "related", "A related offense"


class SurvivorEvent(models.TextChoices):
    """What was done to a survivor (measure F-10)."""

    ARREST = "arrest", "Arrest"
    CITATION = "citation", "Citation"
    DETENTION = "detention", "Detention"


class ArrestReason(models.TextChoices):
    """Why a survivor was arrested, cited or detained, as stated (measure F-10)."""

    WARRANT = "warrant", "A warrant"
    OFFENSE = "offense", "An offense"
    SAFETY = "safety", "To keep the person safe"
    TESTIMONY = "testimony", "To secure testimony"
    UNAWARE = "unaware", "Not known to be a survivor at the time"


HARMFUL_REASONS = (ArrestReason.SAFETY, ArrestReason.TESTIMONY)


class ArrestOutcome(models.TextChoices):
    """What became of it (measure F-10)."""

    PENDING = "pending", "Not settled yet"
    RELEASED = "released", "Released"
    DIVERTED = "diverted", "Diverted"
    CHARGED = "charged", "Charged"
    DISMISSED = "dismissed", "Dismissed"
    CONVICTED = "convicted", "Convicted"
    VACATED = "vacated", "Vacated"


# What still weighs on the survivor, and is followed until it is lifted.
UNSETTLED = (ArrestOutcome.PENDING, ArrestOutcome.CHARGED, ArrestOutcome.CONVICTED)


class Vacatur(models.TextChoices):
    """Vacating a conviction or sealing a record with the task force's help (measure G-12)."""

    NOT_ASKED = "not_asked", "Not asked for"
    ASKED = "asked", "Asked for"
    GRANTED = "granted", "Granted"
    DENIED = "denied", "Denied"


class StruckWhy(models.TextChoices):
    """Why an arrest or a charge was written down by mistake."""

    TWICE = "twice", "It was entered twice"
    PERSON = "person", "It belongs to another person"
    INVESTIGATION = "investigation", "It belongs to another investigation"
    NEVER = "never", "It did not happen"
    TYPING = "typing", "It was typed wrong, and is entered anew"


class StatuteClass(models.TextChoices):
    """The class that reports count a statute by (domain.md, "Offences")."""

    SEX = "sex", "Sex trafficking"
    LABOR = "labor", "Labor trafficking"
    OTHER = "other", "Not a trafficking statute"


TRAFFICKING = (StatuteClass.SEX, StatuteClass.LABOR)


class OffenseGroup(models.TextChoices):
    """The lines of measure G-04."""

    TRAFFICKING = "trafficking", "Trafficking"
    PROMOTING = "promoting", "Promoting or pimping"
    ASSAULT = "assault", "Sexual assault"
    CHILD = "child", "Child exploitation"
    KIDNAPPING = "kidnapping", "Kidnapping"
    DOCUMENTS = "documents", "Visa or document fraud"
    WAGES = "wages", "Wage theft"
    MONEY = "money", "Money laundering"
    DRUGS = "drugs", "Drugs"
    WEAPONS = "weapons", "Weapons"
    OTHER = "other", "Other"


class Decision(models.TextChoices):
    """What the prosecutor decided about a defendant (measure G-02)."""

    PENDING = "pending", "Pending"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    RETURNED = "returned", "Returned for more work"


class WhyNoTrafficking(models.TextChoices):
    """Why no trafficking charge was filed (measure G-05)."""

    PLEA = "plea", "Plea strategy"
    SPARE = "spare", "To spare the survivor from testifying"
    EVIDENCE = "evidence", "Evidence"
    STATUTE = "statute", "Gap in the statute"
    PREFERENCE = "preference", "The prosecutor's preference"
    HIGHER_PENALTY = "higher_penalty", "Higher penalty elsewhere"
    OTHER = "other", "Other"


class DispositionOutcome(models.TextChoices):
    """How a charge ended (measure G-06); a charge without one is pending."""

    PLEA = "plea", "Guilty plea"
    TRIAL = "trial", "Guilty at trial"
    ACQUITTED = "acquitted", "Acquitted"
    DISMISSED = "dismissed", "Dismissed"
    DIVERTED = "diverted", "Diverted"


CONVICTIONS = (DispositionOutcome.PLEA, DispositionOutcome.TRIAL)


class HearingKind(models.TextChoices):
    """What a hearing is for."""

    ARRAIGNMENT = "arraignment", "Arraignment"
    BAIL = "bail", "Bail or detention"
    GRAND_JURY = "grand_jury", "Grand jury"
    MOTION = "motion", "Motion"
    PLEA = "plea", "Plea"
    TRIAL = "trial", "Trial"
    SENTENCING = "sentencing", "Sentencing"
    OTHER = "other", "Other"


class Focus(models.TextChoices):
    """What an operation looks for (measure F-14)."""

    SEX = "sex", "Sex trafficking"
    LABOR = "labor", "Labor trafficking"
    BOTH = "both", "Both"


class Ready(models.TextChoices):
    """What a provider answers to a heads-up."""

    YES = "yes", "Yes, ready"
    PARTLY = "partly", "Partly"
    NO = "no", "Not this time"


class OperationKind(models.TextChoices):
    """What kind of planned action."""

    STING = "sting", "Undercover operation"
    DEMAND = "demand", "Operation aimed at buyers"
    INSPECTION = "inspection", "Inspection"
    WARRANT = "warrant", "Search or arrest warrant"
    RECOVERY = "recovery", "Recovery of a person"
    OTHER = "other", "Other"


class Sharing(models.TextChoices):
    """How much of an investigation a grant opens; the codenames of guardian's permissions."""

    SUMMARY = "see_summary", "Summary: number, form, status, dates"
    SUSPECTS = "see_suspects", "Summary, suspects and their arrests"
    CHARGES = "see_charges", "Summary, suspects, arrests, charges and dispositions"
    FULL = "see_full", "Everything"


SEES_SUSPECTS = (Sharing.SUSPECTS, Sharing.CHARGES, Sharing.FULL)
SEES_CHARGES = (Sharing.CHARGES, Sharing.FULL)
