"""Values of a schema's fields that the span reader found, and what speaks for and against them."""
