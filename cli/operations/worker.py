"""`complaints worker` and `complaints register`: what an installation runs."""

import os
from typing import Annotated

import typer
import uvloop

from activities.ports import LetterError, RegisterAwayError, TemporalAwayError
from cli.at_desk import Json
from cli.errors import RefusedError
from cli.say import say
from providers.rulebook import RulebookError
from providers.settings import BadSettingsError, settings
from register.refusals import BadRegisterUrlError
from temporal.connection import where_temporal_is
from temporal.refusals import BadConnectionError, NotTrustedError

app = typer.Typer(rich_markup_mode=None)
register = typer.Typer(rich_markup_mode=None, no_args_is_help=True)
app.add_typer(register, name="register", help="Look after the register.")


@app.command()
def worker() -> None:
    """Work on complaints until told to stop."""
    from temporal.search_attributes import SearchAttributesError  # noqa: PLC0415 - so does this
    from workers.main import run_worker  # noqa: PLC0415 - it loads the vendors, which `register` does not need

    try:
        os.environ.update(where_temporal_is())
        uvloop.run(run_worker(settings()))
    except (
        BadConnectionError,
        BadRegisterUrlError,
        BadSettingsError,
        NotTrustedError,
        SearchAttributesError,
    ) as refusal:
        raise RefusedError(str(refusal)) from refusal
    except (LetterError, RulebookError) as refusal:
        raise RefusedError(str(refusal)) from refusal
    except TemporalAwayError as refusal:
        raise RefusedError(f"{refusal}; start it first") from refusal


@register.command()
def migrate() -> None:
    """Bring the register's tables up to date; nothing happens if they are."""
    from register.upgrade import upgrade  # noqa: PLC0415 - a worker does not migrate

    try:
        upgrade(settings().register_url)
    except (BadSettingsError, BadRegisterUrlError, RegisterAwayError) as refusal:
        raise RefusedError(str(refusal)) from refusal
    say("The register is up to date.")


@register.command()
def reseal() -> None:
    """Seal the states that the register keeps again, with the first key of the ring; then a former one can go."""
    from providers.sealed_states import StateSeals  # noqa: PLC0415 - a migration needs no key
    from register.engine import open_register  # noqa: PLC0415 - it loads SQLAlchemy
    from register.resealing import reseal as seal_again  # noqa: PLC0415 - so does this

    try:
        chosen = settings()
        ring, engine = chosen.key_ring(), open_register(chosen.register_url)
        if ring.seals_with is None:
            raise RefusedError("no key seals while PUTRIGHT_PAYLOADS=plain; nothing was done")
        done = seal_again(engine, StateSeals(ring), ring.seals_with)
    except (BadSettingsError, BadRegisterUrlError, RegisterAwayError) as refusal:
        raise RefusedError(str(refusal)) from refusal
    say(f"{done.resealed:,} sealed again with the key {ring.seals_with}.")
    if done.unopened:
        names = ", ".join(place.reference for place in done.unopened[:10])
        raise RefusedError(f"{len(done.unopened):,} cannot be opened with the keys on the ring: {names}")


@register.command()
def reconcile(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Fill what can be filled; without it, only show it.")] = False,
    as_json: Json = False,
) -> None:
    """Compare every complaint in the register with Temporal, both ways; fill entries that the register lacks."""
    from cli.operations.reconcile import reconcile as compare  # noqa: PLC0415 - a migration needs no Temporal

    compare(yes=yes, as_json=as_json)
