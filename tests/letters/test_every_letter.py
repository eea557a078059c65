"""Every kind of notice in the words of both landlords, read for what it must say."""

import re
from datetime import date

import pytest

from activities.ports import Rendered
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.responses import Finding, IssueFinding, Outcome, Promise, Response
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from providers.letters import LetterError
from providers.segments import segments
from tests.letters import samples

WRITER = samples.writer()
FOR_RESIDENT = sorted(samples.RESIDENT)
FOR_STAFF = sorted(samples.STAFF)
OMBUDSMAN = (
    "Phone: 0300 111 3000",
    "https://www.housing-ombudsman.org.uk/residents/make-a-complaint/",
    "Housing Ombudsman Service, PO Box 1484, Unit D, Preston, PR2 0ET",
)
LONGEST_DAY = date(2026, 9, 30)  # "Wednesday 30 September 2026"

both = pytest.mark.parametrize("key", samples.LANDLORDS)
resident_kinds = pytest.mark.parametrize("kind", FOR_RESIDENT)
staff_kinds = pytest.mark.parametrize("kind", FOR_STAFF)


def write(key: str, kind: NoticeKind, **changes: object) -> Rendered:
    """The notice with its sample facts, some of them changed; None takes one away."""
    sample = samples.FACTS[kind]
    assert changes.keys() <= type(sample).model_fields.keys()
    facts = type(sample).model_validate({**sample.model_dump(), **changes})
    return WRITER.render(samples.errand(key, kind, facts), samples.READER if kind in samples.STAFF else None)


OPTIONAL = {
    kind: tuple(name for name, fact in type(facts).model_fields.items() if not fact.is_required())
    for kind, facts in samples.FACTS.items()
}
"""The facts that a notice of each kind may lack."""


def tells_all(letter: Rendered, words: tuple[str, ...]) -> bool:
    """Whether the letter says each of *words*, in the e-mail and on the page."""
    return all(phrase in letter.body and phrase.split(", ")[0] in letter.html for phrase in words)


# -- every letter to a resident


@both
@resident_kinds
def test_a_letter_greets_the_resident_and_says_how_to_reach_the_landlord(key: str, kind: NoticeKind) -> None:
    contact = WRITER._landlord(key).contact

    letter = write(key, kind)

    assert tells_all(letter, ("Dear Amina Example", samples.REFERENCE, "large print", "Yours sincerely"))
    assert tells_all(letter, (contact.phone, str(contact.email), contact.website, contact.post[1]))


@both
@resident_kinds
def test_Q_107_no_letter_speaks_of_eight_weeks_or_designated_persons(key: str, kind: NoticeKind) -> None:
    words = (write(key, kind).body + write(key, kind).text).lower()

    assert not re.search(r"eight weeks|8 weeks|designated", words)


@both
@resident_kinds
def test_R_110_no_letter_says_formal_or_uses_initials_or_an_ombudsman_of_another_nation(
    key: str, kind: NoticeKind
) -> None:
    letter = write(key, kind)
    words = letter.subject + letter.text + letter.body

    assert not re.search(r"(?i)\b(in)?formal", words)
    assert "Commissioner" not in words
    assert not re.search(r"\b(SMT|SLT|RSH|MA|BCC|T/C|ASB|HOS|SLA|COO)\b", words)


@both
@resident_kinds
def test_a_letter_that_says_stage_explains_it_once(key: str, kind: NoticeKind) -> None:
    body = write(key, kind).body

    explained = len(re.findall(r"process has two stages|second and last stage of our complaints process", body))

    assert explained == (1 if "stage" in body else 0)


@both
@resident_kinds
@pytest.mark.parametrize("full", [True, False], ids=["all its facts", "the fewest"])
def test_a_letter_has_no_gaps_and_no_leftovers(key: str, kind: NoticeKind, *, full: bool) -> None:
    optional = () if full else OPTIONAL[kind]

    letter = write(key, kind, **dict.fromkeys(optional))

    words = letter.subject + letter.text + letter.body
    assert not re.search(r"(?m)\n\n\n|^#|\(\(|\)\)|\{%|%\}|None|True|False|  |\.\.| \.|\d{4}-\d\d-\d\d", words)


