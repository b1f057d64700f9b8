#!/usr/bin/env bash
# Prepares this checkout on a bare machine, then runs the program or its checks. See the usage below.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: bash installer/dev.sh <command> [arguments]

  run [arguments]    the program; without a display and without arguments, the demonstration in ./demo-output
  test [--full]      style, types and tests; --full adds the long campaigns; further arguments go to pytest
  lint               style and types alone
  bench [arguments]  the measurements under tests/benchmarks
  lock               write requirements.lock anew from pyproject.toml (wants the package uv)
TEXT
}

root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)"
cd -- "$root"
python="$root/.venv/bin/python"
stamp="$root/.venv/prepared-for"
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1
unset PYTHONDONTWRITEBYTECODE # the kill campaign starts the program many times; without byte code each start takes seconds

# What Qt loads at run time and a minimal Debian lacks; the second list is for a real display only.
qt_packages=(libgl1 libegl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0)
display_packages=(
    libxkbcommon-x11-0 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libcups2
)

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }
has_display() { [[ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]]; }

is_installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# Print those of the named packages that neither their own name nor its 64-bit-time successor provides.
missing_packages() {
    local name
    for name in "$@"; do
        is_installed "$name" || is_installed "${name}t64" || printf '%s\n' "$name"
    done
}

# Install what is missing of the named Debian packages; elsewhere the system is taken as it is.
ensure_packages() {
    command -v dpkg-query apt-get >/dev/null || return 0
    local missing=() as_root=() name output
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
            die "Packages are missing. Run this once, then try again:
  su -c 'apt-get update && apt-get install --no-install-recommends ${missing[*]}'"
        fi
        as_root=(sudo -n)
    fi
    say "Installing ${#missing[@]} system packages ..."
    output="$("${as_root[@]}" apt-get update -qq 2>&1)" || die "$output"
    local wanted=()
    for name in "${missing[@]}"; do
        if apt-cache show "${name}t64" >/dev/null 2>&1; then wanted+=("${name}t64"); else wanted+=("$name"); fi
    done
    output="$("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${wanted[@]}" 2>&1)" || die "$output"
}

# Print the first Python that the program supports and that can make a virtual environment; none prints nothing.
find_python() {
    local name
    for name in python3.11 python3.12 python3.13 python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
            2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
}

# Give the machine what the action needs, and .venv what the lock says unless its stamp tells that it has it.
prepare() {
    local packages=("${qt_packages[@]}") wanted base
    if [[ "$1" == run ]] && has_display; then packages+=("${display_packages[@]}"); fi
    if [[ ! -x "$python" && -z "$(find_python)" ]]; then packages+=(python3 python3-venv); fi
    ensure_packages "${packages[@]}"
    wanted="$(printf '%s\n' "$root" | cat - pyproject.toml requirements.lock | sha256sum)"
    if [[ -x "$python" && -f "$stamp" && "$(<"$stamp")" == "$wanted" ]]; then return 0; fi
    if ! "$python" -m pip --version >/dev/null 2>&1; then
        base="$(find_python)"
        [[ -n "$base" ]] || die "No Python 3.11, 3.12 or 3.13 with the module venv was found. Install one first."
        "$base" -m venv --clear .venv
    fi
    say "Installing the Python packages of requirements.lock ..."
    "$python" -m pip install --quiet --no-deps --require-hashes -r requirements.lock
    printf '%s\n' "$root" >"$("$python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/checkout.pth"
    printf '%s\n' "$wanted" >"$stamp"
}

run() {
    has_display || export QT_QPA_PLATFORM=offscreen
    if has_display || (($#)); then exec "$python" -m desktop "$@"; fi
    local output
    output="$root/demo-output/$(date +%Y%m%d-%H%M%S)"
    mkdir -p -- "$output"
    say "No display was found, so the demonstration runs without a window."
    "$python" -m desktop demo "$output" || die "The demonstration failed; what it wrote lies in $output"
    say "The output lies in $output"
}

lint() {
    local failed=0
    "$python" -m ruff check --quiet . || failed=1
    "$python" -m ruff format --check --quiet . || { say "Unformatted: see ruff format --diff"; failed=1; }
    "$python" -m mypy --no-error-summary || failed=1
    return "$failed"
}

run_test() {
    local failed=0 selection=()
    if [[ "${1:-}" == --full ]]; then
        selection=(-m "full or not full")
        shift
    fi
    # The power-cut replay watches the program through strace; where there is none the tests say what they skip.
    (ensure_packages strace) || say "Without strace the power-cut replay is skipped."
    lint || failed=1
    # Three workers on two cores: windows wait for their timers a fifth of the time.
    QT_QPA_PLATFORM=offscreen "$python" -m pytest -q -n 3 --dist worksteal "${selection[@]}" "$@" || failed=1
    return "$failed"
}

run_bench() {
    QT_QPA_PLATFORM=offscreen "$python" -m tests.benchmarks "$@"
}

lock() {
    "$python" -m uv --version >/dev/null 2>&1 || die "The package uv is missing: .venv/bin/python -m pip install uv"
    "$python" -m uv pip compile --quiet --universal --python-version 3.11 --extra test --generate-hashes \
        --no-emit-index-url --no-annotate --no-header pyproject.toml --output-file requirements.lock "$@" >/dev/null
}

command="${1:-}"
(($#)) && shift
case "$command" in
    run | lint | lock) action="$command" ;;
    test | bench) action="run_$command" ;;
    *) usage >&2; exit 2 ;;
esac
prepare "$action" # on a line of its own: after && or || bash would pass over a step that failed
"$action" "$@"
