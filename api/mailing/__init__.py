"""Mail about cases: notices to advisors and the report to the owner, stored first and sent until it arrives."""
