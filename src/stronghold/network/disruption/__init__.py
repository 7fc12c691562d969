"""Whom to act on, so that a network falls apart the most: plans, how sure they are of being best, and why."""