@both
@pytest.mark.parametrize("kind", sorted(NoticeKind))
@pytest.mark.parametrize("full", [True, False], ids=["all its facts", "the fewest"])
def test_a_heading_stands_apart(key: str, kind: NoticeKind, *, full: bool) -> None:
    optional = () if full else OPTIONAL[kind]

    body = write(key, kind, **dict.fromkeys(optional)).body

    sources = [samples.POLICIES / "letters", samples.POLICIES / key / "letters"]
    headings = {
        heading
        for folder in sources
        for file in folder.glob("*.txt")
        for heading in re.findall(r"(?m)^# ([^(\n]+)$", file.read_text(encoding="utf-8"))
    }
    assert not [heading for heading in headings if re.search(rf"[^\n]\n{re.escape(heading)}\n", body)]


@both
@resident_kinds
def test_every_day_is_in_words(key: str, kind: NoticeKind) -> None:
    letter = write(key, kind)

    days = re.findall(r"(\w+) \d{1,2} [A-Z][a-z]+ 20\d\d", letter.body + letter.text)

    assert all(day.endswith("day") for day in days)


# -- texts


@both
@resident_kinds
@pytest.mark.parametrize("full", [True, False], ids=["all its facts", "the fewest"])
def test_R_100_a_text_is_neutral_and_fits_one_segment(key: str, kind: NoticeKind, *, full: bool) -> None:
    known = type(samples.FACTS[kind]).model_fields
    longest: dict[str, object] = {fact: LONGEST_DAY for fact in ("due_on", "last_day") if fact in known}
    missing = {} if full else dict.fromkeys(OPTIONAL[kind])

    text = write(key, kind, **{**longest, **missing}).text

    assert segments(text) == 1
    assert text.startswith(WRITER._landlord(key).name + ": ")
    assert samples.REFERENCE in text
    assert not re.search(r"(?i)amina|example|sample street|lift|part\b|priya|stage|court|satisfied with our", text)


@both
@pytest.mark.parametrize("kind", [NoticeKind.ACKNOWLEDGEMENT, NoticeKind.EXTENSION])
def test_a_text_at_stage_2_fits_one_segment_too(key: str, kind: NoticeKind) -> None:
    assert segments(write(key, kind, stage=Stage.TWO, due_on=LONGEST_DAY).text) == 1


@staff_kinds
def test_staff_are_told_by_e_mail_only(kind: NoticeKind) -> None:
    assert not write("reliance", kind).text


def test_every_kind_has_its_sample() -> None:
    assert set(samples.FACTS) == set(NoticeKind)


# -- what the policies say each letter holds


@both
def test_R_063_R_065_an_acknowledgement_says_who_deals_with_it_and_when_to_expect_the_response(key: str) -> None:
    letter = write(key, NoticeKind.ACKNOWLEDGEMENT)

    assert tells_all(letter, ("Priya Nair", "Complaints Handler", "full response by Wednesday 16 December 2026"))
    assert "Wednesday 16 December 2026" in letter.text


def test_R_063_the_complaint_will_be_investigated_fully() -> None:
    assert "We will investigate it fully." in write("reliance", NoticeKind.ACKNOWLEDGEMENT).body


@both
def test_A_45_an_acknowledgement_sets_out_what_was_understood_and_asks_for_corrections(key: str) -> None:
    letter = write(key, NoticeKind.ACKNOWLEDGEMENT)

    assert tells_all(letter, ("The invented lift has been still since 2 November.", "You want it repaired."))
    assert "misunderstood" in letter.body


@both
def test_A_45_an_acknowledgement_asks_for_the_outcome_that_nobody_has_been_told(key: str) -> None:
    unknown = (samples.ISSUES[0].model_copy(update={"desired_outcome": ""}),)

    at_stage_1 = write(key, NoticeKind.ACKNOWLEDGEMENT, issues=unknown)
    at_stage_2 = write(key, NoticeKind.ACKNOWLEDGEMENT, stage=Stage.TWO, desired_outcome=None)

    assert "You have not told us yet what you would like us to do." in at_stage_1.body
    assert "You have not told us yet what you would like us to do." in at_stage_2.body


