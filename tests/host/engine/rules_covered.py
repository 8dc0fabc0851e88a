#!/usr/bin/env python3
"""Fails for each numbered rule of the matching function that no test names, and the reverse.

Usage: rules_covered.py <matching_function.md> <test source>...
"""
import pathlib
import re
import sys


def rules_of(text):
    """Every number that begins a list entry, a row of a table or a paragraph."""
    return set(re.findall(r"^\s*(?:[-|] )?\*{0,2}(\d+\.\d+)\b", text, re.M))


def tested_in(text):
    """The rules that test names begin with: R3_5_CancelOldestTakesTheRestingOrderOff."""
    return {
        f"{section}.{rule}"
        for section, rule in re.findall(r"TEST_P\(\s*Rules,\s*R(\d+)_(\d+)_[A-Z]\w+\)", text)
    }


def number(rule):
    return tuple(int(part) for part in rule.split("."))


def main():
    rules = rules_of(pathlib.Path(sys.argv[1]).read_text())
    tested = set()
    for name in sys.argv[2:]:
        tested |= tested_in(pathlib.Path(name).read_text())
    wrong = [f"rule {rule} has no test" for rule in sorted(rules - tested, key=number)]
    wrong += [
        f"a test names rule {rule}, which is none" for rule in sorted(tested - rules, key=number)
    ]
    if not rules:
        wrong.append(f"{sys.argv[1]}: no numbered rule")
    print("\n".join(wrong + [f"{len(rules)} rules, {len(rules & tested)} with a test"]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
