"""The shapes of a landlord's policy: what the files in `policies/` may say.

Every number a policy officer could change is a value of one of these, with the clause that sets it and the catalogue's
ambiguities (A-nn) it settles. The files are read in `providers/`; nothing here knows a number.
"""

from datetime import date, time

from pydantic import Field, PositiveInt

from domain.calendar.limits import Anchor, Cited, TimeLimit, Unit
from domain.policy.channels import Channel
from domain.policy.definition import FrontDoor, Quick
from domain.policy.exclusions import Eligibility, Exclusion, RefusalRule
from domain.policy.landlord import RoleName
from domain.policy.stages import Stage
from domain.policy.work import Work
from domain.value import Value


class ContactLimit(TimeLimit):
    """The time to speak with the resident, and what stands for a contact that cannot be made (A-37)."""

    attempts: PositiveInt
    over_working_days: PositiveInt
    agrees_actions: bool = False
    """Whether the record says what was agreed in it (Q-054)."""

    @property
    def follows_acknowledgement(self) -> bool:
        """Whether it is another contact than the one that acknowledges."""
        return self.starts_from is Anchor.ACKNOWLEDGED


class ResponseLimit(TimeLimit):
    """The time to answer, and whether the answer must have gone or have arrived by the due date (A-33)."""

    arrives: bool = False
    internal_target_from: Anchor | None = None
    """Where the policy prints a second, earlier start for the same limit: watched as a target, never told (A-04)."""


class AcknowledgeLimit(TimeLimit):
    """The time to acknowledge, and the channels by which it counts as acknowledged (A-22)."""

    counts_by: tuple[Channel, ...] = (Channel.EMAIL, Channel.LETTER, Channel.TEXT)
    telephone_first: bool = False
    """Whether the policy wants the resident telephoned first, where possible (Q-041)."""
    internal_target_earlier: int = Field(default=0, ge=0)
    """Working days by which the landlord's own target is earlier, where it calls the day of receipt day 1 (A-05)."""


class Approval(TimeLimit):
    """Who approves a response before it goes, and by when (A-29, A-36)."""

    role: RoleName


class ConsultationRule(Cited):
    """Whom the owner of a stage must consult before the response."""

    role: RoleName


class ExtensionRule(Cited):
    """How far a response may be put off (A-35, A-42, A-43)."""

    amount: PositiveInt
    unit: Unit
    times: PositiveInt = 1
    beyond: str
    """The policy's word for what allows more: "exceptional circumstances", "good reason"."""
    beyond_approved_by: tuple[RoleName, ...]
    asks_agreement: bool = False
    agreement_clause: str = ""

    @property
    def limit(self) -> TimeLimit:
        """The longest extension as a limit from the current due date."""
        return TimeLimit(
            amount=self.amount,
            unit=self.unit,
            starts_from=Anchor.RESPONSE_DUE,
            clause=self.clause,
            settles=self.settles,
            ours=self.ours,
        )


class EscalationWindow(TimeLimit):
    """The time the resident has to ask for stage 2, and who decides on a later request (A-06)."""

    late_decided_by: tuple[RoleName, ...]
    late_decided_else_by: tuple[RoleName, ...] = ()
    """Who decides where all of those took part in stage 1."""
    late_decided_within: TimeLimit
    offered_within: TimeLimit
    """The time to ask whoever is not satisfied with stage 1 whether they want stage 2 (R-069)."""
    tell_before_closing: PositiveInt
    """Working days before the complaint closes by itself on which its handler is told."""

    @property
    def late_deciders(self) -> tuple[RoleName, ...]:
        """Whoever may decide on a late request, the first to be asked first."""
        return (*self.late_decided_by, *self.late_decided_else_by)


class LateLetterRule(TimeLimit):
    """When the resident is told that something is late, unless it is done by then, and by when they hear again."""

    goes_at: time
    hear_within: TimeLimit


class Owner(Cited):
    """Who may own a stage: the roles, and those who step in when none of them may."""

    roles: tuple[RoleName, ...]
    else_roles: tuple[RoleName, ...] = ()
    else_named_by: tuple[RoleName, ...] = ()
    """Who names somebody, whatever their role, where none of all those may."""


class AlsoBy(Cited):
    """Roles that do some of the work of a stage beside its owner."""

    roles: tuple[RoleName, ...] = Field(min_length=1)
    work: tuple[Work, ...] = Field(min_length=1)


