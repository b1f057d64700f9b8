"""政务公开工作台: an offline desk for government information disclosure."""

__version__ = "0.1.0"
