"""One frozen data folder for each released schema version, and the program that makes them."""
