#!/bin/sh
# Prepare the virtual environment in .venv. Called by make: `sh scripts/setup.sh run` or `… test`.
# Plain POSIX sh, because it must also explain itself on a machine where nothing is as it should be.
set -eu

cd "$(dirname "$0")/.."
what=${1:?"usage: sh scripts/setup.sh run|test"}
here=$(pwd -P)
sudo="sudo "
[ "$(id -u)" != 0 ] || sudo=""

die() {
    echo "$1" >&2
    exit 1
}

# Ctrl-C reaches make as well, which ends by itself; an exit status here would only make it complain.
trap 'echo "Stopped."; exit 0' INT

# `for_system DEBIAN MACOS` prints the one that fits this machine.
for_system() {
    if [ "$(uname -s)" = Darwin ]; then echo "$2"; else echo "$1"; fi
}

# --- a folder that can be written to -------------------------------------------------------------

copy_it="cp -R '$here' ~/plumbline && chmod -R u+w ~/plumbline && cd ~/plumbline && make $what"
[ -w . ] || die "The folder $here cannot be written to; work in a copy that can be: $copy_it"
if [ "$what" = run ]; then
    var=${PLUMBLINE_VAR:-var}
    mkdir -p "$var" 2>/dev/null && [ -w "$var" ] ||
        die "The folder $var, which holds the data, cannot be written to; make it yours: ${sudo}chown -R $(id -un) '$var'"
fi

# --- a Python that is new enough -----------------------------------------------------------------

# This line must be understood by every Python there ever was.
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

choose_python() {
    python="" without_venv=""
    if [ -n "${PY:-}" ]; then set -- "$PY"; else set -- python3 python3.14 python3.13 python3.12 python3.11; fi
    for candidate; do
        is_new_enough "$candidate" || continue
        if can_make_venv "$candidate"; then
            python=$candidate
            return
        fi
        [ -n "$without_venv" ] || without_venv=$candidate
    done
    if [ -n "$without_venv" ]; then
        version=$("$without_venv" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        die "$without_venv lacks the venv module; install it: $(for_system "${sudo}apt install python$version-venv" "brew install python@$version")"
    fi
    first=$1
    found=$("$first" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || found=""
    die "Python 3.11 or newer is needed and $first is ${found:-missing}; install one: $(for_system \
        "${sudo}apt install python3 python3-venv" "brew install python") (or name one that you have: make $what PY=/path/to/python3)"
}

# --- the virtual environment ---------------------------------------------------------------------

# A half-made one (interrupted, or its Python is gone) is removed and made anew.
if [ -e .venv/.unfinished ] ||
    ! .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    choose_python
    rm -rf .venv
    mkdir .venv
    : >.venv/.unfinished
    echo "Making a virtual environment in .venv …"
    # As `python -m venv .venv` does, but without a traceback at Ctrl-C.
    "$python" -c 'import signal, venv
signal.signal(signal.SIGINT, signal.SIG_DFL)
venv.create(".venv", with_pip=True, symlinks=True)' || die "The virtual environment could not be made; mend what is said above and try again: make $what"
    rm .venv/.unfinished
fi

# --- the packages: installed only when a requirements file changed -------------------------------

for_run=$(cat requirements.txt constraints.txt | cksum)
for_test=$(cat requirements.txt constraints.txt requirements-dev.txt | cksum)
installed() { [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$2" ]; }

install() {
    echo "Installing the packages that $1 names (once, about half a minute) …"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --requirement "$1" ||
        die "The packages could not be installed; check the network connection and try again: make $what"
    echo "$for_run" >.venv/.installed-run
}

case $what in
run) installed run "$for_run" || install requirements.txt ;;
test)
    installed test "$for_test" || {
        install requirements-dev.txt
        echo "$for_test" >.venv/.installed-test
    }
    ;;
*) die "usage: sh scripts/setup.sh run|test" ;;
esac
