"""The task queues: e-mail and text have their own, with the rate at which the server hands out their work."""

from temporalio.client import Client

from register.engine import open_register
from tests.world import World
from workers.wiring import recording, rounds, sending, workers
from workflows.queues import COMPLAINTS_QUEUE, EMAIL_QUEUE, TEXT_QUEUE


async def test_email_and_text_have_queues_of_their_own_each_with_its_rate(world: World) -> None:
    client = await Client.connect(world.env.client.service_client.config.target_host)
    settings = world.settings.model_copy(update={"emails_per_second": 30, "texts_per_second": 7})
    register = open_register(settings.register_url)

    by_schedule = rounds(settings, register, register, client)
    made = workers(client, sending(settings, register), recording(settings, register), settings, by_schedule)

    register.dispose()
    rates = {worker.task_queue: worker.config().get("max_task_queue_activities_per_second") for worker in made}
    assert rates == {COMPLAINTS_QUEUE: None, EMAIL_QUEUE: 30, TEXT_QUEUE: 7}
    kept = {worker.config().get("max_cached_workflows") for worker in made}
    assert kept == {1_000}, "fewer would be replayed again and again while many are worked on"
