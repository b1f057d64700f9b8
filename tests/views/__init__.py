"""The screens, offscreen, on real stores."""
