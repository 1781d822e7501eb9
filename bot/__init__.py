"""The Rasa project: configuration, importer, connector and launcher (Python 3.10)."""
