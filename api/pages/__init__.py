"""The pages that need no script: the form, its result, the knowledge base to browse and search, and about all this."""