@both
def test_F_023_F_024_A_45_an_acknowledgement_sets_out_each_issue_and_asks_for_what_is_unknown(key: str) -> None:
    body = write(key, NoticeKind.ACKNOWLEDGEMENT, issues=samples.THREE_ISSUES).body

    first, second, third = re.split(r"Issue \d: what we have understood\n", body)[1:]
    assert "You told us: Nobody could get upstairs" in first
    assert "You have told us that we have understood this correctly." in first
    assert "Please tell us whether we have understood this correctly." in second
    assert "You have not told us yet what you would like us to do about this." in second
    assert third.startswith("The street lamp flickers.\n\nPlease tell us whether")  # their words are ours
    assert not re.search(r"\n\n\n|None|\.\.|  ", body)


@both
def test_R_065_Q_053_an_acknowledgement_says_what_the_landlord_is_and_is_not_responsible_for(key: str) -> None:
    """Code 5.7."""
    ours = write(key, NoticeKind.ACKNOWLEDGEMENT).body
    partly = write(key, NoticeKind.ACKNOWLEDGEMENT, issues=samples.THREE_ISSUES).body
    theirs = write(key, NoticeKind.ACKNOWLEDGEMENT, issues=samples.THREE_ISSUES[2:]).body
    at_stage_2 = write(key, NoticeKind.ACKNOWLEDGEMENT, stage=Stage.TWO, issues=samples.THREE_ISSUES).body

    assert "We are responsible for what your complaint is about, and we will look into all of it." in ours
    assert "- Issue 1: we are responsible for this, and we will look into it." in partly
    assert "- Issue 3: we are not responsible for this. The street lamps belong to the invented council." in partly
    assert "We are not responsible for what your complaint is about. The street lamps belong to" in theirs
    assert "- Issue 3: The street lamp flickers. We are not responsible for this. The street lamps" in at_stage_2
    for body in (ours, partly, theirs, at_stage_2):
        assert "We are responsible for our own services and for how we have dealt with you" in body


def test_F_001_F_002_the_acknowledgement_names_the_handler_with_job_title_and_department() -> None:
    without = samples.HANDLER.model_copy(update={"department": ""})

    named = write("reliance", NoticeKind.ACKNOWLEDGEMENT).body
    bare = write("reliance", NoticeKind.ACKNOWLEDGEMENT, handler=without).body

    assert "allocated to Priya Nair, Complaints Handler in Customer Services." in named
    assert "allocated to Priya Nair, Complaints Handler.\n" in bare


@both
@pytest.mark.parametrize("kind", [NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE])
def test_R_067_Q_059_Q_079_A_24_a_response_gives_each_issue_its_finding_and_reasons(key: str, kind: NoticeKind) -> None:
    answer = samples.RESPONSE.model_copy(update={"findings": samples.FINDINGS, "reasons": ""})

    body = write(key, kind, response=answer, issues=samples.THREE_ISSUES).body

    first, second, third = re.split(r"\n\nIssue \d\n", body)[1:]
    assert "We uphold this part. We agree with it.\n\nOur reasons: The lift stood still for three weeks." in first
    assert "We do not uphold this part." in second
    assert "Our reasons: The window was painted at your wish, and closes." in second
    assert "We are not responsible for this part, so we cannot decide on it. The street lamps belong" in third
    assert "Our decision\nYour complaint is partly upheld." in body
    assert not re.search(r"\n\n\n|None|\.\.|  ", body)


@both
def test_A_24_a_single_issue_has_its_finding_in_the_decision_itself(key: str) -> None:
    found = IssueFinding(issue=1, finding=Finding.PARTLY_UPHELD, reasons="We were late once.")
    answer = samples.RESPONSE.model_copy(update={"findings": (found,), "reasons": ""})

    body = write(key, NoticeKind.RESPONSE, response=answer, issues=samples.ISSUES).body

    assert "What we found\nWe were late once." in body
    assert "Issue 1" not in body
    assert not re.search(r"\n\n\n|None|\.\.|  ", body)


@both
def test_F_023_a_receipt_gives_each_issue_back_in_the_residents_words(key: str) -> None:
    body = write(key, NoticeKind.RECEIPT, issues=samples.THREE_ISSUES).body

    assert "What you told us\n- Nobody could get upstairs, the lift has been dead for weeks!\n- And the hall" in body


