"""What a user can do: one function for each verb."""
