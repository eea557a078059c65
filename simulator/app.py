"""Puts the simulator together."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError

from simulator.control import bad_control, control_routes
from simulator.inbox import Inbox
from simulator.letters import Letters
from simulator.pages import inbox_routes
from simulator.sendgrid_api import sendgrid_refusal, sendgrid_routes
from simulator.sendgrid_rules import SendgridRefusedError
from simulator.settings import Settings
from simulator.sign_in import Provider, people_in, sign_in_routes
from simulator.switches import Switches
from simulator.twilio_api import TwilioDesk, twilio_refusal
from simulator.twilio_rules import TwilioRefusedError


def simulator_app(settings: Settings) -> FastAPI:
    """The simulator, with its routes and with each service's way to refuse.

    Raises:
        UnreadableStateError: The state file holds something else.
        UnreadablePeopleError: The file of people does.
    """
    inbox, switches = Inbox(settings.state_file), Switches()
    app = FastAPI(openapi_url=None)
    app.include_router(inbox_routes(inbox, Letters(settings.letters_folder)))
    app.include_router(control_routes(inbox, switches))
    app.include_router(sendgrid_routes(settings.sendgrid_key, inbox, switches))
    app.include_router(TwilioDesk(settings, inbox, switches).routes())
    provider = Provider(people_in(settings.people_file), settings.client_id, settings.client_secret)
    app.include_router(sign_in_routes(provider))
    app.add_exception_handler(RequestValidationError, bad_control)
    app.add_exception_handler(SendgridRefusedError, sendgrid_refusal)
    app.add_exception_handler(TwilioRefusedError, twilio_refusal)
    return app
