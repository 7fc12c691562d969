"""Intake: a partner's file becomes typed records, or a quarantined row with its reason."""
