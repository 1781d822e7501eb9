"""The advisor desk: server-rendered pages over the same functions as the case API."""
