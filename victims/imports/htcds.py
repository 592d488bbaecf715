"""The case sheets and the survey of the Human Trafficking Case Data Standard 2.0 (IOM, CC BY 4.0).

Two workbooks carry machine names in a hidden first row and labels in the second; in both, the labels
of the five mailing columns stand in another order than the machine names, and people filled in what
they saw. The survey writes some names with underscores, and several answers as codes with spaces
between. The address is kept as one text, in the order of the sheet.
"""

from __future__ import annotations

from typing import Any

from access.errors import Refused
from access.hats import Hat
from access.wall import SERVICE_ROLES
from agencies.vocabulary import Kind
from imports.targets import Column, target
from imports.values import date, one_of, several, yes_no
from victims import vocabulary as words
from victims.imports.own import country, day_text
from victims.services.clients import open_client
from victims.services.notes import write_note

GENDERS = {
    "Feminine": "female",
    "Masculine": "male",
    "TransgenderFeminine": "transgender_female",
    "TransgenderMasculine": "transgender_male",
    "NonConforming": "nonconforming",
    "NonSpecifiedUnknown": "unknown",
    "Not Specified/Unknown": "unknown",
}
STATUSES = {
    "PossibleVictimOfTrafficking": "potential",
    "Possible victim of trafficking": "potential",
    "ActualVictimOfTrafficking": "confirmed",
    "Actual victim of trafficking": "confirmed",
    "NotAVictimOfTrafficking": "ruled_out",
    "Not a victim of trafficking": "ruled_out",
}
DECIDERS = {
    "Police": "police",
    "NGO": "ngo",
    "CourtOrProsecution": "court",
    "Court or prosecution": "court",
    "NonPoliceGovernmentalOrganization": "government",
    "Non-police governmental organization": "government",
    "Other": "other",
}
RECRUITMENTS = {
    "AtAPlaceOfBusiness": "business",
    "AtAnEducationalInstitution": "school",
    "AtWork": "work",
    "ThroughOnlineSocialNetworks": "social_network",
    "ThroughAnOnlineAdvertisement": "online_advert",
    "ThroughATelevisionAdvert": "television",
    "ThroughANewspaperAdvert": "newspaper",
    "ThroughFamilyOrFamilyEvents": "family",
    "ThroughFriendsOrSocialEvents": "friends",
    "Other": "other",
}
CONTROLS = {
    "PhysicalThreats": "physical_threats",
    "Physical threats": "physical_threats",
    "ThreatsLawEnforcement": "threats_police",
    "Threats of law enforcement": "threats_police",
    "ThreatensChildrenFamily": "threats_family",
    "DebtBondage": "debt",
    "FalsePromises": "false_promises",
    "PhysicalAbuse": "physical_abuse",
    "SexualAbuse": "sexual_abuse",
    "TakesEarnings": "takes_earnings",
    "RestrictsFinancialAccess": "restricts_money",
    "RestrictsMedicalCare": "restricts_medical",
    "RestrictsMovement": "restricts_movement",
    "WithholdsNecessities": "withholds_necessities",
    "PsychologicalAbuse": "psychological",
    "PsychoactiveSubstance": "substances",
    "ExcessiveWorkingHours": "hours",
    "WithholdsDocuments": "withholds_documents",
    "UsesChildren": "uses_children",
    "Other": "other",
}
EXPLOITATIONS = {
    "ForcedLabour": "forced_labor",
    "SexualExploitation": "sexual",
    "ChildLabour": "child_labor",
    "ForcedMarriage": "forced_marriage",
    "Servitude": "servitude",
    "ForcedMilitaryByNonStateActors": "forced_military",
    "OrganRemoval": "organ_removal",
    "ForcedBegging": "forced_begging",
    "ForcedAdoption": "forced_adoption",
    "Surrogacy": "surrogacy",
    "Other": "other",
}
SEX_EXPLOITATIONS = {
    "Prostitution": "prostitution",
    "Pornography": "pornography",
    "RemoteInteractiveServices": "remote",
    "PrivateSexualServices": "private",
}
# ISIC, sections A to U: the standard's code and its label.
INDUSTRIES = {
    "A_AgricultureForestryAndFishing": "Agriculture, forestry and fishing",
    "B_MiningAndQuarrying": "Mining and quarrying",
    "C_Manufacturing": "Manufacturing",
    "D_ElectricityGasSteamAndAirConditioningSupply": "Electricity, gas, steam and air conditioning supply",
    "E_WaterSupplySewerageWasteManagement": "Water supply; sewerage, waste management and remediation",
    "F_Construction": "Construction",
    "G_WholesaleAndRetailTradeRepairOfMotorVehicles": "Wholesale and retail trade; repair of motor vehicles and "
    "motorcycles",
    "H_TransportationAndStorage": "Transportation and storage",
    "I_AccommodationAndFoodServiceActivities": "Accommodation and food service activities",
    "J_InformationAndCommunication": "Information and communication",
    "K_FinancialAndInsuranceActivities": "Financial and insurance activities",
    "L_RealEstateActivities": "Real estate activities",
    "M_ProfessionalScientificAndTechnicalActivities": "Professional, scientific and technical activities",
    "N_AdministrativeAndSupportServiceActivities": "Administrative and support service activities",
    "O_PublicAdministrationAndDefence": "Public administration and defence; compulsory social security",
    "P_Education": "Education",
    "Q_HumanHealthAndSocialWorkActivities": "Human health and social work activities",
    "R_ArtsEntertainmentAndRecreation": "Arts, entertainment and recreation",
    "S_OtherServiceActivities": "Other service activities",
    "T_ActivitiesOfHouseholdsAsEmployers": "Activities of households as employers; undifferentiated goods- and "
    "services- producing activities of households for own use",
    "U_ActivitiesOfExtraterritorialOrganizations": "Activities of extraterritorial organizations and bodies",
}
INDUSTRY_CODES = {code: f"isic_{code[0].lower()}" for code in INDUSTRIES} | {
    label: f"isic_{code[0].lower()}" for code, label in INDUSTRIES.items()
}
CASE_STATUSES = {
    "Active": "Active",
    "FollowUp": "Follow up",
    "Follow up": "Follow up",
    "Closed": "Closed",
    "ClosedReferred": "Closed, referred",
    "Closed Referred": "Closed, referred",
}
REASONS = {
    "AdditionalServicesRequired": "Additional services required",
    "MigrationOrChangeOfLocation": "Migration or change of location",
    "Other": "Other",
}