def test_F_023_staff_are_shown_the_issues_and_what_a_draft_finds() -> None:
    answer = samples.RESPONSE.model_copy(update={"findings": samples.FINDINGS})
    issues = samples.THREE_ISSUES

    assert "- Issue 2: And the hall window" in write("reliance", NoticeKind.ASSIGNMENT, issues=issues).body
    assert "- Issue 2: The window in the hall" in write("reliance", NoticeKind.ESCALATED, issues=issues).body
    approval = write("qualitas", NoticeKind.APPROVAL_REQUESTED, issues=issues, response=answer).body
    for finding in samples.FINDINGS:
        assert finding.reasons in approval
    assert "We are not responsible for this part" in approval


@both
def test_Q_073_at_stage_2_the_resident_is_asked_and_never_made_to_give_reasons(key: str) -> None:
    letter = write(key, NoticeKind.ACKNOWLEDGEMENT, stage=Stage.TWO)

    assert "Your complaint is now at stage 2." in letter.body
    assert "is reviewing it" in letter.body
    assert "Operations Team." not in letter.body


def test_Q_073_the_resident_is_asked_why_and_helped_to_put_it_into_words() -> None:
    body = write("qualitas", NoticeKind.ACKNOWLEDGEMENT, stage=Stage.TWO).body

    assert "why you are still unhappy with our first response and how you would like" in body
    assert "We can help you to put it into words." in body


def test_Q_074_Q_075_at_stage_2_the_resident_is_asked_to_confirm_while_the_review_goes_on() -> None:
    letter = write("qualitas", NoticeKind.ACKNOWLEDGEMENT, stage=Stage.TWO)

    assert "You do not have to tell us." in letter.body
    assert "whether we have understood you correctly. Our review goes on" in letter.body


def test_Q_077_at_stage_2_the_response_reaches_the_resident_by_its_day() -> None:
    letter = write("qualitas", NoticeKind.ACKNOWLEDGEMENT, stage=Stage.TWO)

    assert "Our full response will reach you by Wednesday 16 December 2026." in letter.body


@both
@pytest.mark.parametrize("stage", [pytest.param(Stage.ONE, id="R_073"), pytest.param(Stage.TWO, id="R_087")])
def test_R_073_R_087_Q_056_F_075_an_extension_gives_reason_new_day_and_ombudsman(key: str, stage: Stage) -> None:
    letter = write(key, NoticeKind.EXTENSION, stage=stage, exceptional=False)

    assert tells_all(letter, ("The invented part is made to order.", "Thursday 31 December 2026"))
    assert tells_all(letter, ("Wednesday 16 December 2026", *OMBUDSMAN))
    assert "longer than we normally allow" not in letter.body


@pytest.mark.parametrize(
    ("key", "words"), [("reliance", "exceptional circumstances"), ("qualitas", "good reason")], ids=samples.LANDLORDS
)
@pytest.mark.parametrize("why", ["The only factory burnt down.", None], ids=["explained apart", "explained above"])
def test_R_073_an_extension_beyond_the_usual_explains_it_in_its_policys_words(
    key: str, words: str, why: str | None
) -> None:
    body = write(key, NoticeKind.EXTENSION, exceptional=True, why=why).body

    assert words in body
    assert (why or "reason above") in body
    assert "\n\n\n" not in body


def test_Q_081_the_extension_letter_asks_whether_the_resident_agrees() -> None:
    asked = write("qualitas", NoticeKind.EXTENSION, asks_agreement=True).body
    not_asked = write("qualitas", NoticeKind.EXTENSION, asks_agreement=False).body

    assert "Do you agree to the new date?" in asked
    assert "Do you agree" not in not_asked


@both
def test_Q_081_an_extension_that_is_not_agreed_brings_the_ombudsmans_details(key: str) -> None:
    letter = write(key, NoticeKind.OMBUDSMAN_DETAILS)

    assert tells_all(letter, ("do not agree to the later date", *OMBUDSMAN))
    assert "0300 111 3000" in letter.text


@both
def test_Q_059_a_response_says_its_stage_outlines_the_complaint_and_answers_in_full(key: str) -> None:
    letter = write(key, NoticeKind.RESPONSE)

    assert "This letter is our stage 1 response." in letter.body
    assert tells_all(letter, (samples.RESPONSE.complaint, samples.RESPONSE.reasons, samples.RESPONSE.remedy))
    assert "Your complaint is partly upheld." in letter.body


