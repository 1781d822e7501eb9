"""WhatsApp's Cloud API: signed webhooks in, messages out. Small, and our own: the durable inbox is ours anyway."""