def known(codes: dict[str, str]) -> Any:
    """A parser that knows the standard's codes and labels and nothing else."""
    return one_of({}, codes)


def labelled(choices: list[tuple[str, str]], codes: dict[str, str]) -> Any:
    """A parser that knows the standard's codes, and labels as ours where they are the same words."""
    return one_of({code: label for code, label in choices if code in codes.values()}, codes)


# (label as on the sheet, machine name) of the address, in the order in which it is written.
MAILING = {
    "mailing_street": ("Mailing Street", "prs_MailingStreet"),
    "mailing_city": ("Mailing City", "prs_MailingCity"),
    "mailing_state": ("Mailing State/Province", "prs_MailingState"),
    "mailing_zip": ("Mailing Zip/Postal Code", "prs_MailingPostalCode"),
    "mailing_country": ("Mailing Country", "prs_MailingCountry"),
}
COLUMNS = [
    Column("owner", "Case Owner", aliases=("cas_CaseOwner",)),
    Column("salutation", "Salutation", aliases=("prs_Salutation",)),
    Column("first", "First Name", aliases=("prs_FirstName",)),
    Column("middle", "Middle Name", aliases=("prs_MiddleName",)),
    Column("second", "Second Name", aliases=("prs_SecondName",)),
    Column("consent", "Consent", yes_no, aliases=("con_Consent",)),
    Column("birth_date", "Birthdate", day_text, aliases=("prs_Birthdate",)),
    Column("gender", "Gender", labelled(words.genders(), GENDERS), aliases=("prs_Gender",)),
    Column("citizenships", "Citizenship", several(country), aliases=("prs_Citizenship",)),
    Column("title", "Title", aliases=("prs_Title",)),
    Column("email", "Email", aliases=("prs_Email",)),
    Column("home_phone", "Home Phone", aliases=("prs_HomePhone",)),
    Column("mobile_phone", "Mobile Phone", aliases=("prs_MobilePhone",)),
    *(Column(name, label, aliases=(machine,)) for name, (label, machine) in MAILING.items()),
    Column("standing", "Trafficking Status", known(STATUSES), aliases=("vic_TraffickingStatus",)),
    Column(
        "decider",
        "Trafficking Status Decision Making Organization",
        known(DECIDERS),
        aliases=("vic_TraffickingStatusDecisionMakingOrg", "vic_TraffickinStatusDecisionMakingOrg"),
    ),
    Column(
        "recruitments",
        "Method of Recruitment",
        several(labelled(words.recruitments(), RECRUITMENTS)),
        aliases=("vic_MethodOfRecruitment",),
    ),
    Column("recruited_at", "Location of Recruitment", aliases=("vic_LocationOfRecruitment",)),
    Column(
        "controls",
        "Methods of Control",
        several(labelled(words.controls(), CONTROLS)),
        aliases=("vic_MethodsOfControl",),
    ),
    Column(
        "exploitations",
        "Type of Exploitation",
        several(labelled(words.exploitations(), EXPLOITATIONS)),
        aliases=("vic_TypeOfExploitation",),
    ),
    Column(
        "industries",
        "Forced Labour Industry",
        several(known(INDUSTRY_CODES)),
        aliases=("vic_ForcedLabourIndustry", "Forced Labor Industry"),
    ),
    Column(
        "sex_exploitations",
        "Type of Sex Exploitation",
        several(known(SEX_EXPLOITATIONS)),
        aliases=("vic_TypeOfSexExploitation",),
    ),
    Column("exploited_at", "Location of Exploitation", aliases=("vic_LocationOfExploitation",)),
    Column("status", "Status", known(CASE_STATUSES), aliases=("cas_Status",)),
    Column("referred_by", "Referring Organisation", aliases=("cas_ReferringOrganisation",)),
    Column("opened_on", "Incoming Referral Date", date, aliases=("cas_IncomingReferralDate",)),
    Column("referring_worker", "Referring Primary Case Worker", aliases=("cas_ReferringPrimaryCaseWorker",)),
    Column("reason_in", "Reason for Incoming Referral", known(REASONS), aliases=("cas_ReasonForIncomingReferral",)),
    Column("details_in", "Incoming Referral Details", aliases=("cas_IncomingReferralDetails",)),
    Column("referred_to", "Referred Organisation", aliases=("cas_ReferredOrganisation",)),
    Column("referred_worker", "Referred Primary Case Worker", aliases=("cas_ReferredPrimaryCaseWorker",)),
    Column("reason_out", "Reason for Outgoing Referral", known(REASONS), aliases=("cas_ReasonForOutgoingReferral",)),
    Column("referred_on", "Outgoing Referral Date", date, aliases=("cas_OutgoingReferralDate",)),
    Column("details_out", "Outgoing Referral Details", aliases=("cas_OutgoingReferralDetails",)),
    Column("closure", "Reason for Case Closure", aliases=("cas_ReasonForCaseClosure",)),
]
LABELS = {column.name: column.label for column in COLUMNS}
# What has no field of its own here is kept in a note, so that nothing of the sheet is lost.
NOTED = (
    "title",
    "owner",
    "status",
    "referred_by",
    "referring_worker",
    "reason_in",
    "details_in",
    "referred_to",
    "referred_worker",
    "reason_out",
    "referred_on",
    "details_out",
    "closure",
    "recruited_at",
    "exploited_at",
)
ANSWERS = ("gender", "citizenships", "recruitments", "controls", "industries")
SEX = {"sexual", "prostitution", "pornography", "remote", "private"}
LABOR = {"forced_labor", "child_labor", "servitude", "forced_begging"}


