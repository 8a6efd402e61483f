"""All tables of numbers of a document, those of its notes too, without a model."""
