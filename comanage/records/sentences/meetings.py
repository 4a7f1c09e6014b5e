"""What to tell a person when the database refuses something of meetings."""

from comanage.records.sentences.shared import STATE, TABLE_KEY

SENTENCES = {
    "meeting_of_one_agreement": TABLE_KEY,
    "meeting_replaced_once": "This meeting was corrected already. Load the page again.",
    "meeting_names_its_committee": "Name the committee.",
    "meeting_not_of_a_day_to_come": "This day is still to come. Record the meeting once it was held.",
    "meeting_correction_says_why": "Say why the record is corrected.",
    "meeting_attendance_once_a_name": "Someone is named twice.",
    "meeting_attendance_names_someone": "Give the name.",
    "meeting_attendance_is_known": STATE,
    "meeting_attendance_of_its_agreement": "Those who attend belong to a group of the agreement.",
    "meeting_decision_says_what": "Say what was decided.",
}
