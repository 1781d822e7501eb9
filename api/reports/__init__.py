"""The owner's report (PDF) and its pictures (SVG and PNG), made from an assessment; and the endpoints that give them."""
