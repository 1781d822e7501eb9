"""Webhooks: telling other systems what happens to cases."""
