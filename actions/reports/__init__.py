"""The owner's report (PDF) and its pictures (SVG, PNG), made from an assessment: the same input, the same bytes."""
