"""The task queues: e-mail and text have their own, so that a vendor that is away or slow holds nobody else up."""

COMPLAINTS_QUEUE = "complaints"
EMAIL_QUEUE = "complaints-email"
TEXT_QUEUE = "complaints-text"
