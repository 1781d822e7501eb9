"""The owner's report (PDF) and its pictures (SVG, PNG), made from an assessment, and their endpoints."""
