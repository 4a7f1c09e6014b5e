"""Rights: what a person may do, as one table of roles.

A right that is not in the table below does not exist, and nobody has it. How far
a right reaches, into which agreements and groups, is the affair of access.py.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Self

from comanage.rules.signoff import Role


class Right(StrEnum):
    """Something a person may do.

    Attributes:
        words: The same in words, to follow "you may" and "does not let you".
    """

    words: str

    def __new__(cls, value: str, words: str) -> Self:
        """Make a member that is its short name, and keeps its words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    HOME_READ = "home:read", "see the home page"
    ACCOUNT_WRITE = "account:write", "change your account"
    HELP_READ = "help:read", "read the help"
    PEOPLE_MANAGE = "people:manage", "manage people and their roles"
    SERVICE_LINE_CREATE = "service_line:create", "create a service line"
    GROUP_CREATE = "group:create", "create a physician group"
    AGREEMENT_READ = "agreement:read", "see agreements"
    AGREEMENT_WRITE = "agreement:write", "draft or change an agreement"
    REGISTER_EXPORT = "register:export", "export the register"
    DOCUMENT_ADD = "document:add", "add to the file of an agreement"
    SCORECARD_READ = "scorecard:read", "see the scorecard"
    SCORECARD_WRITE = "scorecard:write", "change the scorecard"
    SCORECARD_LOCK = "scorecard:lock", "lock the scorecard"
    SCORECARD_REVIEW = "scorecard:review", "review the scorecard"
    FIGURE_READ = "figure:read", "see the figures"
    FIGURE_ENTER = "figure:enter", "enter figures"
    FIGURE_VERIFY = "figure:verify", "verify figures"
    ALERT_ANSWER = "alert:answer", "answer alerts of monitors"
    SETTLEMENT_READ = "settlement:read", "see the settlement"
    SETTLEMENT_CALCULATE = "settlement:calculate", "calculate the settlement"
    SETTLEMENT_APPROVE = "settlement:approve", "approve the settlement"
    SETTLEMENT_REVIEW = "settlement:review", "review the settlement independently"
    SETTLEMENT_ACCEPT = "settlement:accept", "accept the settlement for your group"
    RELEASE_HOLD = "release:hold", "hold a release or lift a hold"
    CONTROL_SET = "control:set", "set the payment controls"
    PERIOD_UNLOCK = "period:unlock", "ask to open a locked period"
    UNLOCK_CONFIRM = "period:unlock-confirm", "decide on opening a locked period"
    DUTY_HAND_OVER = "duty:hand-over", "hand over a duty"
    PAYMENT_RELEASE = "payment:release", "release payments"
    PAYMENT_REQUEST = "payment:request", "request payments and record them as paid"
    PAYMENT_READ = "payment:read", "see payments"
    PAYMENT_OWN = "payment:own", "see the payments to your group"
    VENDOR_SET = "vendor:set", "set vendor numbers"
    STATEMENT_READ = "statement:read", "see statements"
    PAYOUT_READ = "payout:read", "see payout records"
    PACKET_MAKE = "packet:make", "make audit packets"
    AUDIT_READ = "audit:read", "read the audit log"
    AUDIT_ANCHOR = "audit:anchor", "anchor the audit log"
    DISPUTE_READ = "dispute:read", "see disputes"
    DISPUTE_RAISE = "dispute:raise", "dispute a score for your group"
    DISPUTE_ANSWER = "dispute:answer", "answer a dispute"
    DISPUTE_DECIDE = "dispute:decide", "decide an appeal"
    OVERSIGHT_READ = "oversight:read", "see the compliance board"
    OVERSIGHT_DECLARE = "oversight:declare", "declare safeguards, set limits and place legal holds"
    INSTALLATION_KEEP = "installation:keep", "see to backups and to how the installation is"
    DUTY_READ = "duty:read", "see the duties and the base fee"
    DUTY_WRITE = "duty:write", "change the duties and the base fee"
    TIME_LOG = "time:log", "log hours"
    TIME_ATTEST = "time:attest", "attest hours"
    TIME_READ = "time:read", "see logged hours"
    TIME_APPROVE = "time:approve", "approve hours"
    MEETING_READ = "meeting:read", "see meetings"
    MEETING_WRITE = "meeting:write", "record meetings"


