"""How a source talks: hedges, boosters, hype and their kin, found by lexicons and guards."""
