"""What the user sees: Qt widgets, one folder or module per screen."""
