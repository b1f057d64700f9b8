"""Where the data folder is and where a password comes from."""

from __future__ import annotations

import getpass
import os
import sys
from argparse import Namespace
from pathlib import Path

from desktop.errors import UserError
from desktop.paths import DataFolder, default_data_folder

PASSWORD = "DESK_PASSWORD"
"""The environment variable that may hold the password."""


def data_folder(given: Namespace) -> DataFolder:
    """The data folder that the arguments name."""
    return DataFolder((given.data or default_data_folder()).absolute())


def password_of(file: Path | None, login: str) -> str:
    """The password: from a file, the environment, or a prompt; UserError when there is none to be had."""
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise UserError(f"读不到口令文件“{file.name}”", "核对路径", "E-READ") from error
    from_environment = os.environ.get(PASSWORD)
    if from_environment is not None:
        return from_environment
    if not sys.stdin.isatty():
        raise UserError("没有给出口令", f"用 --password-file 或环境变量 {PASSWORD} 给出", "E-PASSWORD")
    return getpass.getpass(f"{login} 的口令：")
