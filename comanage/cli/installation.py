"""comanage init and serve: an installation from its first day on."""

from ipaddress import ip_address
from socket import socket

import click
from waitress.server import create_server

from comanage import database, server_log
from comanage.actions import invitations
from comanage.app import create_app
from comanage.cli.doorway import opened, settings
from comanage.cli.too_large import READ_OVER, read_over
from comanage.jobs.worker import working
from comanage.records.installation import current
from comanage.records.person import holders
from comanage.refusals import Refusal
from comanage.rules.signoff import Role
from config import Settings

THREADS = 4
CONNECTIONS = 500  # a browser holds some; what says nothing for a while is let go
SILENT_SECONDS, LOOK_EVERY = 20, 5
PLAIN = (
    "comanage speaks plain HTTP, and {host} is reached from other machines, so passwords would"
    " cross the network in the clear. Let a proxy end HTTPS and set COMANAGE_ADDRESS to its"
    " https:// address, or leave COMANAGE_HOST at 127.0.0.1."
)
IS_DEMO = "This database holds the demo. Run comanage demo, or set COMANAGE_DATA to another folder."
NOBODY_YET = "Nobody is system administrator yet: open the link that comanage init prints."


@click.command()
def init() -> None:
    """Begin an installation: data folder, secret key, tables, and the first administrator's link.

    Run again, it makes a new link, for as long as nobody is system administrator.
    """
    chosen = settings()
    chosen.secret_key()
    with opened(chosen.database_url, migrate=True), database.transaction() as session:
        token = invitations.invite_first(session)
    days = invitations.LASTS.days
    click.echo(f"The data folder is {chosen.data}.")
    click.echo("Start the app with: comanage serve")
    click.echo(f"Then open this link to become its first system administrator, within {days} days:")
    click.echo(f"{chosen.address}/welcome/{token}")


@click.command()
def serve() -> None:
    """Run the app for the people who use it, until it is stopped with Ctrl-C."""
    chosen = settings()
    refuse_plain_http(chosen)
    with opened(chosen.database_url), database.reading() as session:
        found, begun = current(session), holders(session, Role.SYSTEM)
    if found is not None and found.is_demo:
        raise Refusal(IS_DEMO)
    if not begun:
        click.echo(NOBODY_YET)
    run(chosen)


def refuse_plain_http(chosen: Settings) -> None:
    """Refuse to send passwords over a network in the clear.

    Raises:
        Refusal: The address to listen on is no loopback, and no proxy ends HTTPS.
    """
    if not chosen.over_https and not is_loopback(chosen.host):
        raise Refusal(PLAIN.format(host=chosen.host))


def is_loopback(host: str) -> bool:
    """Say whether only this machine reaches an address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def run(chosen: Settings) -> None:
    """Serve the app until it is stopped.

    Raises:
        Refusal: The port is taken, or may not be used.
    """
    server_log.to_stderr()
    app = create_app(chosen)
    servers: dict[int, socket] = {}
    try:
        server = create_server(
            app,
            map=servers,
            host=chosen.host,
            port=chosen.port,
            threads=THREADS,
            max_request_body_size=READ_OVER,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=True,  # select() knows no descriptor above 1023
            channel_timeout=SILENT_SECONDS,
            cleanup_interval=LOOK_EVERY,
            ident=None,
            trusted_proxy="127.0.0.1" if chosen.over_https else None,
            trusted_proxy_headers={"x-forwarded-for"} if chosen.over_https else set(),
            clear_untrusted_proxy_headers=True,
            url_scheme="https" if chosen.over_https else "http",
        )
    except OSError as why:
        taken = f"Port {chosen.port} of {chosen.host} cannot be used: {why.strerror}."
        raise Refusal(f"{taken} Set COMANAGE_PORT to another one.") from why
    read_over(servers)
    click.echo(f"Serving {chosen.address} - stop with Ctrl-C.")
    with working(app.extensions["messenger"], here=not chosen.jobs_url):
        server.run()
