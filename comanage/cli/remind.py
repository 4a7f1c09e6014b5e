"""comanage remind: tell everyone once a day what waits for them, and until when."""

import click

from comanage import database
from comanage.actions import reminders
from comanage.actions.reminders import Message
from comanage.cli.doorway import OPERATOR, opened, settings
from comanage.cli.post import Post, Server
from comanage.refusals import Refusal

NOBODY = "Nobody has to be reminded today."
NO_SERVER = "No message was sent: COMANAGE_SMTP_URL names no mail server."


@click.command()
def remind() -> None:
    """Print who is to be reminded of what, and mail it where a mail server is set.

    Each person gets one message, and is told of each kind of thing once a day, however
    often this is run: figures, months of hours, settlements, disputes.
    """
    here = settings()
    post = Server(here.smtp_url) if here.smtp_url else None
    with opened(here.database_url):
        with database.reading() as session:
            found = reminders.messages(session, OPERATOR)
        failed = [why for message in found if (why := _told(message, post, here.address))]
    if not found:
        click.echo(NOBODY)
    elif post is None:
        click.echo(NO_SERVER)
    if failed:
        raise Refusal("\n".join(failed))


def _told(message: Message, post: Post | None, address: str) -> str:
    """Print a message and send it; say why it was not sent, where it was not.

    It is kept in the same transaction: a message that does not go out is not kept as sent.
    """
    click.echo(f"{message.person.name} <{message.person.email}>")
    click.echo("\n".join(f"  {line}" for line in message.text.splitlines()))
    if post is None:
        return ""
    try:
        with database.transaction() as session:
            reminders.keep(session, OPERATOR, message)
            post.send(message.person.email, message.subject, f"{message.text}\n\n{address}\n")
    except Refusal as refused:
        return f"{message.person.name}: {refused.sentence}"
    return ""