@both
@pytest.mark.parametrize("kind", [NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE])
def test_R_067_a_response_says_who_will_do_what_by_when_and_what_was_learnt(key: str, kind: NoticeKind) -> None:
    letter = write(key, kind)

    assert (
        "- Fit the new invented part. Who will do it: Lena Brown, Repairs Manager. By when: Friday 15 January 2027."
        in letter.body
    )
    assert "- We will order invented parts sooner." in letter.body


@both
@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.UPHELD, "Your complaint is upheld. This means that we agree with it."),
        (Outcome.PARTLY_UPHELD, "Your complaint is partly upheld."),
        (Outcome.NOT_UPHELD, "Your complaint is not upheld."),
    ],
)
def test_a_decision_is_explained(key: str, outcome: Outcome, words: str) -> None:
    response = samples.RESPONSE.model_copy(update={"outcome": outcome})

    assert words in write(key, NoticeKind.RESPONSE, response=response).body


@both
@pytest.mark.parametrize("kind", [NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE])
def test_a_response_without_an_outcome_is_not_sent(key: str, kind: NoticeKind) -> None:
    response = samples.RESPONSE.model_copy(update={"outcome": None})

    with pytest.raises(LetterError, match="None"):
        write(key, kind, response=response)


@both
@pytest.mark.parametrize("kind", [NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE])
def test_a_response_with_nothing_to_put_right_says_so(key: str, kind: NoticeKind) -> None:
    bare = Response(
        outcome=Outcome.NOT_UPHELD, complaint="c", reasons="r", no_learning_because="all was done as it should be"
    )

    body = write(key, kind, response=bare).body

    assert "We have found nothing that we need to put right." in body
    assert "Nothing is left for us to do." in body
    assert "All was done as it should be." in body
    assert "\n\n\n" not in body


@both
@pytest.mark.parametrize("kind", [NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE])
def test_a_remedy_that_nobody_promised_by_a_day_is_not_said_to_be_done(key: str, kind: NoticeKind) -> None:
    answer = samples.RESPONSE.model_copy(update={"promises": (), "remedy": "We will pay you 150 pounds."})

    body = write(key, kind, response=answer).body

    assert "We will pay you 150 pounds." in body
    assert "Apart from what is set out above, nothing is left for us to do." in body
    assert "Nothing is left" not in body
    assert not re.search(r"\n\n\n|None|\.\.|  ", body)


@both
@pytest.mark.parametrize("kind", [NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE])
@pytest.mark.parametrize("more", [True, False], ids=["with more promises", "alone"])
def test_R_067_a_response_tells_what_was_promised_before_and_is_not_done(
    key: str, kind: NoticeKind, *, more: bool
) -> None:
    answer = samples.RESPONSE if more else samples.RESPONSE.model_copy(update={"promises": ()})
    before = (Promise(what="Paint the invented wall", owner="Sample Decorators Ltd", due_on=date(2026, 11, 27)),)

    letter = write(key, kind, response=answer, still_to_do=before)

    assert tells_all(letter, ("What we promised you before and have not done yet", "Paint the invented wall."))
    assert "Sample Decorators Ltd. Promised by: Friday 27 November 2026." in letter.body
    assert "Nothing is left for us to do." not in letter.body
    assert not re.search(r"\n\n\n|None|\.\.|  ", letter.body)


@both
@pytest.mark.parametrize("stage", list(Stage))
def test_R_065_a_late_acknowledgement_promises_no_day_that_has_passed(key: str, stage: Stage) -> None:
    letter = write(key, NoticeKind.ACKNOWLEDGEMENT, stage=stage, is_past=True)

    assert "should have" in letter.body
    assert "Wednesday 16 December 2026. We are sorry that" in letter.body
    assert "Our response is late, and we are sorry." in letter.text
    assert "December" not in letter.text
    assert not re.search(r"\n\n\n|None|\.\.|  ", letter.body)


@both
def test_A_06_a_late_request_that_was_accepted_is_told_so(key: str) -> None:
    letter = write(key, NoticeKind.ESCALATION_RECEIPT, late=False, last_day=date(2026, 12, 17), due_on=None)

    assert (
        "by Thursday 17 December 2026. Your request came later than that, and we have decided to review" in letter.body
    )
    assert "We will write to you soon to tell you who is reviewing your complaint" in letter.body
    assert not re.search(r"\n\n\n|None|\.\.|  ", letter.body)


