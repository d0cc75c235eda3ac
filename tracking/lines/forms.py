"""Naming somebody for a post, acknowledging, and giving work to somebody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp, ValidationError

from models.organisation import Organisation
from models.user import User
from models.vocabulary.lines import Post, Way, WorkOf
from models.vocabulary.organisations import Level
from tracking.cases.purposes import PURPOSES
from tracking.kernel.web.choices import grouped, options, options_of
from tracking.kernel.web.fields import NO_DAY, DayField, check_happened, trimmed
from tracking.lines.giving import Giving
from tracking.lines.person import Person

BETWEEN = _l("Write between %(min)d and %(max)d characters.")
NOTED = tuple(way for way in Way if way is not Way.SIGNED_IN)
LEVELS = {  # whose organisation may hold which post
    Post.BUREAU: {Level.COUNTY, Level.CITY},
    Post.SCHOOL: {Level.SCHOOL},
    Post.FORMER_SCHOOL: {Level.SCHOOL},
    Post.CLASS_TEACHER: {Level.SCHOOL},
    Post.COUNTY: set[Level](),
    Post.TOWNSHIP: {Level.TOWNSHIP},
    Post.VILLAGE: {Level.TOWNSHIP},
}
OTHER_LEVEL = _l("An organisation of another level holds this post.")


class PersonForm(FlaskForm):
    """Who holds a post from now on."""

    post = SelectField(
        _l("Post"),
        choices=options_of(Post, ("", _l("Choose"))),
        validators=[InputRequired(_l("Choose the post."))],
    )
    account = SelectField(_l("Account"))
    organisation = SelectField(_l("Organisation"))
    place = StringField(
        _l("Organisation without an entry here"), filters=[trimmed], validators=[Length(max=120)]
    )
    name = StringField(_l("Name"), filters=[trimmed], validators=[Length(max=60)])
    phone = StringField(
        _l("Telephone"),
        filters=[trimmed],
        validators=[Regexp(r"^[0-9 +()-]{0,30}$", message=_l("Write digits only."))],
    )

    def offer(self, places: Iterable[Organisation], accounts: Iterable[User]) -> None:
        """Fill the choices with what the reader may choose."""
        self.places = {o.code: o for o in places}
        self.accounts = {str(u.id): u for u in accounts}
        no_account = ("", _l("none: the name is written below"))
        self.account.choices = [
            *options([no_account]),
            *grouped((u.organisation.name, str(u.id), u.display_name) for u in accounts),
        ]
        self.organisation.choices = options(
            [("", _l("none")), *((o.code, o.name) for o in self.places.values())]
        )

    def validate_account(self, field: Field) -> None:
        """Who is chosen works at an organisation that may hold the post."""
        user = self.accounts.get(field.data or "")
        if user and self._level_is_wrong(user.organisation):
            raise ValidationError(OTHER_LEVEL)

    def validate_organisation(self, field: Field) -> None:
        """The organisation may hold the post."""
        place = self.places.get(field.data or "")
        if place and not self.account.data and self._level_is_wrong(place):
            raise ValidationError(OTHER_LEVEL)

    def validate_name(self, field: Field) -> None:
        """Who has no account is named."""
        if not self.account.data and not field.data:
            raise ValidationError(_l("Choose an account, or write the name."))

    def validate_place(self, field: Field) -> None:
        """Somebody without an account works somewhere."""
        if not self.account.data and not self.organisation.data and not field.data:
            raise ValidationError(_l("Choose the organisation, or write its name."))

    def _level_is_wrong(self, place: Organisation) -> bool:
        known = {post.value: post for post in Post}
        post = known.get(self.post.data or "")
        return post is not None and place.level not in LEVELS[post]

    def person(self) -> Person:
        """As the value that the service takes."""
        return Person(
            post=Post(self.post.data),
            user=self.accounts.get(self.account.data or ""),
            organisation=self.places.get(self.organisation.data or ""),
            place=self.place.data or "",
            name=self.name.data or "",
            phone=self.phone.data or "",
        )


class AcknowledgedForm(FlaskForm):
    """How somebody without an account acknowledged a file; empty for the own organisation."""

    way = SelectField(
        _l("How it was acknowledged"),
        choices=options_of(NOTED, ("", _l("Choose"))),
        validate_choice=False,  # who acknowledges for the own organisation chooses nothing
    )
    on = DayField(_l("Acknowledged on"))

    def __init__(self, *, is_noted: bool, **given: Any) -> None:
        super().__init__(**given)
        self.is_noted = is_noted

    def validate_way(self, field: Field) -> None:
        """A note says in which way."""
        if self.is_noted and field.data not in {way.value for way in NOTED}:
            raise ValidationError(_l("Choose how it was acknowledged."))

    def validate_on(self, field: Field) -> None:
        """A note says on which day, and that day has come."""
        if not self.is_noted:
            field.errors = []
            return
        if field.data is None:
            raise ValidationError(NO_DAY)
        check_happened(field.data, None)

    def chosen(self) -> Way:
        """The way, once the form is valid."""
        return Way(self.way.data) if self.is_noted else Way.SIGNED_IN


class RevealForm(FlaskForm):
    """What the telephone numbers are needed for."""

    purpose = SelectField(
        _l("What do you need them for?"),
        choices=options([("", _l("Choose")), *PURPOSES.items()]),
        validators=[InputRequired(_l("Choose what you need them for."))],
    )


class GivingForm(FlaskForm):
    """Whose open work goes to whom, and why."""

    kind = RadioField(
        _l("Whose work"),
        choices=options_of(WorkOf),
        validators=[InputRequired(_l("Choose one."))],
        default=WorkOf.ORGANISATION.value,
    )
    giver = SelectField(_l("Who gives it"), validators=[InputRequired(_l("Choose who gives it."))])
    taker = SelectField(_l("Who takes it"), validators=[InputRequired(_l("Choose who takes it."))])
    reason = TextAreaField(
        _l("Reason"),
        filters=[trimmed],
        validators=[DataRequired(_l("Say why.")), Length(4, 500, message=BETWEEN)],
    )
    counted = HiddenField()

    def offer(self, places: Iterable[Organisation], persons: Iterable[User]) -> None:
        """Organisations and persons, each under its own heading; a code says which it is."""
        self.places = {f"o{o.id}": o for o in places}
        self.persons = {f"p{u.id}": u for u in persons}
        triples = [(o.level.label, code, o.name) for code, o in self.places.items()]
        triples += [
            (_l("Person"), code, f"{u.display_name} · {u.organisation.name}")
            for code, u in self.persons.items()
        ]
        takers = [t for t in triples if self._is_active(t[1])]
        first = options([("", _l("Choose"))])
        self.giver.choices = [*first, *grouped(triples)]
        self.taker.choices = [*first, *grouped(takers)]

    def _is_active(self, code: str) -> bool:
        place, person = self.places.get(code), self.persons.get(code)
        return place.is_active if place else person is not None and person.enabled

    def validate_taker(self, field: Field) -> None:
        """Work goes from like to like, and to somebody else."""
        kind = "p" if self.kind.data == WorkOf.PERSON.value else "o"
        for chosen in (self.giver.data or kind, field.data or kind):
            if not chosen.startswith(kind):
                raise ValidationError(
                    _l("A person's work goes to a person, an organisation's to an organisation.")
                )
        if field.data and field.data == self.giver.data:
            raise ValidationError(_l("This is the one who has it now."))
        giver, taker = (self.persons.get(c or "") for c in (self.giver.data, field.data))
        if giver and taker and giver.organisation_id != taker.organisation_id:
            raise ValidationError(_l("A person's work goes to somebody of the same organisation."))

    def chosen(self) -> str:
        """What the count on the page is about: another choice is counted anew."""
        return f"{self.giver.data}-{self.taker.data}-"

    def was_counted(self) -> bool:
        """Whether the page showed the count of just this choice."""
        text = self.counted.data or ""
        return text.startswith(self.chosen()) and text.removeprefix(self.chosen()).isdecimal()

    def counted_files(self) -> int:
        """How many files the page said would go."""
        return int((self.counted.data or "").removeprefix(self.chosen()))

    def giving(self) -> Giving:
        """As the value that the service takes."""
        rows: dict[str, Any] = {**self.places, **self.persons}
        return Giving(
            WorkOf(self.kind.data),
            rows[self.giver.data],
            rows[self.taker.data],
            self.reason.data or "",
        )