class Above(Cited):
    """Roles that stand above the handling of a complaint."""

    roles: tuple[RoleName, ...] = ()


class StagePolicy(Value):
    """What the policy asks of one stage."""

    owner: Owner
    also_by: tuple[AlsoBy, ...] = ()
    acknowledge: AcknowledgeLimit
    contact: ContactLimit
    details: TimeLimit | None = None
    investigate: TimeLimit | None = None
    approve: Approval | None = None
    consult: ConsultationRule | None = None
    respond: ResponseLimit
    extension: ExtensionRule
    escalation_window: EscalationWindow | None = None
    understanding: TimeLimit | None = None
    confirm_understanding: TimeLimit | None = None
    close: TimeLimit | None = None
    """The time to close a stage that has no window, once its response has gone."""
    apart_from_stage_1: bool = False
    """Whether the owner must have taken no part in stage 1 (R-054 with A-17, Q-072)."""
    apart_clause: str = ""

    def roles_for(self, work: Work, *, is_owned: bool) -> tuple[RoleName, ...]:
        """The roles that do that *work* beside the owner; while there is none, those who may become it do it too."""
        also = tuple(role for each in self.also_by if work in each.work for role in each.roles)
        if work is Work.ALLOCATE:
            owner = self.owner
            return tuple(dict.fromkeys((*owner.roles, *owner.else_roles, *also, *owner.else_named_by)))
        return also if is_owned else tuple(dict.fromkeys((*self.owner.roles, *also)))


class ClosingRule(Cited):
    """When a complaint may be closed (A-31)."""

    waits_for_actions: bool
    needs_agreement: bool


class ActionRule(Cited):
    """What follows when a promised action is completed."""

    resident_confirms: bool
    answer_within: TimeLimit | None = None
    redo_within: TimeLimit
    """The time to do an action again that the resident finds unsatisfactory."""


class Consent(Cited):
    """What a representative must show (A-10, A-19)."""

    form: str


class Confidentiality(Cited):
    """Who may allow that another party is told a name or other personal data (R-100, Q-021)."""

    allowed_by: tuple[RoleName, ...] = ()


class Survey(Cited):
    """Whether residents are asked for their views after closure (A-20, A-21)."""

    sent: bool


class Control(Cited):
    """The policy's own control block."""

    title: str
    version: str
    owner: str
    approved_by: str
    last_review: str
    next_review: str
    review_by: date
    """The last day of the month that `next_review` names."""
    review_every_months: PositiveInt
    published_on_website: bool | None = None
    """None where the policy does not say."""


class Outdated(Value):
    """A title in the policy's list of laws that is not right any more, and what stands in its place."""

    printed: str
    now: str


class LegalFramework(Cited):
    """The laws and standards the policy names: for the reader only, no rule counts on them (A-39)."""

    named: tuple[str, ...]
    outdated: tuple[Outdated, ...] = ()
    missing: tuple[str, ...] = ()


class Edition(Value):
    """One edition of a landlord's policy, in force from a day."""

    landlord: str
    edition: str
    in_force_from: date
    control: Control
    legal_framework: LegalFramework | None = None
    definition: Cited
    ombudsman_first: Cited
    """What the policy says of complaints that reach it through the Ombudsman."""
    support: Cited
    """What it says of help for whoever finds it hard to complain."""
    front_door: FrontDoor
    quick_resolution: Quick
    eligibility: Eligibility
    refusal: RefusalRule
    exclusions: tuple[Exclusion, ...]
    consent: Consent
    oversight: Above = Above(clause="")
    confidentiality: Confidentiality = Confidentiality(clause="")
    """Who may step in whatever the stage, and whoever has it."""
    stage_1: StagePolicy
    stage_2: StagePolicy
    progress_update: TimeLimit | None = None
    late_letter: LateLetterRule | None = None
    """None in complaints that were opened before residents were told so."""
    actions: ActionRule
    closing: ClosingRule
    survey: Survey
    records_compliments: Cited | None = None

    def exclusion(self, code: str) -> Exclusion | None:
        """The exclusion of that code; None where the edition has none."""
        return next((exclusion for exclusion in self.exclusions if exclusion.code == code), None)

    def stage(self, stage: Stage) -> StagePolicy:
        """What the edition asks of *stage*."""
        return self.stage_1 if stage is Stage.ONE else self.stage_2
