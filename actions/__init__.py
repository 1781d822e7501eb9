"""Rasa custom actions and the plain Python they call: the interview and the assessment."""
