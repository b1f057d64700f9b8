"""Wrong passwords in a row: how many, and how long the login then waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.errors import UserError

TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(slots=True)
class Tries:
    """Failures in a row of one login, and from when (UTC, ISO 8601) for how many seconds it waits."""

    failures: int = 0
    since: str = ""
    wait: int = 0


def wait_left(tries: Tries, now: datetime) -> timedelta:
    """How long the login must still wait; zero when it need not."""
    if not tries.wait:
        return timedelta(0)
    passed = now - datetime.fromisoformat(tries.since)
    if passed < timedelta(0):  # the clock was set back: the wait cannot be measured any more
        return timedelta(0)
    return max(timedelta(seconds=tries.wait) - passed, timedelta(0))


def require_patience(tries: Tries, now: datetime) -> None:
    """Raise UserError (E-WAIT) while the login must wait."""
    left = wait_left(tries, now)
    if left:
        seconds = -(-left // timedelta(seconds=1))
        raise UserError(
            f"口令连续输错 {tries.failures} 次，还要等 {seconds} 秒才能再试",
            "请到时再试，或请安全保密管理员解锁。",
            "E-WAIT",
        )


def count_failure(tries: Tries, now: datetime) -> None:
    """Count one more failure. The fifth waits 30 seconds, each further one twice as long, up to 15 minutes."""
    tries.failures += 1
    if tries.failures >= TRIES:
        doubled = FIRST_WAIT * 2 ** min(tries.failures - TRIES, 10)
        tries.wait = int(min(doubled, LONGEST_WAIT).total_seconds())
        tries.since = now.isoformat()


def refusal(tries: Tries) -> UserError:
    """What a failure just counted is told: the same for a wrong password and an unknown login."""
    if tries.wait:
        hint = f"已连续输错 {tries.failures} 次，{tries.wait} 秒内不能再试；忘记口令的，用应急密钥打开。"
    else:
        hint = f"请检查大小写和输入法。再输错 {TRIES - tries.failures} 次，就要等待后才能再试。"
    return UserError("账号或口令不对", hint, "E-PASSWORD")
