"""How often values are right, and how often they are right when they are sure."""
