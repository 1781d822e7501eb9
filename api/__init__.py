"""The case API, the desk of the advisors, and the ASGI application that also mounts the channels."""
