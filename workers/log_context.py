"""What every log line of an activity says: whose complaint, which activity, which try; never personal data (D14)."""

from typing import Any

from structlog.contextvars import bind_contextvars
from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor


class LogContext(Interceptor):
    """Binds the facts once for each try, so that no log call repeats them."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """Bind before the activity begins."""
        return _Binding(super().intercept_activity(next))


class _Binding(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002, ANN401 - the SDK's signature
        """Bind, and leave it bound: each try is a task of its own, and the SDK logs its failure after this returns."""
        info = activity.info()
        bind_contextvars(activity=info.activity_type, attempt=info.attempt, **_whose(input.args))
        return await self.next.execute_activity(input)


def _whose(args: Any) -> dict[str, str]:  # noqa: ANN401 - activities take what they like
    """The landlord and the reference that the activity's input names, as errands and pages do."""
    facts = {name: getattr(arg, name, None) for arg in args for name in ("landlord", "reference")}
    return {name: fact for name, fact in facts.items() if isinstance(fact, str)}