@both
@pytest.mark.parametrize("missing", ["complaint", "reasons"])
def test_a_response_with_an_empty_part_is_not_sent(key: str, missing: str) -> None:
    response = samples.RESPONSE.model_copy(update={missing: " "})

    with pytest.raises(LetterError, match="empty"):
        write(key, NoticeKind.RESPONSE, response=response)


@both
def test_R_069_F_044_a_response_says_how_to_escalate_and_by_when(key: str) -> None:
    letter = write(key, NoticeKind.RESPONSE)

    assert tells_all(letter, ("You can ask for stage 2.", "Thursday 14 January 2027", *OMBUDSMAN))
    assert "20 working days" in letter.body
    assert "You do not have to give a reason." in letter.body
    assert "later than that, we will still look at your request" in letter.body
    assert "Thursday 14 January 2027" in letter.text


def test_R_069_reliance_can_escalate_for_the_resident_at_once() -> None:
    assert "We can do this for you straight away." in write("reliance", NoticeKind.RESPONSE).body


@both
def test_R_088_R_110_F_079_Q_079_a_final_response_ends_the_process_and_gives_the_ombudsman(key: str) -> None:
    letter = write(key, NoticeKind.FINAL_RESPONSE)

    assert tells_all(letter, ("stage 2 response, which is our final response", *OMBUDSMAN))
    assert "The end of our complaints process" in letter.body
    assert "0300 111 3000" in letter.text


@both
def test_Q_107_after_the_final_response_the_ombudsman_can_be_approached_straight_away(key: str) -> None:
    body = write(key, NoticeKind.FINAL_RESPONSE).body

    assert "You can contact it straight away. You have 12 months from the date of this letter" in body


@both
@pytest.mark.parametrize(
    ("stands", "words"),
    [(True, "The outcome we gave you at stage 1 stands."), (False, "It replaces the one we gave you at stage 1.")],
    ids=["stands", "new"],
)
def test_R_084_F_074_A_23_a_final_response_says_whether_the_stage_1_outcome_stands(
    key: str, words: str, *, stands: bool
) -> None:
    response = samples.RESPONSE.model_copy(update={"stage_1_stands": stands})

    assert words in write(key, NoticeKind.FINAL_RESPONSE, response=response).body


@both
def test_a_declined_request_gives_reasons_and_the_ombudsman(key: str) -> None:
    assert tells_all(write(key, NoticeKind.ESCALATION_DECLINED), ("It is with the court.", *OMBUDSMAN))


@both
def test_Code_5_11_a_declined_request_is_warm_and_says_who_decided_and_why_not_the_date_alone(key: str) -> None:
    letter = write(key, NoticeKind.ESCALATION_DECLINED)

    assert tells_all(
        letter,
        (
            "Thank you for telling us on Monday 21 December 2026 that you are still unhappy",
            "We are sorry to tell you that we will not review your complaint.",
            "We asked you to tell us by Thursday 17 December 2026, and your request came later.",
            "the decision was made by somebody who took no part in our stage 1 response.",
            "You can contact the Housing Ombudsman about this decision now.",
        ),
    )


@both
@resident_kinds
def test_A_12_no_letter_gives_the_ombudsmans_old_address_or_its_e_mail(key: str, kind: NoticeKind) -> None:
    body = write(key, kind).body

    assert "Aldwych" not in body
    assert "L33 7WQ" not in body
    assert "info@housing-ombudsman" not in body


def test_R_112_reliance_says_that_it_will_co_operate_with_the_ombudsman() -> None:
    assert "co-operate fully" in write("reliance", NoticeKind.FINAL_RESPONSE).body


def test_F_045_a_completed_action_is_told() -> None:
    letter = write("reliance", NoticeKind.ACTION_COMPLETED)

    assert tells_all(letter, ("Fit the new invented part", "Tuesday 12 January 2027"))


@both
def test_F_045_a_released_promise_is_told_with_the_reason_and_where_to_turn(key: str) -> None:
    letter = write(key, NoticeKind.ACTION_RELEASED)

    assert tells_all(letter, ("Fit the new invented part", "Tuesday 12 January 2027", *OMBUDSMAN))
    assert "You told us that the old part works again." in letter.body


