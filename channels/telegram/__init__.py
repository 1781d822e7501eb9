"""Telegram: its updates in, its calls out, by webhook or by asking for news."""
