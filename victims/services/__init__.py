"""Everything that changes records of this room, one verb a function."""

from victims.services.checks import awards_of
from victims.services.clients import (
    SECTIONS,
    add_arrest,
    add_family_member,
    answer,
    bookmark,
    change_arrest,
    change_family_member,
    determine,
    drop_bookmark,
    forget_client,
    open_client,
    set_identity,
)
from victims.services.entries import RowsRefused, enter_services, strike_service
from victims.services.episodes import correct_first_service, enroll, exit_client, reenter
from victims.services.notes import strike_note, write_note
from victims.services.people import (
    assign,
    caseloads,
    close_to_named,
    colleagues,
    hand_over,
    open_to_all,
    reassign,
    unassign,
)
from victims.services.search import found, likely_same
from victims.services.sheet import enter_sheet
from victims.services.who import offered
from victims.services.work import (
    add_hearing,
    add_task,
    cancel_hearing,
    coming,
    correct_turned_away,
    count_turned_away,
    finish_task,
    note_need,
    settle_need,
    strike_turned_away,
)

__all__ = [
    "SECTIONS",
    "RowsRefused",
    "add_arrest",
    "add_family_member",
    "add_hearing",
    "add_task",
    "answer",
    "assign",
    "awards_of",
    "bookmark",
    "cancel_hearing",
    "caseloads",
    "change_arrest",
    "change_family_member",
    "close_to_named",
    "colleagues",
    "coming",
    "correct_first_service",
    "correct_turned_away",
    "count_turned_away",
    "determine",
    "drop_bookmark",
    "enroll",
    "enter_services",
    "enter_sheet",
    "exit_client",
    "finish_task",
    "forget_client",
    "found",
    "hand_over",
    "likely_same",
    "note_need",
    "offered",
    "open_client",
    "open_to_all",
    "reassign",
    "reenter",
    "set_identity",
    "settle_need",
    "strike_note",
    "strike_service",
    "strike_turned_away",
    "unassign",
    "write_note",
]
