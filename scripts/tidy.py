#!/usr/bin/env python3
"""The rules of this tree that no linter knows; one line for each place that breaks one.

Usage: tidy.py
"""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CODE = {".sv", ".svh", ".vlt", ".cpp", ".hpp", ".py", ".mjs", ".cmake"}
COLUMNS, LINES = 100, 400
FACTS = ("Latency", "Throughput", "Backpressure", "Reset")

# Words with one meaning here and a better name; the rest of the vocabulary needs a reader.
BANNED = {
    "pkt": "frame or packet",
    "datagram": "packet",
    "qty": "quantity",
    "px": "price",
    "oid": "order_ref",
    "seqno": "seq",
    "flit": "word",
    "bbo": "top_of_book",
    "ticker": "symbol",
    "maker": "resting",
    "taker": "aggressive",
}
# Spelled apart, so that this file does not hold what it looks for.
MARKERS = re.compile(
    "|".join(
        ("TO" "DO", "FIX" "ME", r"\bXX" r"X\b", "HA" "CK", "not " "implemented", "place" "holder")
    )
)
MACHINE = re.compile(r"(?<![\w.])/(?:wo" r"rk|ho" r"me|ro" r"ot|fa" r"rm)/\w|/tmp/ba" r"sh_")


def files():
    """Every file of the tree, tracked or new, without what is ignored."""
    done = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-co", "--exclude-standard", "-z"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        names = [name for name in done.stdout.split("\0") if name]
    else:
        names = [
            str(path.relative_to(ROOT))
            for path in ROOT.rglob("*")
            if path.is_file()
            and not {"build", "node_modules", ".git"} & set(path.relative_to(ROOT).parts)
        ]
    return sorted(path for path in (ROOT / name for name in names) if path.is_file())


def is_code(path):
    if path.suffix in CODE or path.name == "CMakeLists.txt":
        return True
    return path.suffix == "" and path.read_bytes()[:2] == b"#!"


def parts(word):
    """The lower-case words an identifier is made of."""
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", word)]


def text_rules(path, text, generated):
    code = is_code(path)
    for number, line in enumerate(text.split("\n"), 1):
        if code and not generated and len(line) > COLUMNS:
            yield number, f"{len(line)} columns, {COLUMNS} fit"
        if line.rstrip() != line or "\t" in line:
            yield number, "a tab, or blanks at the end"
        if MARKERS.search(line) and path.suffix != ".md":
            yield number, f"leftover marker {MARKERS.search(line)[0]}"
        if MACHINE.search(line):
            yield number, f"a path of one machine: {MACHINE.search(line)[0]}"
        if code and path != pathlib.Path(__file__).resolve():
            for word in {part for token in re.findall(r"\w+", line) for part in parts(token)}:
                if word in BANNED:
                    yield number, f"{word} is called {BANNED[word]} here"
    if code and not generated and text.count("\n") > LINES:
        yield 1, f"{text.count(chr(10))} lines, {LINES} fit"
    if text and not text.endswith("\n"):
        yield text.count("\n") + 1, "no newline at the end"


def rtl_rules(path, text):
    header = re.match(r"(//[^\n]*\n)*", text)[0]
    for fact in FACTS:
        if not re.search(rf"^// {fact}\s", header, re.M):
            yield 1, f"the header does not state {fact}"
    names = re.findall(r"^\s*module\s+(\w+)", text, re.M)
    if names != [path.stem]:
        yield 1, f"holds the modules {names}, not {path.stem} alone"


def header_rules(path, text):
    if "#pragma once" not in text:
        yield 1, "no #pragma once"
    if path.is_relative_to(ROOT / "host"):
        for fact in ("Threading:", "Hot path:"):
            if f"// {fact}" not in text:
                yield 1, f"the header does not state {fact[:-1]}"


def unused(texts):
    """Sources that no target, include or instance names."""
    cmake = {
        path: text
        for path, text in texts.items()
        if path.name == "CMakeLists.txt" or path.suffix == ".cmake"
    }
    includes = {
        name
        for text in texts.values()
        for name in re.findall(r'#\s*include\s+[<"]([^>"]+)[>"]', text)
    }
    for path, text in texts.items():
        if path.suffix == ".cpp":
            near = [script for other, script in cmake.items() if path.is_relative_to(other.parent)]
            used = any(
                re.search(rf"(?<![\w.-]){re.escape(path.name)}(?!\w)", script) for script in near
            )
        elif path.suffix == ".hpp":
            used = any(str(path).endswith("/" + name) for name in includes)
        elif path.suffix == ".sv":
            used = any(
                re.search(rf"\b{path.stem}\b", other_text)
                for other, other_text in texts.items()
                if other != path and (other in cmake or other.suffix in (".sv", ".svh"))
            )
        else:
            continue
        if not used:
            yield path, 1, "nothing uses this file"


def main():
    found = []
    texts = {}
    for path in files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue  # a capture or another binary
        texts[path] = text
        generated = "Generated" in text[:200]
        rules = list(text_rules(path, text, generated))
        if path.suffix == ".sv" and path.is_relative_to(ROOT / "rtl") and not generated:
            rules += rtl_rules(path, text)
        if path.suffix == ".hpp" and not generated:
            rules += header_rules(path, text)
        if text.startswith("#!") and not os.access(path, os.X_OK):
            rules.append((1, "has an interpreter and no run bit"))
        found += [(path, *rule) for rule in rules]
    found += unused(texts)
    for path, number, what in found:
        print(f"{path.relative_to(ROOT)}:{number}: {what}")
    print(f"tidy: {len(found)} complaints in {len(texts)} files")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