@both
def test_F_045_a_promise_that_has_changed_is_told_with_both_days_both_owners_and_the_reason(key: str) -> None:
    letter = write(key, NoticeKind.ACTION_CHANGED)

    assert "by Tuesday 12 January 2027. It will now be done by Tuesday 2 February 2027. We are sorry" in letter.body
    assert "Parts Ltd will do it now, and no longer Priya Sample." in letter.body
    assert tells_all(letter, ("The part is out of stock.", *OMBUDSMAN))


@both
def test_F_045_of_a_promise_in_other_hands_the_day_stays_the_same(key: str) -> None:
    body = write(key, NoticeKind.ACTION_CHANGED, previous_due_on=None, is_later=None).body

    assert "The date stays the same: Tuesday 2 February 2027." in body
    assert "sorry" not in body
    assert "The new date" not in body


def test_Q_058_the_resident_is_asked_whether_an_action_is_satisfactory() -> None:
    asked = write("qualitas", NoticeKind.ACTION_COMPLETED, due_on=date(2027, 1, 26))
    not_asked = write("qualitas", NoticeKind.ACTION_COMPLETED, asks_if_satisfactory=False)

    assert "Has it been done to a satisfactory standard?" in asked.body
    assert "Please tell us yes or no by Tuesday 26 January 2027." in asked.body
    assert "satisfactory" not in not_asked.body


@both
def test_a_late_request_is_told_that_it_will_be_decided(key: str) -> None:
    letter = write(key, NoticeKind.ESCALATION_RECEIPT, late=True, last_day=date(2026, 12, 17))

    assert "by Thursday 17 December 2026, but we still look at a later request" in letter.body
    assert "by Wednesday 30 December 2026 with the decision and the reasons for it" in letter.body
    assert "who is reviewing" not in letter.body


@both
def test_P_47_a_request_after_a_withdrawal_is_told_that_the_review_starts_again(key: str) -> None:
    letter = write(key, NoticeKind.ESCALATION_RECEIPT, withdrawn_on=date(2026, 12, 1))

    assert "You withdrew an earlier request on Tuesday 1 December 2026, and we closed your complaint." in letter.body
    assert "withdrew" not in write(key, NoticeKind.ESCALATION_RECEIPT).body
    assert not re.search(r"\n\n\n|None|\.\.|  ", letter.body)


@both
@pytest.mark.parametrize("kind", [NoticeKind.ESCALATED, NoticeKind.LATE_REQUEST])
def test_P_47_staff_hear_that_an_earlier_request_was_withdrawn(key: str, kind: NoticeKind) -> None:
    letter = write(key, kind, withdrawn_on=date(2026, 12, 1))

    assert "They asked for it before and withdrew that request on Tuesday 1 December 2026." in letter.body
    assert "withdrew" not in write(key, kind).body
    assert not re.search(r"\n\n\n|None|\.\.|  ", letter.body)


@both
def test_a_moved_date_says_old_new_and_why(key: str) -> None:
    letter = write(key, NoticeKind.DATE_MOVED, what="our full response")

    assert "expect our full response by Wednesday 16 December 2026" in letter.body
    assert "The new date is Thursday 17 December 2026." in letter.body
    assert "Monday 14 December 2026 is a bank holiday." in letter.body


@both
def test_Q_062_a_closure_says_that_open_actions_are_still_watched(key: str) -> None:
    open_still = write(key, NoticeKind.CLOSURE, actions_open=True).body
    all_done = write(key, NoticeKind.CLOSURE, actions_open=False).body

    assert "What we still have to do" in open_still
    assert "What we still have to do" not in all_done


def test_R_090_reliance_asks_for_views_on_the_handling_and_the_outcome() -> None:
    assert "how we handled it, and of the outcome" in write("reliance", NoticeKind.CLOSURE).body


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("reliance", ("complaints handler", "department manager", "Senior Leadership Team")),
        ("qualitas", ("Operations Team", "senior manager", "Senior Management Team")),
    ],
    ids=samples.LANDLORDS,
)
def test_each_landlord_speaks_its_policys_words(key: str, words: tuple[str, ...]) -> None:
    assert tells_all(write(key, NoticeKind.RESPONSE), words)


# -- staff


@both
@staff_kinds
def test_R_100_a_staff_notice_has_a_neutral_subject_with_the_reference(key: str, kind: NoticeKind) -> None:
    letter = write(key, kind)

    assert samples.REFERENCE in letter.subject
    assert letter.first_line == letter.subject
    assert "Hello Sam Reader" in letter.body
    assert not re.search(r"(?i)amina|lift|part\b", letter.subject)


