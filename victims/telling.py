"""The survivor's ledger in the survivor's words: everything that was told about them, in English or Spanish.

Short sentences without a term of ours. What somebody wrote down (which law, what was done to protect them)
stands as it was written. A language is one `Sentences`, so that none can lack a sentence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from referrals.models import Reading
from referrals.vocabulary import Basis
from victims import facts, ledger
from victims.bases import DEMANDS, SUBPOENA
from victims.ledger import Given
from victims.models import Client, Demand, DisclosureLink, Release

Told, Revoked, Stage, Way = DisclosureLink.Told, Release.Revoked, Demand.Stage, Reading.Way


@dataclass(frozen=True)
class Sentences:
    """One language: its name in itself, its months, and every sentence that the ledger can say."""

    name: str
    day: str
    months: tuple[str, ...]
    title: str
    intro: str
    signed: str
    nothing_signed: str
    runs: str
    ended: str
    told_title: str
    signed_title: str
    told: str
    nobody_told: str
    taken_back: dict[str, str]
    because: dict[str, str]
    were_you_told: dict[str, str]
    grounds: dict[str, str]
    written: dict[str, str]
    read: dict[str, str]
    unread: str
    readable: str
    closed: str
    over: str
    demands_title: str
    demanded: str
    nothing_demanded: str
    stages: dict[str, str]
    struck: str
    printed: str
    page: str
    person_at: str
    and_word: str
    rights: str
    kinds: dict[str, str] = field(default_factory=dict)

    def date(self, day: dt.date | dt.datetime) -> str:
        """A day as this language writes it."""
        day = timezone.localtime(day).date() if isinstance(day, dt.datetime) else day
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def listed(self, kinds: list[str]) -> str:
        """Kinds of information in words, the last after "and"."""
        words = [self.kinds[kind] for kind in kinds]
        return f" {self.and_word} ".join([part for part in (", ".join(words[:-1]), words[-1]) if part])


ENGLISH = Sentences(
    name="English",
    day="{month} {day}, {year}",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    title="What others were told about you",
    intro="Here is everything that {agency} told anybody else about you: who, what, when and why. "
    "Nothing is left out.",
    signed_title="What you signed",
    signed="On {date} you signed that {agency} may tell {to}: {what}.",
    nothing_signed="You have not signed anything.",
    runs="It holds until {date}.",
    ended="It ended on {date}.",
    taken_back={
        Revoked.SPOKEN: "You took it back on {date}.",
        Revoked.WRITTEN: "You took it back in writing on {date}.",
        Revoked.GUARDIAN: "Your parent or guardian took it back on {date}.",
        Revoked.AGENCY: "We ended it for your safety on {date}.",
    },
    told_title="What was told",
    told="On {date}, {to} was told: {what}.",
    nobody_told="Nobody was told anything about you.",
    because={
        Basis.RELEASE: "You had signed that this may be told.",
        Basis.COURT_ORDER: "A court ordered it: {law}",
        Basis.STATUTE: "A law demands it: {law}",
        Basis.MANDATED_REPORT: "The law makes us report harm to a child: {law}",
        Basis.IMMINENT_DANGER: "Somebody was in great danger: {law}",
        SUBPOENA.code: "It was a subpoena, which no judge had decided: {law}",
    },
    were_you_told={
        Told.YES: "You were told before.",
        Told.TRIED: "We tried to tell you before, and could not reach you.",
        Told.LATER: "You were not told before, because that could have put somebody in danger.",
    },
    grounds={
        Basis.COURT_ORDER: "Who advised us: {words}",
        SUBPOENA.code: "Who advised us: {words}",
        Basis.MANDATED_REPORT: "Who took the report: {words}",
        Basis.IMMINENT_DANGER: "Why it could not wait: {words}",
    },
    written={
        "attempts": "How you were told, or what we tried: {words}",
        "protection": "What was done to protect you: {words}",
    },
    read={
        Way.PAGE: "{who} read it on {date}.",
        Way.PRINT: "{who} printed it on {date}.",
        Way.API: "A program of {who} read it on {date}.",
    },
    unread="Nobody there has opened it.",
    readable="It can be read until {date}.",
    closed="It was closed on {date}. Nobody can open it any more.",
    over="Since {date} nobody can open it any more.",
    demands_title="Courts and offices",
    demanded="On {date}, {to} asked about you: {what}.",
    nothing_demanded="No court and no office asked about you, and none was told.",
    stages={
        Stage.PENDING: "Nothing was given so far. We are still deciding with our lawyer.",
        Stage.CONTESTED: "Nothing was given. On {date} we asked the court to stop it or to ask for less.",
        Stage.GIVEN: "On {date} this was given: {given}.",
        Stage.REFUSED: "Nothing was given. It ended on {date}.",
    },
    struck="Something was written here by mistake. It was struck out on {date}.",
    printed="Printed on {date}.",
    page="Page {number} of {total}",
    person_at="{person} at {agency}",
    and_word="and",
    rights="You may ask for this page at any time. You may take back what you signed at any time, by saying so: "
    "from then on nothing more is told, and what was told is closed. What somebody has read already can't be "
    "taken back. Call {agency}{phone}.",
    kinds={code: fact.label[:1].lower() + fact.label[1:] for code, fact in facts.FACTS.items()}
    | {"by_law": "what the law demands"},
)

SPANISH = Sentences(
    name="Español",
    day="{day} de {month} de {year}",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
        *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    title="Lo que se ha contado sobre usted",
    intro="Aquí está todo lo que {agency} ha contado sobre usted a otras personas: a quién, qué, cuándo y por qué. "
    "No falta nada.",
    signed_title="Lo que usted firmó",
    signed="El {date} usted firmó que {agency} puede contar a {to}: {what}.",
    nothing_signed="Usted no ha firmado nada.",
    runs="Vale hasta el {date}.",
    ended="Terminó el {date}.",
    taken_back={
        Revoked.SPOKEN: "Usted lo retiró el {date}.",
        Revoked.WRITTEN: "Usted lo retiró por escrito el {date}.",
        Revoked.GUARDIAN: "Su madre, padre o tutor lo retiró el {date}.",
        Revoked.AGENCY: "Lo terminamos por su seguridad el {date}.",
    },
    told_title="Lo que se contó",
    told="El {date} se contó a {to}: {what}.",
    nobody_told="No se ha contado nada sobre usted a nadie.",
    because={
        Basis.RELEASE: "Usted había firmado que se podía contar.",
        Basis.COURT_ORDER: "Lo ordenó un tribunal: {law}",
        Basis.STATUTE: "Lo exige una ley: {law}",
        Basis.MANDATED_REPORT: "La ley nos obliga a avisar si un menor sufre daño: {law}",
        Basis.IMMINENT_DANGER: "Alguien estaba en gran peligro: {law}",
        SUBPOENA.code: "Fue una citación, que ningún juez había decidido: {law}",
    },
    were_you_told={
        Told.YES: "Se lo dijimos a usted antes.",
        Told.TRIED: "Intentamos decírselo antes y no pudimos encontrarle.",
        Told.LATER: "No se lo dijimos antes, porque eso podía poner a alguien en peligro.",
    },
    grounds={
        Basis.COURT_ORDER: "Quién nos aconsejó: {words}",
        SUBPOENA.code: "Quién nos aconsejó: {words}",
        Basis.MANDATED_REPORT: "Quién recibió el aviso: {words}",
        Basis.IMMINENT_DANGER: "Por qué no se podía esperar: {words}",
    },
    written={
        "attempts": "Cómo se lo dijimos a usted, o qué intentamos: {words}",
        "protection": "Lo que se hizo para protegerle: {words}",
    },
    read={
        Way.PAGE: "{who} lo leyó el {date}.",
        Way.PRINT: "{who} lo imprimió el {date}.",
        Way.API: "Un programa de {who} lo leyó el {date}.",
    },
    unread="Nadie allí lo ha abierto.",
    readable="Se puede leer hasta el {date}.",
    closed="Se cerró el {date}. Ya nadie puede abrirlo.",
    over="Desde el {date} ya nadie puede abrirlo.",
    demands_title="Tribunales y oficinas",
    demanded="El {date}, {to} preguntó por usted: {what}.",
    nothing_demanded="Ningún tribunal y ninguna oficina ha preguntado por usted, y a ninguno se le ha contado nada.",
    stages={
        Stage.PENDING: "Hasta ahora no se ha dado nada. Todavía lo decidimos con nuestro abogado.",
        Stage.CONTESTED: "No se ha dado nada. El {date} pedimos al tribunal que lo anule o que pida menos.",
        Stage.GIVEN: "El {date} se dio esto: {given}.",
        Stage.REFUSED: "No se dio nada. Terminó el {date}.",
    },
    struck="Aquí se escribió algo por error. Se tachó el {date}.",
    printed="Impreso el {date}.",
    page="Página {number} de {total}",
    person_at="{person}, de {agency}",
    and_word="y",
    rights="Usted puede pedir esta hoja en cualquier momento. Puede retirar lo que firmó en cualquier momento, con "
    "solo decirlo: desde entonces no se cuenta nada más, y lo contado se cierra. Lo que alguien ya leyó no se puede "
    "borrar de su memoria. Llame a {agency}{phone}.",
    kinds={
        "called": "cómo quiere que le llamen",
        "helped": "que recibe ayuda",
        "safe_contact": "una manera segura de comunicarse con usted",
        "interview_needs": "lo que necesita para una entrevista",
        "willing": "si quiere hablar",
        "statement": "una declaración que usted decidió dar",
        "document": "un documento que usted eligió",
        "certification": "que pide una certificación para visa T o U, o Presencia Continua",
        "referral_outcome": "qué pasó con su caso después de que le enviaron aquí",
        "needs": "lo que necesita",
        "services": "los servicios que recibe",
        "benefits": "lo que pide una oficina de beneficios",
        "family": "familiares que necesitan ayuda",
        "housing": "dónde puede quedarse",
        "safety": "lo que hay que saber sobre su seguridad",
        "medical": "necesidades médicas",
        "mental_health": "necesidades de salud mental",
        "substance_use": "tratamiento por uso de drogas o alcohol",
        "immigration": "asuntos de inmigración",
        "legal": "asuntos legales",
        "by_law": "lo que exige la ley",
    },
)

LANGUAGES = {"en": ENGLISH, "es": SPANISH}
SPOKEN = {"spa": "es"}  # a client's own language, where the ledger speaks it


@dataclass(frozen=True)
class Line:
    """One thing that happened: a sentence, and what else belongs to it."""

    said: str
    more: list[str]


def of_release(say: Sentences, release: Release) -> Line:
    """What the survivor signed."""
    to = _reader(say, release.recipient.name, release.recipient_person)
    words = {"agency": release.owner.name, "to": to, "what": say.listed(release.kinds)}
    said = say.signed.format(date=say.date(release.signed_on or release.made_at), **words)
    if release.revoked_at:
        return Line(said, [say.taken_back[release.revoked_how].format(date=say.date(release.revoked_at))])
    is_over = release.ends_on < timezone.localdate()
    return Line(said, [(say.ended if is_over else say.runs).format(date=say.date(release.ends_on))])


def of_copy(say: Sentences, given: Given) -> Line:
    """What somebody was told, why, whether the survivor knew, who read it, until when."""
    copy, link = given.copy, given.link
    to = _reader(say, copy.recipient.name, copy.recipient_person)
    what = say.listed([fact["kind"] for fact in copy.outline])
    more = [say.because[copy.basis].format(law=link.law)]
    if link.told:
        more += _survivor(say, copy.basis, link)
    more += [say.read[each.way].format(who=each.made_by.name, date=say.date(each.made_at)) for each in given.readings]
    if not given.readings:
        more.append(say.unread)
    if copy.revoked_at:
        more.append(say.closed.format(date=say.date(copy.revoked_at)))
    else:
        more.append((say.readable if copy.is_live else say.over).format(date=say.date(copy.last_day)))
    return Line(say.told.format(date=say.date(copy.made_at), to=to, what=what), more)


def of_demand(say: Sentences, demand: Demand) -> Line:
    """What somebody outside asked about them, or was told, why, and what was done about it."""
    if demand.struck_at:
        return Line(say.struck.format(date=say.date(demand.struck_at)), [])
    to, given = demand.to_whom, _inside(demand.given)
    because = say.because[demand.basis].format(law=demand.law)
    if not DEMANDS[demand.basis].argued:
        said = say.told.format(date=say.date(demand.on), to=to, what=given)
        return Line(said, [because, *_survivor(say, demand.basis, demand)])
    said = say.demanded.format(date=say.date(demand.on), to=to, what=_inside(demand.asked))
    done = say.stages[demand.stage].format(date=say.date(demand.stage_on), given=given)
    return Line(said, [because, done, *_survivor(say, demand.basis, demand)])


def _inside(text: str) -> str:
    """A text as part of a sentence that has its own full stop."""
    return text.strip().removesuffix(".")


def _survivor(say: Sentences, basis: str, row: DisclosureLink | Demand) -> list[str]:
    """Whether they knew, and what else was written down for them."""
    written = {"grounds": say.grounds.get(basis, "")} | say.written
    texts = {field: getattr(row, field) for field in written}
    return [
        say.were_you_told[row.told],
        *[written[field].format(words=text) for field, text in texts.items() if text],
    ]


def _reader(say: Sentences, agency: str, person: object) -> str:
    return say.person_at.format(person=person, agency=agency) if person else agency


@dataclass(frozen=True)
class Story:
    """A client's whole ledger in one language, for a page or for paper."""

    code: str
    say: Sentences
    intro: str
    signed: list[Line]
    told: list[Line]
    demanded: list[Line]
    rights: str
    printed: str


def story(client: Client, code: str) -> Story:
    """Everything that was signed, told and demanded about `client`, in the language `code`."""
    say, agency = LANGUAGES[code], client.owner
    releases = Release.objects.filter(client=client).exclude(signed_at=None).for_page()
    phone = f", {agency.on_call_phone}" if agency.on_call_phone else ""
    return Story(
        code=code,
        say=say,
        intro=say.intro.format(agency=agency),
        signed=[of_release(say, each) for each in releases],
        told=[of_copy(say, each) for each in ledger.of_client(client)],
        demanded=[of_demand(say, each) for each in ledger.demands_of(client)],
        rights=say.rights.format(agency=agency, phone=phone),
        printed=say.printed.format(date=say.date(timezone.localdate())),
    )