def form_of(row: dict[str, Any]) -> str:
    """Sex, labor or both, as the standard's kinds of exploitation say; undetermined where they don't."""
    kinds = {*row.get("exploitations", ()), *row.get("sex_exploitations", ())}
    sex, labor = bool(kinds & SEX), bool(kinds & LABOR or row.get("industries"))
    if sex and labor:
        return Kind.BOTH
    return Kind.SEX if sex else Kind.LABOR if labor else Kind.UNDETERMINED


def identity_of(row: dict[str, Any]) -> dict[str, str]:
    """Name, contact and address as sealed texts."""
    texts = {
        "name": " ".join(row[part] for part in ("salutation", "first", "middle", "second") if part in row),
        "birth_date": row.get("birth_date", ""),
        "phones": ", ".join(row[kind] for kind in ("mobile_phone", "home_phone") if kind in row),
        "email": row.get("email", ""),
        "address": ", ".join(row[part] for part in MAILING if part in row),
    }
    return {name: said for name, said in texts.items() if said}


@target(
    "htcds",
    label="HTCDS case sheet",
    words="the Human Trafficking Case Data Standard's workbooks or survey, one row a person",
    roles=SERVICE_ROLES,
    columns=COLUMNS,
    found_at="victims:list",
)
def case_sheet(by: Hat, row: dict[str, Any]) -> str:
    """Open one client from a row of the standard's sheets."""
    if row.get("consent") is False:
        raise Refused("This person did not consent to a record. Leave the row out.", "consent")
    exploitations = [*row.get("exploitations", ()), *row.get("sex_exploitations", ())]
    answers = {name: row[name] for name in ANSWERS if name in row}
    if exploitations:
        answers["exploitations"] = exploitations
    determination = None
    if "standing" in row or exploitations or "industries" in row:
        determination = {
            "standing": row.get("standing", "potential"),
            "form": form_of(row),
            "basis": "other",
            "basis_note": "HTCDS case sheet",
            "decider": row.get("decider", "ngo"),
        } | ({"on": row["opened_on"]} if "opened_on" in row else {})
    made = open_client(
        by=by,
        opened_on=row.get("opened_on"),
        answers=answers,
        identity=identity_of(row),
        determination=determination,
    )
    noted = [f"{LABELS[name]}: {row[name]}" for name in NOTED if name in row]
    if noted:
        write_note(by=by, client=made, kind="other", text="\n".join(["From an HTCDS case sheet.", *noted]))
    # Nothing of what a trial drew by chance is told: the sheet, when it comes in for good, draws another.
    opened = f"{made.opened_on:%b %-d, %Y}"
    return f"A client under a new code name, {dict(Kind.choices)[form_of(row)].lower()}, opened {opened}"
