"""What a line of a site's own roster says of its people; and what is wrong with each cell.

Knows neither workbooks nor the database. What the words mean is in `rules/roster.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from desk.errors import Problem
from desk.i18n import _
from desk.rules import households as household
from desk.rules import roster, roster_names
from desk.rules.kit import identity, phones
from desk.rules.kit.dates import age_on
from desk.rules.roster_headings import relation_in
from desk.services.kit.workbooks.places import PlaceReader
from desk.services.roster.data import LinePerson


@lru_cache(maxsize=4096)
def _role(text: str) -> tuple[str, str] | None:
    return roster.read_role(text)


class PeopleReader(PlaceReader):
    """Reads the people of a row; a sheet's reader sets the row."""

    def _people(self, text: str, note: str) -> list[LinePerson]:
        named = roster.split_names(text)
        count = len(named)
        two = " " in text and roster.may_be_two(text)
        if two:
            # L10N: “{value}”可能是两个人；已按一个姓名保存。是两人请用顿号隔开。
            message = _("“{value}” may be two people; it is kept as one name. Put a comma between two names.")
            self._problem("name", Problem("name", message.format(value=text)))
        roles = self._roles(count)
        since = self._date("since")
        if since is not None and since > self.today:
            ahead = household.stay_problems(role="owner", kind="person", since=since, today=self.today)
            for problem in ahead:
                self._problem("since", problem)
            since = None if ahead else since
        workplace, address, emergency = self._text("workplace"), self._text("address"), self._text("emergency_name")
        found: list[LinePerson] = []
        numbers: list[str] = []
        for index, (name, remark) in enumerate(named):
            name, number, remark = self._cleared(name, remark)  # noqa: PLW2901 - what is left of it
            doubt = roster.doubtful_name(name)
            if doubt in ("above", "state") or not any(map(str.isalpha, name)) or roster_names.is_no_name(name):
                self._problem("name", Problem("name", _("“{value}” is no name.").format(value=name)))
                continue
            if doubt:
                # L10N: “{value}”像是乱码：文件的编码不对，请用 Excel 打开原表另存后再导入。
                message = _("“{value}” seems to be read in a wrong encoding. Open the list in Excel and save it again.")
                self._problem("name", Problem("encoding", message.format(value=name)))
            role, relation = roles[index]
            told = _role(remark) if remark else None
            own_note = note if index == 0 else ""
            if told is not None and told[0] != "owner":
                role, relation = told[0], told[1] or relation
            elif remark and told is None:
                own_note = "\n".join(part for part in (remark, own_note) if part)
            kind = self._kind_of("name", name, told=two)
            if kind == "company" and role not in household.COMPANY_ROLES:
                role, relation = "owner", ""
            person = LinePerson(name, role, kind, relation, since=since, note=own_note)
            if index == 0:
                person.workplace, person.address, person.emergency_name = workplace, address, emergency
            found.append(person)
            numbers.append(number)
        self._as_owners(found)
        if roster_names.may_be_one([person.name for person in found]):
            # L10N: “{value}”已按几个人保存；如是一个人的姓名，请去掉逗号。
            message = _("“{value}” was read as several people. If it is one name, take out the comma.")
            self._problem("name", Problem("name", message.format(value=text)))
        if len(found) == count:
            self._add_numbers(found, "document", "phone")
            if count == 1:
                self._add_details(found[0])
        self._add_from_names(found, numbers)
        for person in found:
            self._guard(person)
        return found

    def _cleared(self, name: str, remark: str, field: str = "name") -> tuple[str, str, str]:
        """A name without what else stands in its cell: the name, a phone, and the remark or the word for who it is."""
        if not remark and roster_names.is_plain(name):
            return name, "", ""
        name, number = roster.name_and_phone(name)
        word = ""
        if not roster.is_company(name):
            name, word = roster_names.with_role(self._without_others(name, field))
        behind = "".join(sign for sign in remark if sign.isdigit() or sign in "-+")
        if not number and len(behind) >= 7 and phones.check_phone(remark).fits:
            number, remark = remark, ""
        return name, number, remark or word

    def _kind_of(self, field: str, name: str, *, told: bool = False) -> str:
        """Whether a name is of a company or a person; a person's name that looks like no name is told."""
        if roster.is_company(name):
            return "company"
        if not told and roster_names.is_odd(name):
            # L10N: “{value}”不像一个人的姓名，已照写保存，请核对。
            message = _("“{value}” does not look like the name of one person. It is kept as written; please compare.")
            self._problem(field, Problem("name", message.format(value=name)))
        return "person"

    def _as_owners(self, people: list[LinePerson]) -> None:
        """Husband and wife in the owner's cell are both owners: 张三（夫）李四（妻）."""
        couple = len(people) > 1 and all(person.role == "member" for person in people)
        if couple and self.default_role == "owner" and "role" not in self.columns:
            for person in people:
                person.role, person.relation = "owner", ""

    def _without_others(self, name: str, field: str) -> str:
        """The name without 等3人, which is told: these people are to be named."""
        if not roster.names_others(name):
            return name
        message = _("“{value}” speaks of more people than it names. Name each of them.").format(value=name)
        self._problem(field, Problem("name", message))
        return roster.without_others(name)

    def _add_from_names(self, people: list[LinePerson], numbers: list[str]) -> None:
        """Adds the phones that stood behind the names in the same cell."""
        for person, number in zip(people, numbers, strict=True):
            if not number:
                continue
            check = phones.check_phone(number)
            if check.problem:
                self._problem("name", check.problem)
            elif check.number not in person.phones:
                person.phones = (*person.phones, check.number)

    def _family(self, text: str) -> list[LinePerson]:
        """The people of the columns for spouse or family."""
        index = self.columns["family"]
        heading = relation_in(self.plan.headings[index] if index < len(self.plan.headings) else "")
        named = [pair for pair in roster.split_names(text) if any(c.isalpha() for c in pair[0])]
        words = roster.split_list(self._text("family_relation"))
        found, numbers = [], []
        for place, (name, remark) in enumerate(named):
            own = words[place] if len(words) == len(named) else (words[0] if len(words) == 1 else "")
            role, relation = next(
                (told for word in (own, remark, heading) if word and (told := _role(word))), ("member", "")
            )
            name, number, _remark = self._cleared(name, remark, "family")  # noqa: PLW2901 - what is left of it
            if self._is_nobody(name, "family"):
                continue
            found.append(LinePerson(name, role, self._kind_of("family", name), relation))
            numbers.append(number)
        self._add_numbers(found, "family_document", "family_phone")
        self._add_from_names(found, numbers)
        for person in found:
            self._guard(person)
        return found

    def _guard(self, person: LinePerson) -> None:
        """Of a child only name and relation are kept; a list cannot show that the guardian agreed (handbook B3)."""
        birthday = person.birthday or person.birthday_by_document
        if birthday is None or not household.is_child(birthday, self.today):
            return
        given = [name for name, filled in (("document", person.document_number), ("phone", person.phones)) if filled]
        for problem in household.child_problems(birthday=birthday, consent=False, given=given, today=self.today):
            self._problem(problem.field, problem)
        person.document_kind = person.document_number = person.document_key = ""
        person.phones, person.birthday = (), birthday

    def _tenants(self, text: str) -> list[LinePerson]:
        found, numbers = [], []
        for name, remark in roster.split_names(text):
            name, number, remark = self._cleared(name, remark, "tenant")  # noqa: PLW2901 - what is left of it
            if not any(c.isalpha() for c in name) or self._is_nobody(name, "tenant"):
                continue
            note = "" if remark and _role(remark) else remark
            found.append(LinePerson(name, "tenant", self._kind_of("tenant", name), note=note))
            numbers.append(number)
        self._add_numbers(found, "tenant_document", "tenant_phone")
        self._add_from_names(found, numbers)
        for person in found:
            self._guard(person)
        return found

    def _numbers_of_nobody(self, people: Sequence[LinePerson]) -> None:
        """Tells the number of a tenant or one of the family where the row names none."""
        for field, roles in (("tenant", ("tenant",)), ("family", ("member", "relative", "borrower", "owner"))):
            numbers = [name for name in (f"{field}_phone", f"{field}_document") if name in self.columns]
            if numbers and not (self._text(field) and any(person.role in roles for person in people)):
                for name in numbers:
                    if self._text(name):
                        self._problem(name, Problem("name", _("There is a number but no name.")))

    def _is_nobody(self, name: str, field: str) -> bool:
        """Whether a word below 租户 or 家属 names nobody: 自住 says there is none; 已出租 does not say who, which is told."""
        if field == "tenant" and roster_names.is_no_tenant(name):
            return True
        if not roster_names.is_no_name(name):
            return False
        self._problem(field, Problem("name", _("“{value}” is no name.").format(value=name)))
        return True

    def _roles(self, count: int) -> list[tuple[str, str]]:
        text = self._text("role")
        # Who stands below the owner in a list of households, without a word of his own, is of the household.
        default = ("member", "") if "role" in self.columns and self.seen else (self.default_role, "")
        if not text:
            return [default] * count
        words = roster.split_list(text)
        if len(words) != count:
            words = [text] * count
        roles = []
        for word in words:
            role = _role(word) if word else default
            if role is None:
                self._problem(
                    "role",
                    Problem(
                        "role",
                        _("“{value}” is not known: owner, tenant, family member or relative?").format(value=word),
                    ),
                )
                role = default
            roles.append(role)
        return roles

    def _add_details(self, person: LinePerson) -> None:
        sex_text = self._text("sex")
        sex = roster.read_sex(sex_text) if sex_text else ""
        if sex is None:
            self._problem("sex", Problem("sex", _("“{value}” is neither male nor female.").format(value=sex_text)))
        birthday = self._date("birthday")
        impossible = household.birthday_problem(birthday or person.birthday_by_document, self.today)
        if impossible and birthday in (None, person.birthday_by_document):
            self._problem(person.document_field, self._very_old(person))  # the document says so: told, not refused
        elif impossible:
            self._problem("birthday", impossible)
            birthday = None
        emergency = self._text("emergency_phone")
        if emergency:
            check = phones.check_phone(emergency)
            if check.problem:
                self._problem("emergency_phone", check.problem)
            else:
                person.emergency_phone = check.number
        person.sex, person.birthday = sex or "", birthday

    def _very_old(self, person: LinePerson) -> Problem:
        """What is told of an age beyond all that the document itself says."""
        born = person.birthday_by_document
        # L10N: 按证件号码已 {age} 岁。已照此保存，请与证件核对。
        message = _("By the number of the document this person is {age} years old. It is kept so; please compare it.")
        return Problem("date", message.format(age=age_on(born, self.today) if born else ""))

    def _add_numbers(self, people: list[LinePerson], document: str, phone: str) -> None:
        if not people:
            return
        documents = self._documents(document, len(people))
        numbers = self._phones(phone, [person.name for person in people])
        stated = None
        if phone == "phone":
            if "phone2" in self.columns:
                numbers[0] += [
                    number for number in self._phones("phone2", [people[0].name])[0] if number not in numbers[0]
                ]
            stated = roster.read_document_kind(self._text("document_kind"))
        for person, text, own in zip(people, documents, numbers, strict=True):
            person.phones = tuple(own)
            if text:
                self._add_document(person, text, stated, document)

    def _documents(self, name: str, count: int) -> list[str]:
        value = self._get(name)
        if not isinstance(value, str):
            text, lost = identity.from_spreadsheet(value)
            if lost:
                self._problem(name, lost)
                text = ""
            pieces = [text]
        else:
            text = self._text(name)
            # Before it is taken apart: 1.1E+17 is one number.
            lost = identity.from_spreadsheet(text)[1] if "+" in text else None
            if lost:
                self._problem(name, lost)
                text = ""
            pieces = roster.split_documents(text)
            if len(pieces) > count or (0 < len(pieces) < count):
                self._problem(name, _miscount(count, len(pieces)))
                # Which of them is whose cannot be known.
                pieces = []
        return [*pieces, *[""] * (count - len(pieces))][:count]

    def _phones(self, name: str, people: Sequence[str]) -> list[list[str]]:
        count = len(people)
        found: list[list[str]] = [[] for _n in range(count)]
        text = self._text(name)
        if not text:
            return found
        if len(text) == 11 and text.isascii() and text.isdigit() and text[0] == "1" and text[1] >= "3":
            # The usual cell: one mobile number, written plainly.
            found[0].append(text)
            return found
        pieces = roster.split_list(text)
        if len(pieces) <= 1 or count == 1:
            pieces = phones.split_phones(text)
        pieces, named = self._named_phones(name, pieces, people, found)
        if named:
            count = 1  # the cell says whose each is: those it says nothing of are the first one's
        if len(pieces) > count > 1:
            self._problem(name, _miscount(count, len(pieces)))
            return found
        for index, piece in enumerate(pieces):
            if roster.is_nothing(piece):
                continue
            check = phones.check_phone(piece)
            owner = found[index if count > 1 else 0]
            if check.problem:
                self._problem(name, check.problem)
            elif check.number not in owner:
                owner.append(check.number)
        return found

    def _named_phones(
        self, name: str, pieces: list[str], people: Sequence[str], found: list[list[str]]
    ) -> tuple[list[str], bool]:
        """Takes out the phones beside which stands whose they are: to one of the row's people, or told."""
        rest = []
        for piece in pieces:
            word, number = roster_names.whose(piece) if not piece.isascii() else ("", piece)
            check = phones.check_phone(number) if word else None
            if check is None or not check.fits:
                rest.append(piece)
            elif word in people:
                found[people.index(word)].append(check.number)
            else:
                # L10N: 电话旁写着“{word}”，不是这一行的人，没有保存。
                message = _("Beside the phone stands “{word}”, who is nobody of this row. It was not kept.")
                self._problem(name, Problem("phone", message.format(word=word)))
        return rest, len(rest) < len(pieces)

    def _add_document(self, person: LinePerson, text: str, stated: str | None, name: str) -> None:
        if not text.isascii() or not text[:1].isdigit():
            text, said = roster.document_and_kind(text, person.name)
            stated = said or stated
        number, lost = identity.from_spreadsheet(text)
        if lost:
            self._problem(name, lost)
            return
        kind = stated or self._kind(person, number, name)
        check = identity.check_document(kind, number, today=self.today)
        if check.error:
            self._problem(name, check.error)
            return
        person.document_kind, person.document_number, person.document_key = str(kind), check.number, check.person_key
        person.document_field = name
        if kind == identity.DocumentKind.CREDIT_CODE and person.role in household.COMPANY_ROLES:
            person.kind = "company"  # only institutions have one
        person.sex_by_document, person.birthday_by_document = check.sex or "", check.birthday

    def _kind(self, person: LinePerson, number: str, name: str) -> str:
        if person.kind == "company":
            return identity.DocumentKind.CREDIT_CODE
        guessed = identity.guess_kind(number)
        heading = self.plan.headings[self.columns[name]] if self.columns[name] < len(self.plan.headings) else ""
        if guessed is identity.DocumentKind.TRAVEL_PERMIT_HKMO and len(number) == 9 and person.name.isascii():
            # M12345678 is a Korean passport too; holders of the permit are written in Chinese.
            message = _(
                "{number} may be a passport or a travel permit for Hong Kong and Macao; it is kept as a passport."
            )
            self._problem(name, Problem("id-kind", message.format(number=identity.mask_number(number))))
            return identity.DocumentKind.PASSPORT
        if guessed is identity.DocumentKind.TRAVEL_PERMIT_TW and number.isdigit() and "身份证" in heading:
            # Eight digits below 身份证号码 are more likely a birthday or a piece of a number than a permit.
            guessed = None
        if guessed is None and identity.is_credit_code(identity.normalise(number)):
            message = _("{number} may be an identity card or a credit code; it is kept as an identity card.")
            self._problem(name, Problem("id-kind", message.format(number=identity.mask_number(number))))
        return guessed or identity.DocumentKind.RESIDENT_CARD


def _miscount(people: int, numbers: int) -> Problem:
    return Problem(
        "count",
        _("Here are {people} names and {numbers} numbers: it is not clear whose they are.").format(
            people=people, numbers=numbers
        ),
    )
