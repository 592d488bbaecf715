"""The survivor's ledger in the survivor's words: everything that was told about them, in English or Spanish.

Short sentences without a term of ours. What somebody wrote down (which law, what was done to protect them)
stands as it was written. A language is one `Sentences`, so that none can lack a sentence.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from referrals.vocabulary import Basis
from victims import facts
from victims.ledger import Given
from victims.models import DisclosureLink, Release

Told, Revoked = DisclosureLink.Told, Release.Revoked


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
    written: dict[str, str]
    read: str
    unread: str
    readable: str
    closed: str
    over: str
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
    },
    were_you_told={
        Told.YES: "You were told before.",
        Told.TRIED: "We tried to tell you before, and could not reach you.",
        Told.LATER: "You were not told before, because that could have put somebody in danger.",
    },
    written={
        "grounds": "Who was called, or why it could not wait: {words}",
        "attempts": "How you were told, or what we tried: {words}",
        "protection": "What was done to protect you: {words}",
    },
    read="{who} read it on {date}.",
    unread="Nobody there has opened it.",
    readable="It can be read until {date}.",
    closed="It was closed on {date}. Nobody can open it any more.",
    over="Since {date} nobody can open it any more.",
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
    },
    were_you_told={
        Told.YES: "Se lo dijimos a usted antes.",
        Told.TRIED: "Intentamos decírselo antes y no pudimos encontrarle.",
        Told.LATER: "No se lo dijimos antes, porque eso podía poner a alguien en peligro.",
    },
    written={
        "grounds": "A quién se llamó, o por qué no se podía esperar: {words}",
        "attempts": "Cómo se lo dijimos a usted, o qué intentamos: {words}",
        "protection": "Lo que se hizo para protegerle: {words}",
    },
    read="{who} lo leyó el {date}.",
    unread="Nadie allí lo ha abierto.",
    readable="Se puede leer hasta el {date}.",
    closed="Se cerró el {date}. Ya nadie puede abrirlo.",
    over="Desde el {date} ya nadie puede abrirlo.",
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
        more.append(say.were_you_told[link.told])
        texts = {field: getattr(link, field) for field in say.written}
        more += [say.written[field].format(words=text) for field, text in texts.items() if text]
    more += [say.read.format(who=each.made_by.name, date=say.date(each.made_at)) for each in given.readings]
    if not given.readings:
        more.append(say.unread)
    if copy.revoked_at:
        more.append(say.closed.format(date=say.date(copy.revoked_at)))
    else:
        more.append((say.readable if copy.is_live else say.over).format(date=say.date(copy.last_day)))
    return Line(say.told.format(date=say.date(copy.made_at), to=to, what=what), more)


def _reader(say: Sentences, agency: str, person: object) -> str:
    return say.person_at.format(person=person, agency=agency) if person else agency
