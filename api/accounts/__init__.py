"""Accounts of advisors, their sessions, and who is calling the API."""
