#!/usr/bin/env python3
"""Searches the model of card and host (ownership.pml) exhaustively, and shows that it can fail.

Usage: ownership.py [--all] [name...]

Each search has to end by itself, without an error and without a state left out; its states are
printed. Then the rules that a BREAK_ name leaves out: each search has to find an error. --all adds
searches that take minutes and gigabytes.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MODEL = pathlib.Path(__file__).resolve().parent / "ownership.pml"
MEGABYTES = 6000
SECONDS = 600

# Sizes of a search. `progress` looks for a way to go round for ever instead: there is none, so
# every run ends, and it can only end with the book with the card, with a book the card may not
# have, or with the card given up.
SEARCHES = {
    "one_order_windows": "K=1 COMMANDS=2 FEEDS=1",
    "two_order_windows": "K=2 COMMANDS=2 FEEDS=0",
    "two_order_windows_with_feed": "K=2 COMMANDS=1 FEEDS=1 BIDS=3",
    "more_commands": "K=1 COMMANDS=3 FEEDS=0 BIDS=1 ASKS=1 FEW=1",
    "refills_in_a_row": "K=3 COMMANDS=2 FEEDS=0 BIDS=3 ASKS=0 FEW=1 GRANTED=1",
    "progress_one_order_windows": "K=1 COMMANDS=2 FEEDS=0",
    "progress_two_order_windows": "K=2 COMMANDS=1 FEEDS=1",
}
LONG = {
    "all_kinds_three_commands": "K=1 COMMANDS=3 FEEDS=0 BIDS=1 ASKS=1",
    "two_order_windows_three_commands": "K=2 COMMANDS=3 FEEDS=0 BIDS=2 ASKS=1 FEW=1",
}

# A rule that is left out, and the sizes at which that shows.
BROKEN = {
    "refill_ignores_deep_seq": "K=1 COMMANDS=2 FEEDS=0",
    "refill_ignores_index": "K=3 COMMANDS=3 FEEDS=0 BIDS=3 ASKS=0 FEW=1 GRANTED=1",
    "refill_ignores_room": "K=2 COMMANDS=2 FEEDS=0",
    "grant_ignores_as_of": "K=1 COMMANDS=2 FEEDS=0",
    "spill_leaves_deep_seq": "K=1 COMMANDS=2 FEEDS=0",
    "passed_cancel_leaves_deep_seq": "K=1 COMMANDS=2 FEEDS=0",
    "cancel_behind_is_refused": "K=1 COMMANDS=2 FEEDS=0",
    "end_of_deep_window_is_inside": "K=2 COMMANDS=2 FEEDS=0",
    "empty_deep_side_is_empty": "K=1 COMMANDS=2 FEEDS=0",
    "punt_keeps_windows": "K=1 COMMANDS=2 FEEDS=0",
    "host_book_keeps_windows": "K=1 COMMANDS=2 FEEDS=0",
    "takeover_doubles": "K=1 COMMANDS=2 FEEDS=0",
    "takeover_loses": "K=1 COMMANDS=2 FEEDS=0",
}


def run(command, folder, seconds=SECONDS):
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False
    )
    return done.returncode, done.stdout + done.stderr


def search(sizes, broken=None, progress=False):
    """What pan said of one search: errors, states, whole, and its text."""
    defines = [f"-D{size}" for size in sizes.split()]
    if broken:
        defines.append(f"-DBREAK_{broken}")
    with tempfile.TemporaryDirectory() as folder:
        code, text = run(["spin", "-a", *defines, MODEL], folder)
        if code != 0 or not (pathlib.Path(folder) / "pan.c").exists():
            sys.exit(f"ownership: spin refuses the model:\n{text}")
        kind = "-DNP" if progress else "-DSAFETY"
        build = ["gcc", "-w", "-O2", kind, f"-DMEMLIM={MEGABYTES}", "-o", "pan", "pan.c"]
        code, text = run(build, folder)
        if code != 0:
            sys.exit(f"ownership: gcc refuses what spin wrote:\n{text}")
        _, text = run(["./pan", *(["-l"] if progress else []), "-m100000", "-w24"], folder)
        if "errors: 0" not in text:
            _, steps = run(["spin", *defines, "-t", "-p", "-g", MODEL], folder)
            trail = [line for line in steps.splitlines() if "!" in line or "?" in line]
            text += "\n".join(trail[-20:])
    errors = re.search(r"errors: (\d+)", text)
    states = re.search(r"(\d+) states, stored", text)
    cut = "Search not completed" in text or "max search depth too small" in text
    whole = errors is not None and not cut and "out of memory" not in text
    return int(errors[1]) if errors else -1, int(states[1]) if states else 0, whole, text


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("names", nargs="*")
    arguments = parser.parse_args()
    if shutil.which("spin") is None:
        sys.exit("ownership: spin is missing; scripts/setup installs it")
    searches = SEARCHES | (LONG if arguments.all or arguments.names else {})
    unknown = set(arguments.names) - set(searches) - set(BROKEN)
    if unknown:
        sys.exit(f"ownership: no search is called {', '.join(sorted(unknown))}")
    chosen = arguments.names or [*searches, *BROKEN]
    failed = []
    for name in chosen:
        if name in BROKEN:
            errors, states, _, text = search(BROKEN[name], broken=name)
            good = errors > 0
            said = re.search(r"pan:1: (.*)", text)
            print(f"{name}: {'caught' if good else 'NOT CAUGHT'} after {states} states: "
                  f"{said[1] if said else 'no error'}", flush=True)
        else:
            progress = name.startswith("progress")
            errors, states, whole, text = search(searches[name], progress=progress)
            good = errors == 0 and whole
            end = "exhaustive" if whole else "CUT SHORT"
            print(f"{name}: states={states} errors={errors} {end} ({searches[name]})", flush=True)
        if not good:
            failed.append(name)
            print(text)
    if failed:
        sys.exit(f"ownership: {', '.join(failed)}")


if __name__ == "__main__":
    main()