@staff_kinds
@pytest.mark.parametrize("full", [True, False], ids=["all its facts", "the fewest"])
def test_a_staff_notice_has_no_gaps_and_no_leftovers(kind: NoticeKind, *, full: bool) -> None:
    optional = () if full else OPTIONAL[kind]

    letter = write("reliance", kind, **dict.fromkeys(optional))

    words = letter.subject + letter.body
    assert not re.search(r"(?m)\n\n\n|^#|\(\(|\)\)|\{%|%\}|None|True|False|  |\.\.| \.|\d{4}-\d\d-\d\d", words)


@pytest.mark.parametrize("kind", [NoticeKind.REMINDER, NoticeKind.OVERDUE, NoticeKind.DATES_MOVED])
def test_D_05_what_is_owed_is_listed_with_its_day_and_how_long_it_is_overdue(kind: NoticeKind) -> None:
    body = write("reliance", kind, duties=samples.DUTIES).body

    assert "- Acknowledge the complaint: due Friday 4 December 2026 (clause 4.1.1)\n" in body
    assert "- Speak with the resident: was due Tuesday 1 December 2026, 1 working day overdue (clause 4.0)\n" in body
    assert "- Send the response: was due Friday 27 November 2026, 3 working days overdue\n" in body


@pytest.mark.parametrize(
    ("channel", "words"),
    [(Channel.EMAIL, "by e-mail"), (Channel.TEXT, "by text message"), (Channel.LETTER, "by letter")],
)
def test_D_05_who_cannot_be_reached_names_the_channel_and_what_to_do(channel: Channel, words: str) -> None:
    letter = write("reliance", NoticeKind.CANNOT_REACH, channel=channel)

    assert words in letter.subject
    assert tells_all(letter, ("The number does not exist.", "Find a right number or address"))


def test_D_05_of_a_colleague_who_cannot_be_reached_nothing_is_said_of_the_resident() -> None:
    letter = write("reliance", NoticeKind.CANNOT_REACH, colleague="Priya Nair", notice=NoticeKind.REMINDER)

    assert "Priya Nair" in letter.subject
    assert tells_all(letter, ("What we sent Priya Nair", "The number does not exist.", "tell them what it was about"))
    assert "resident" not in letter.subject + letter.body


def test_D_05_of_what_nobody_knows_it_is_not_said_whom_it_was_for() -> None:
    letter = write("reliance", NoticeKind.CANNOT_REACH, notice=None, channel=None)

    assert letter.subject.endswith("a message came back")
    assert "We tried to reach the resident" not in letter.body


def test_a_refused_message_says_what_was_asked_and_why_not() -> None:
    letter = write("reliance", NoticeKind.MESSAGE_REJECTED)

    assert tells_all(letter, ("Close the complaint", "A promised action is still open."))


def test_a_letter_to_post_says_to_print_it_and_record_it() -> None:
    body = write("reliance", NoticeKind.LETTER_TO_POST).body

    assert "The response letter" in body
    assert "It is made for Monday 14 December 2026." in body
    assert "print it again first" in body
    assert "record that, with the day: it is letter 7 of this complaint" in body


@both
def test_A_33_a_response_that_went_late_gives_longer_and_both_last_days_are_told(key: str) -> None:
    body = write(key, NoticeKind.LETTER_CORRECTED).body

    assert "is Wednesday 16 December 2026. It did not go to you until Friday 18 December 2026. We are sorry" in body
    assert (
        "until Monday 18 January 2027. You have longer than that. You can ask until Wednesday 20 January 2027." in body
    )


@both
def test_a_letter_without_an_address_is_not_said_to_be_ready(key: str) -> None:
    body = write(key, NoticeKind.ADDRESS_NEEDED).body
    assert "not safe" not in body

    assert "The closure letter" in body
    assert "we do not have an address where we can write to the resident. It is not printed yet." in body
    assert "ready to print" not in body


def test_a_late_request_is_for_a_person_to_decide() -> None:
    letter = write("qualitas", NoticeKind.LATE_REQUEST)

    assert tells_all(letter, ("Thursday 21 January 2027", "Thursday 14 January 2027", "Thursday 28 January 2027"))
    assert "never refused by itself" in letter.body
