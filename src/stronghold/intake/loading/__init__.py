"""The steps of a load, one module each; :mod:`stronghold.intake.load` runs them."""
