"""Cases: what an interview became, for advisors and other systems."""
