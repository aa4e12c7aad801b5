"""The one family of errors that is shown to a receptionist in words.

`DeskError` and its children mean: a rule said no, or the machine did (disk full, database locked, printer off).
Anything else that is raised is a bug: it goes to the crash report, never to the receptionist as a traceback.

Messages are already translated sentences that say what is wrong and what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


class DeskError(Exception):
    """Something that is explained to the person at the counter.

    Attributes:
        code: a stable machine word (`id-check-digit`, `disk-full`), for tests, logs and `--json`.
        message: a translated sentence: what happened, what was kept, what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value, told beside its field.

    Attributes:
        code: a stable machine word.
        message: a translated sentence that says what is wrong and what to do.
        field: the name of the field in the input dataclass; "" when it concerns the whole form.
        warning: True when the value may be kept (an unknown area code only warns).
    """

    code: str
    message: str
    field: str = ""
    warning: bool = False


class InvalidInput(DeskError):
    """One or several fields are wrong; nothing was saved, nothing typed is lost."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(first.code, first.message)
        self.problems = problems

    def by_field(self) -> Mapping[str, str]:
        """The sentences by field name; those of one field stand under each other, each once, so that none comes in a second wave."""
        found: dict[str, dict[str, None]] = {}
        for problem in self.problems:
            found.setdefault(problem.field, {})[problem.message] = None
        return {name: "\n".join(messages) for name, messages in found.items()}

    def placed(self, places: Mapping[str, str]) -> InvalidInput:
        """The same problems beside the fields of a form that names them otherwise, or shows several parts in one.

        Args:
            places: the form's field by the entry's; `people` takes `people.0.name` too.
        """

        def place(name: str) -> str:
            return next((to for begin, to in places.items() if name == begin or name.startswith(begin + ".")), name)

        return InvalidInput(
            [Problem(each.code, each.message, place(each.field), each.warning) for each in self.problems]
        )


class Unexpected(DeskError):
    """A bug, after it was reported: what is told to the person at the counter instead of a traceback.

    Attributes:
        file: where the report is; "" when none could be written.
    """

    def __init__(self, message: str, file: str = "") -> None:
        super().__init__("bug", message)
        self.file = file


class NotAllowed(DeskError):
    """The person at the counter lacks the role for this act.

    Attributes:
        role: the least role that may approve it on the spot; "" when nobody is signed in.
    """

    def __init__(self, message: str, role: str = "") -> None:
        super().__init__("not-allowed", message)
        self.role = role


class NotFound(DeskError):
    """The record asked for is not there."""

    def __init__(self, message: str) -> None:
        super().__init__("not-found", message)


class StorageError(DeskError):
    """The disk or the database file said no.

    Codes: disk-full, read-only, locked, broken, newer, older, not-a-database, io; of a server also unreachable, server-gone,
    password-needed, wrong-password, no-database, server-too-old, bad-encoding, bad-address, no-driver, in-use.
    """


@dataclass
class Checker:
    """Collects the problems of a form, so that all of them are shown at once.

    Usage: `check = Checker(); check.require("name", entry.name); ...; check.done()`.
    """

    problems: list[Problem] = field(default_factory=list)

    def add(self, field_name: str, code: str, message: str) -> None:
        """Notes that `field_name` is wrong."""
        self.problems.append(Problem(code, message, field_name))

    def note(self, field_name: str, problem: Problem | None) -> None:
        """Notes a rule's verdict for `field_name`; warnings and None pass."""
        if problem is not None and not problem.warning:
            self.problems.append(Problem(problem.code, problem.message, field_name))

    def require(self, field_name: str, value: object, message: str) -> None:
        """Notes a missing value (None, empty or blank text)."""
        if value is None or (isinstance(value, str) and not value.strip()):
            self.add(field_name, "required", message)

    def done(self) -> None:
        """Raises InvalidInput when anything was noted."""
        if self.problems:
            raise InvalidInput(self.problems)
