"""Content of the assistant as YAML, its typed models, checks, search and matching; imports nothing of ours."""
