"""Moving in and out, the clearance, residence passes (handbook A2, A3, C-13, C-21, C-22, M1 to M7): the door of the feature."""

from desk.services.moves.begin import begin, check_begin, edit, move_in, name_people, see_papers
from desk.services.moves.clearance import clearance
from desk.services.moves.entries import (
    BeginEntry,
    DefectEntry,
    DoneEntry,
    HandoutsEntry,
    InspectEntry,
    KeyBackEntry,
    KeyEntry,
    KeysEntry,
    LeaveEntry,
    MoverEntry,
    PassBackEntry,
    PassesEntry,
    ReadingEntry,
    SignEntry,
)
from desk.services.moves.gates import in_the_way
from desk.services.moves.handover import cancel, charge_fee, hand_keys, hand_out, inspect, note, read_meters, sign
from desk.services.moves.leaving import (
    issue_clearance,
    leave,
    move_out,
    note_utilities,
    reverse,
    take_keys,
    take_passes,
)
from desk.services.moves.lists import MoveFilter, PassFilter, counts, moves, pass_counts, passes, passes_of
from desk.services.moves.papers import issue_paper, offered, paper_of, preview
from desk.services.moves.passes import (
    issue_for_building,
    issue_for_unit,
    issue_passes,
    lose,
    print_passes,
    replace_pass,
    take_back,
    void_pass,
)
from desk.services.moves.read import by_number, known, move, of_unit, resident_pass
from desk.services.moves.views import ClearanceView, KnownView, MoveRow, MoveView, ResidentPassView
from desk.services.moves.whole_file import whole_file

__all__ = [
    "BeginEntry", "ClearanceView", "DefectEntry", "DoneEntry", "HandoutsEntry", "InspectEntry", "KeyBackEntry", "KeyEntry",
    "KeysEntry", "KnownView", "LeaveEntry", "MoveFilter", "MoveRow", "MoveView", "MoverEntry", "PassBackEntry", "PassFilter",
    "PassesEntry", "ReadingEntry", "ResidentPassView", "SignEntry", "begin", "by_number", "cancel", "charge_fee",
    "check_begin", "clearance", "counts", "edit", "hand_keys", "hand_out", "in_the_way", "inspect", "issue_clearance",
    "issue_for_building", "issue_for_unit", "issue_paper", "issue_passes", "known", "leave", "lose", "move", "move_in",
    "move_out", "moves", "name_people", "note", "note_utilities", "of_unit", "offered", "paper_of", "pass_counts", "passes",
    "passes_of", "preview", "print_passes", "read_meters", "replace_pass", "resident_pass", "reverse", "see_papers", "sign",
    "take_back", "take_keys", "take_passes", "void_pass", "whole_file",
]  # fmt: skip