EVERYONE = frozenset({Right.HOME_READ, Right.ACCOUNT_WRITE, Right.HELP_READ})
READS = frozenset(
    {
        Right.AGREEMENT_READ,
        Right.SCORECARD_READ,
        Right.FIGURE_READ,
        Right.SETTLEMENT_READ,
        Right.STATEMENT_READ,
        Right.DUTY_READ,
        Right.TIME_READ,
        Right.MEETING_READ,
    }
)
# What reaches an agreement that was withdrawn: to read it, and nothing that changes it.
LASTING = READS | {
    Right.REGISTER_EXPORT,
    Right.DISPUTE_READ,
    Right.OVERSIGHT_READ,
    Right.PAYMENT_READ,
    Right.PAYOUT_READ,
    Right.PACKET_MAKE,
}
OWN_HOURS = frozenset({Right.TIME_LOG, Right.TIME_ATTEST})
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: EVERYONE | READS | {
        Right.SERVICE_LINE_CREATE,
        Right.GROUP_CREATE,
        Right.AGREEMENT_WRITE,
        Right.REGISTER_EXPORT,
        Right.DOCUMENT_ADD,
        Right.SCORECARD_WRITE,
        Right.SCORECARD_LOCK,
        Right.FIGURE_ENTER,
        Right.SETTLEMENT_CALCULATE,
        Right.CONTROL_SET,
        Right.DUTY_HAND_OVER,
        Right.PAYMENT_READ,
        Right.PAYOUT_READ,
        Right.OVERSIGHT_READ,
        Right.DUTY_WRITE,
        Right.TIME_APPROVE,
        Right.MEETING_WRITE,
        Right.DISPUTE_READ,
        Right.DISPUTE_ANSWER,
    },
    Role.VERIFIER: EVERYONE | READS | {
        Right.FIGURE_VERIFY,
        Right.DUTY_HAND_OVER,
        Right.TIME_APPROVE,
        Right.DISPUTE_READ,
    },
    Role.APPROVER: EVERYONE | READS | {
        Right.SETTLEMENT_APPROVE,
        Right.UNLOCK_CONFIRM,
        Right.DISPUTE_READ,
        Right.DISPUTE_DECIDE,
        Right.DUTY_HAND_OVER,
        Right.PAYMENT_READ,
        Right.PAYOUT_READ,
        Right.TIME_APPROVE,
    },
    Role.RELEASER: EVERYONE | READS | {
        Right.PAYMENT_RELEASE,
        Right.PAYMENT_REQUEST,
        Right.DUTY_HAND_OVER,
        Right.PAYMENT_READ,
        Right.PAYOUT_READ,
        Right.DISPUTE_READ,
    },
    Role.PHYSICIAN: EVERYONE | OWN_HOURS,
    Role.LEADER: EVERYONE | OWN_HOURS | {
        Right.AGREEMENT_READ,
        Right.SCORECARD_READ,
        Right.SETTLEMENT_ACCEPT,
        Right.STATEMENT_READ,
        Right.PAYMENT_OWN,
        Right.DUTY_READ,
        Right.TIME_READ,
        Right.MEETING_READ,
        Right.DISPUTE_READ,
        Right.DISPUTE_RAISE,
    },
    Role.COMPLIANCE: EVERYONE | READS | {
        Right.RELEASE_HOLD,
        Right.CONTROL_SET,
        Right.DISPUTE_READ,
        Right.PERIOD_UNLOCK,
        Right.UNLOCK_CONFIRM,
        Right.DUTY_HAND_OVER,
        Right.PAYMENT_READ,
        Right.ALERT_ANSWER,
        Right.REGISTER_EXPORT,
        Right.DOCUMENT_ADD,
        Right.SCORECARD_REVIEW,
        Right.PAYOUT_READ,
        Right.PACKET_MAKE,
        Right.AUDIT_READ,
        Right.AUDIT_ANCHOR,
        Right.INSTALLATION_KEEP,
        Right.OVERSIGHT_READ,
        Right.OVERSIGHT_DECLARE,
    },
    Role.REVIEWER: EVERYONE | READS | {
        Right.REGISTER_EXPORT,
        Right.SETTLEMENT_REVIEW,
        Right.DISPUTE_READ,
        Right.DUTY_HAND_OVER,
        Right.PAYMENT_READ,
        Right.PAYOUT_READ,
        Right.OVERSIGHT_READ,
    },
    Role.EXECUTIVE: EVERYONE | {
        Right.AGREEMENT_READ,
        Right.REGISTER_EXPORT,
        Right.SETTLEMENT_READ,
        Right.PAYMENT_READ,
        Right.PAYOUT_READ,
    },
    Role.SYSTEM: EVERYONE | {
        Right.PEOPLE_MANAGE,
        Right.SERVICE_LINE_CREATE,
        Right.GROUP_CREATE,
        Right.VENDOR_SET,
        Right.DUTY_HAND_OVER,
        Right.AUDIT_READ,
        Right.AUDIT_ANCHOR,
        Right.INSTALLATION_KEEP,
    },
}  # fmt: skip

# What an agreement of a small hospital may add, where it says so (verifier_may_approve).
ADDED: Mapping[Role, frozenset[Right]] = {Role.VERIFIER: frozenset({Right.SETTLEMENT_APPROVE})}
# What takes a role held for every service line.
UNLIMITED_ONLY = frozenset({Right.SERVICE_LINE_CREATE})
WITHIN_A_GROUP = frozenset({Role.PHYSICIAN, Role.LEADER})
# Whoever holds one of these signs in with a one-time code besides the password.
SECOND_FACTOR = frozenset({Role.APPROVER, Role.RELEASER, Role.COMPLIANCE, Role.SYSTEM})
# Whose sign-in ends sooner when nothing is asked for.
IDLE_SOONER = frozenset({Role.APPROVER, Role.COMPLIANCE})
