#!/usr/bin/env python3
"""Writes the SystemVerilog, C++ and Markdown views of rtl/spec/layout.toml.

Usage: gen_layout.py [--check]
Only the standard library is used. --check writes nothing and fails when a view is out of date.
"""
import hashlib
import pathlib
import sys
import tomllib

NAMESPACE = "hotbook"
FLAG_BITS = 16  # of the field that holds a record's flags
ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "rtl/spec/layout.toml"

# Words that are plausible names here and keywords in SystemVerilog or C++.
RESERVED = set("""alias before bind bit byte cell config delete edge event expect export final force
    input int new operator output packed priority protected ref register release sequence signed
    static struct table time type union unique wait wire""".split())


def camel(name):
    return "".join(part.capitalize() for part in name.split("_"))


def require(holds, what):
    if not holds:
        sys.exit(f"{SOURCE.name}: {what}")


def width(field, spec, where="field"):
    if "bits" in field:
        return field["bits"]
    if "bytes" in field:
        return 8 * field["bytes"]
    kind = field["type"]
    require(kind in spec["enum"] or kind in spec["type"],
            f"{where}.{field['name']}: no type named {kind}")
    return spec["enum"][kind]["bits"] if kind in spec["enum"] else spec["type"][kind]


def offsets(name, record, spec):
    """Yields (byte offset, bits, field) of a record; refuses anything that would need padding."""
    byte = 0
    for field in record["fields"]:
        bits = width(field, spec)
        where = f"{name}.{field['name']}"
        require(bits % 8 == 0, f"{where}: not whole bytes")
        if "bytes" not in field:
            require(bits in (8, 16, 32, 64), f"{where}: no C++ integer of {bits} bits")
            require(byte % (bits // 8) == 0, f"{where}: misaligned at byte {byte}")
        yield byte, bits, field
        byte += bits // 8
    require(byte % 8 == 0, f"{name}: not a multiple of 8 bytes")


def size(name, record, spec):
    return sum(bits for _, bits, _ in offsets(name, record, spec)) // 8


def registers(spec):
    """Yields (block, register, byte address); registers are packed 32-bit words."""
    for block_name, block in spec["block"].items():
        copies = block.get("copies", [""])
        for copy_index, copy in enumerate(copies):
            name = f"{block_name}_{copy}" if copy else block_name
            base = block["base"] + copy_index * block.get("stride", 0)
            for index, reg in enumerate(block["regs"]):
                yield name, reg, base + 4 * index


def check_names(spec):
    """Refuses what a compiler would refuse later, or would not: keywords, doubles, overflows."""
    for kind in ("record", "channel"):
        for name, layout in spec[kind].items():
            seen = set()
            for field in layout["fields"]:
                where = f"{name}.{field['name']}"
                require(field["name"] not in RESERVED, f"{where}: keyword in some view")
                require(field["name"] not in seen, f"{where}: named twice")
                seen.add(field["name"])
                width(field, spec, name)
    for name, enum in spec["enum"].items():
        seen = set()
        for value_name, value in enum["values"].items():
            where = f"{name}.{value_name}"
            require(0 <= value < 1 << enum["bits"],
                    f"{where}: {value} does not fit in {enum['bits']} bits")
            require(value not in seen, f"{where}: shares {value}")
            seen.add(value)
    for name, flag in spec["flag"].items():
        require(len(flag["bits"]) <= FLAG_BITS,
                f"{name}: {len(flag['bits'])} flags, {FLAG_BITS} fit")


def check_registers(spec):
    seen = set()
    for block, reg, address in registers(spec):
        where = f"{block}.{reg['name']}"
        require(reg["name"] not in RESERVED, f"{where}: keyword in some view")
        require(reg["access"] in ("ro", "rw"), f"{where}: access {reg['access']}")
        require(address % 4 == 0, f"{where}: {address:#06x} is not word aligned")
        require(address not in seen, f"{where}: shares {address:#06x}")
        seen.add(address)


def reset_value(reg, digest):
    """A parameter's value is the built card's; the views say 0 and mark it."""
    return {"layout_hash": digest, "parameter": 0}.get(reg["reset"], reg["reset"])


def sv_type(field, spec):
    kind = field.get("type")
    bits = width(field, spec)
    if kind is None:
        return "logic" if bits == 1 else f"logic [{bits - 1}:0]"
    return f"{kind}_e" if kind in spec["enum"] else f"{kind}_t"


def comment(field):
    return f"// {field['doc']}" if field["doc"] else ""


def sv_struct(name, record, rows, bits):
    return ["", f"  // {record['doc']}", f"  localparam int unsigned {camel(name)}Bits = {bits};",
            "  typedef struct packed {", *rows, f"  }} {name}_t;"]


def systemverilog(spec, digest):
    out = ["package layout_pkg;", f"  localparam logic [31:0] LayoutHash = 32'h{digest:08x};", ""]
    out += [f"  typedef logic [{bits - 1}:0] {name}_t;" for name, bits in spec["type"].items()]
    for name, enum in spec["enum"].items():
        bits = enum["bits"]
        items = ",\n".join(f"    {camel(name)}{camel(k)} = {bits}'d{v}"
                           for k, v in enum["values"].items())
        kind = "logic" if bits == 1 else f"logic [{bits - 1}:0]"
        out += ["", f"  // {enum['doc']}", f"  typedef enum {kind} {{", items, f"  }} {name}_e;"]
    for name, flag in spec["flag"].items():
        out += ["", f"  // {flag['doc']}"]
        out += [f"  localparam int unsigned {camel(name)}Flag{camel(bit)} = {index};"
                for index, bit in enumerate(flag["bits"])]
    for name, record in spec["record"].items():
        rows = []
        for byte, bits, field in offsets(name, record, spec):
            rows.append(f"    {sv_type(field, spec):<14} {field['name'] + ';':<18}"
                        f"// byte {byte:>2}: {field['doc']}")
        # A packed struct puts its first member in the top bits, so that a little-endian image
        # lists its fields last to first.
        out += sv_struct(name, record, rows[::-1], 8 * size(name, record, spec))
    for name, channel in spec["channel"].items():
        rows = [f"    {sv_type(f, spec):<14} {f['name'] + ';':<18}{comment(f)}".rstrip()
                for f in channel["fields"]]
        out += sv_struct(name, channel, rows, sum(width(f, spec) for f in channel["fields"]))
    out.append("")
    for block, reg, address in registers(spec):
        stem = camel(block) + camel(reg["name"])
        doc = f"  // {reg['doc']}" if reg["doc"] else ""
        out += [f"  localparam logic [15:0] {stem}Addr  = 16'h{address:04x};{doc}"]
        if reg["reset"] != "parameter":
            out += [f"  localparam logic [31:0] {stem}Reset = 32'h{reset_value(reg, digest):08x};"]
    return out + ["endpackage"]


def cpp(spec, digest):
    """C++14, so that the HLS compiler can read the same header as the host."""
    out = ["#pragma once", "", "#include <cstddef>", "#include <cstdint>", "#include <type_traits>",
           "", f"namespace {NAMESPACE} {{", "",
           f"constexpr std::uint32_t kLayoutHash = 0x{digest:08x};"]
    for name, enum in spec["enum"].items():
        items = ", ".join(f"{camel(k)} = {v}" for k, v in enum["values"].items())
        out += ["", f"// {enum['doc']}",
                f"enum class {camel(name)} : std::uint8_t {{ {items} }};"]
    for name, flag in spec["flag"].items():
        out += ["", f"// {flag['doc']}"]
        out += [f"constexpr std::uint16_t k{camel(name)}Flag{camel(bit)} = 1U << {index};"
                for index, bit in enumerate(flag["bits"])]
    for name, record in spec["record"].items():
        rows, checks = [], []
        for byte, bits, field in offsets(name, record, spec):
            kind = field.get("type")
            if "bytes" in field:
                rows.append(f"  std::uint8_t {field['name']}[{field['bytes']}];  // {field['doc']}")
            else:
                ctype = camel(kind) if kind in spec["enum"] else f"std::uint{bits}_t"
                rows.append(f"  {ctype} {field['name']};  // {field['doc']}")
            checks.append(f'static_assert(offsetof({camel(name)}, {field["name"]}) == {byte}, "");')
        out += ["", f"// {record['doc']}", f"struct {camel(name)} {{", *rows, "};", *checks,
                f'static_assert(sizeof({camel(name)}) == {size(name, record, spec)}, "");',
                f'static_assert(std::is_trivially_copyable<{camel(name)}>::value, "");']
    out += ["", "struct RegisterInfo {", "  const char* name;", "  std::uint32_t address;",
            "  std::uint32_t reset;", "  bool writable;",
            "  bool parameter;  // reset is the built card's",
            "};", "", "constexpr RegisterInfo kRegisters[] = {"]
    names = []
    for block, reg, address in registers(spec):
        writable = "true" if reg["access"] == "rw" else "false"
        parameter = "true" if reg["reset"] == "parameter" else "false"
        out.append(f'    {{"{block}.{reg["name"]}", 0x{address:04x}, '
                   f'0x{reset_value(reg, digest):08x}, {writable}, {parameter}}},')
        stem = camel(block) + camel(reg["name"])
        names.append(f"constexpr std::uint32_t k{stem} = 0x{address:04x};")
    return out + ["};", "", *names, "", f"}}  // namespace {NAMESPACE}"]


def channels(spec):
    """C++ twins of the card's channels, for tests of one module: bit for bit the packed struct."""
    out = ["#pragma once", "", "#include <array>", "#include <cstddef>", "#include <cstdint>", "",
           '#include "sim/harness/bits.hpp"', "", f"namespace {NAMESPACE}::channel {{"]
    for name, channel in spec["channel"].items():
        total = sum(width(f, spec) for f in channel["fields"])
        rows, store, load, at = [], [], [], total
        for field in channel["fields"]:
            bits, label = width(field, spec), field["name"]
            at -= bits
            if bits > 64:
                require(bits % 8 == 0, f"{name}.{label}: neither an integer nor bytes")
                rows.append(f"  std::array<std::uint8_t, {bits // 8}> {label}{{}};  "
                            f"// {field['doc']}")
                store.append(f"    sim::store_bytes(bits, {at}, {label});")
                load.append(f"    sim::load_bytes(bits, {at}, word.{label});")
            else:
                doc = f": {field['doc']}" if field["doc"] else ""
                rows.append(f"  std::uint64_t {label} = 0;  // {bits} bits{doc}")
                store.append(f"    sim::store_bits(bits, {at}, {bits}, {label});")
                load.append(f"    word.{label} = sim::load_bits(bits, {at}, {bits});")
        kind = camel(name)
        out += ["", f"// {channel['doc']}", f"struct {kind} {{",
                f"  static constexpr std::size_t kBits = {total};", *rows,
                f"  bool operator==(const {kind}&) const = default;",
                "  template <class Bits>", "  void store(Bits& bits) const {", *store, "  }",
                "  template <class Bits>", f"  static {kind} load(const Bits& bits) {{",
                f"    {kind} word;", *load, "    return word;", "  }", "};"]
    return out + ["", f"}}  // namespace {NAMESPACE}::channel"]


def markdown(spec, digest):
    out = ["# Shared layouts", "", f"Layout hash `0x{digest:08x}`."]
    for name, record in spec["record"].items():
        out += ["", f"## {name} ({size(name, record, spec)} bytes)", "",
                record["doc"], "", "| byte | bits | field | meaning |", "|--:|--:|---|---|"]
        out += [f"| {b} | {w} | {f['name']} | {f['doc']} |"
                for b, w, f in offsets(name, record, spec)]
    for name, flag in spec["flag"].items():
        out += ["", f"## {name} flags", "", flag["doc"], "", "| bit | name |", "|--:|---|"]
        out += [f"| {index} | {bit} |" for index, bit in enumerate(flag["bits"])]
    out += ["", "## Registers", "", "| address | name | access | reset | meaning |",
            "|--:|---|---|--:|---|"]
    for block, reg, address in registers(spec):
        reset = ("parameter" if reg["reset"] == "parameter"
                 else f"0x{reset_value(reg, digest):08x}")
        out.append(f"| 0x{address:04x} | {block}.{reg['name']} | {reg['access']} | {reset} "
                   f"| {reg['doc']} |")
    return out


def shape(node):
    """The layout without its prose, so that rewording a comment keeps the hash."""
    if isinstance(node, dict):
        return {key: shape(value) for key, value in node.items() if key != "doc"}
    return [shape(item) for item in node] if isinstance(node, list) else node


def main(argv):
    spec = tomllib.loads(SOURCE.read_text())
    check_names(spec)
    check_registers(spec)
    # Channels never leave the card, so they are not part of what the host must match.
    shared = {key: value for key, value in shape(spec).items() if key != "channel"}
    digest = int.from_bytes(hashlib.sha256(repr(shared).encode()).digest()[:4], "big")
    note = f"Generated from {SOURCE.name} by gen_layout.py. Do not edit."
    views = {"rtl/common/layout_pkg.sv": ["// " + note, *systemverilog(spec, digest)],
             "host/domain/layout.hpp": ["// " + note, *cpp(spec, digest)],
             "sim/harness/channels.hpp": ["// " + note, *channels(spec)],
             "rtl/spec/layout.md": [f"<!-- {note} -->", *markdown(spec, digest)]}
    stale = []
    for name, lines in views.items():
        path, text = ROOT / name, "\n".join(lines) + "\n"
        if "--check" not in argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(name)
    if stale:
        sys.exit(f"out of date: {', '.join(stale)}; run scripts/gen_layout.py")


if __name__ == "__main__":
    main(sys.argv[1:])
