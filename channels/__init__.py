"""The gateway: one message model, conversations, inbox and outbox, and a renderer for each channel."""
