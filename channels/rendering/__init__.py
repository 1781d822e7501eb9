"""One message, three renderers. The website gets `Outgoing` as JSON and draws it itself; the functions here turn the
same into what Telegram and WhatsApp send. They are pure: no database, no clock, no network.
"""
