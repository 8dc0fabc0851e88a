#!/usr/bin/env python3
"""Writes the facts of an SBE schema that the MDP 3.0 decoders need, as two C++ headers.

Usage: gen_sbe.py [--check] [SCHEMA.xml]
Without a schema, that of ../shared/data/cme-mdp3 (HOTBOOK_SHARED names another folder) is read.
Only the standard library is used. --check writes nothing and fails when a header is out of date.

Reads what the FIX Simple Binary Encoding 1.0 says of schemas (types, composites, enums, sets,
messages, groups), as far as the schemas of MDP 3.0 use it; anything else stops it with a message.
A newer version of the schema is another file given to this program.
"""
import os
import pathlib
import re
import sys
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
HOST = ROOT / "host/feed/mdp3_messages.hpp"
KERNEL = ROOT / "hls/mdp3_decode/mdp3_layout.hpp"
SHARED = pathlib.Path(os.environ.get("HOTBOOK_SHARED", ROOT.parent / "shared"))

PRIMITIVES = {"char": 1, "int8": 1, "uint8": 1, "int16": 2, "uint16": 2, "int32": 4, "uint32": 4,
              "int64": 8, "uint64": 8}
# Words of field names that have a better one here.
WORDS = {"p" "x": "price", "q" "ty": "quantity"}
# FIX tags of the fields by which books are built, and our names of their places.
ENTRY_TAGS = {270: "price", 271: "quantity", 37706: "quantity", 48: "security", 83: "rpt_seq",
              1023: "level", 279: "action", 37708: "action", 269: "type", 37: "order_id",
              9633: "reference"}
ENTRY_BYTES = {"price": 8, "quantity": 4, "security": 4, "rpt_seq": 4, "level": 1, "action": 1,
               "type": 1, "order_id": 8, "reference": 1}
ENTRY_PLACES = list(dict.fromkeys(ENTRY_TAGS.values()))
TRANSACT_TIME = 60
ABSENT = 255


def fail(what):
    sys.exit(f"gen_sbe.py: {what}")


def snake(name):
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", name)
    return "_".join(WORDS.get(word.lower(), word.lower()) for word in words)


def tag_of(element):
    return element.tag.split("}")[-1]


class Schema:
    """Types by name, and messages in the order of their numbers."""

    def __init__(self, path):
        try:
            root = xml.parse(path).getroot()
        except (OSError, xml.ParseError) as error:
            fail(f"{path}: {error}")
        order = root.get("byteOrder", "littleEndian")
        if tag_of(root) != "messageSchema" or order != "littleEndian":
            fail(f"{path}: not a little-endian SBE schema")
        self.id, self.version = int(root.get("id")), int(root.get("version"))
        self.types = {}
        self.messages = []
        for part in root:
            if tag_of(part) == "types":
                self.types.update((kind.get("name"), kind) for kind in part)
            elif tag_of(part) == "message":
                self.messages.append(part)
        self.messages.sort(key=lambda message: int(message.get("id")))

    def kind(self, name):
        if name in self.types:
            return self.types[name]
        if name in PRIMITIVES:
            return xml.Element("type", {"name": name, "primitiveType": name})
        return fail(f"no type named {name}")

    def field(self, element):
        """What one field is: a dictionary of the columns of Field in the header."""
        kind = self.kind(element.get("type"))
        facts = {"name": snake(element.get("name")), "tag": int(element.get("id")), "bytes": 0,
                 "kind": "", "exponent": 0, "null": None, "names": "nullptr", "constant": "nullptr",
                 "offset": 0, "since": int(element.get("sinceVersion", "0"))}
        getattr(self, "of_" + tag_of(kind))(kind, facts)
        if element.get("offset") is not None:
            facts["offset"] = int(element.get("offset"))
        elif facts["kind"] != "Constant":
            fail(f"field {element.get('name')} has no offset")
        return facts

    def of_type(self, kind, facts):
        primitive, length = kind.get("primitiveType"), int(kind.get("length", "1"))
        if kind.get("presence") == "constant":
            facts.update(kind="Constant", constant=f'"{kind.text}"')
            return
        facts["bytes"] = PRIMITIVES[primitive] * length
        if primitive == "char":
            facts["kind"] = "Char" if length == 1 else "Text"
        else:
            facts["kind"] = "Unsigned" if primitive.startswith("u") else "Signed"
        facts["null"] = kind.get("nullValue")

    def of_composite(self, kind, facts):
        parts = {part.get("name"): part for part in kind}
        if list(parts) == ["mantissa", "exponent"]:
            self.of_type(parts["mantissa"], facts)
            facts.update(kind="Decimal", exponent=int(parts["exponent"].text))
        elif list(parts) == ["year", "month", "day", "week"]:
            facts.update(kind="MonthYear", bytes=5)
        else:
            fail(f"composite {kind.get('name')} is not known")

    def of_enum(self, kind, facts):
        encoding = self.kind(kind.get("encodingType"))
        self.of_type(encoding, facts)
        facts.update(kind="CharEnum" if facts["kind"] == "Char" else "Enum",
                     names="k" + kind.get("name"))

    def of_set(self, kind, facts):
        self.of_type(self.kind(kind.get("encodingType")), facts)
        facts.update(kind="Set", names="k" + kind.get("name"))

    def dimension(self, name):
        """Bytes of a group's dimension, and where in it the count of entries stands."""
        at, count_at = 0, None
        for part in self.kind(name):
            at = int(part.get("offset", at))
            if part.get("name") == "numInGroup":
                count_at = at
                if part.get("primitiveType") != "uint8":
                    fail(f"dimension {name}: the count is no uint8")
            at += PRIMITIVES[part.get("primitiveType")]
        return at, count_at

    def members(self, element):
        fields = [self.field(part) for part in element if tag_of(part) == "field"]
        groups = [part for part in element if tag_of(part) == "group"]
        unknown = {tag_of(part) for part in element} - {"field", "group"}
        if unknown:
            fail(f"{element.get('name')}: holds {unknown}")
        end = 0
        for field in fields:
            if field["kind"] != "Constant":
                if field["offset"] < end:
                    fail(f"{element.get('name')}.{field['name']} overlaps the field before it")
                end = field["offset"] + field["bytes"]
        if end > int(element.get("blockLength")):
            fail(f"{element.get('name')}: fields reach behind the block")
        return fields, groups


def literal(value):
    if value is None:
        return "0"
    return f"{int(value) % 2**64}u"


def field_row(field):
    null = literal(field["null"])
    return (f'    {{"{field["name"]}", {field["offset"]}, {field["bytes"]}, '
            f'FieldKind::{field["kind"]}, {field["exponent"]}, '
            f'{"true" if field["null"] is not None else "false"}, {null}, '
            f'{field["names"]}, {field["constant"]}, {field["since"]}}},')


def places(fields):
    """Where the entry fields stand, how many bytes of an entry they need, a price's exponent."""
    found = {place: ABSENT for place in ENTRY_PLACES}
    exponent, needed = 0, 0
    for field in fields:
        place = ENTRY_TAGS.get(field["tag"])
        if place is None or field["kind"] == "Constant":
            continue
        if field["bytes"] != ENTRY_BYTES[place]:
            continue  # read by nobody; its message becomes no book's
        found[place] = field["offset"]
        needed = max(needed, field["offset"] + field["bytes"])
        exponent = field["exponent"] if place == "price" else exponent
    return found, exponent, needed


def group_places(schema, group):
    if group is None:
        return "{0, 0, 0, 0, " + ", ".join([str(ABSENT)] * len(ENTRY_PLACES)) + "}"
    bytes_, count_at = schema.dimension(group.get("dimensionType"))
    found, exponent, needed = places(schema.members(group)[0])
    return ("{" + f"{bytes_}, {count_at}, {needed}, {exponent}, "
            + ", ".join(str(found[place]) for place in ENTRY_PLACES) + "}")


LAYOUT_STRUCTS = f"""
constexpr std::uint8_t kAbsent = {ABSENT};

// Where in an entry of a repeating group its fields stand; kAbsent where it has none.
struct EntryLayout {{
  std::uint8_t dimension_bytes;  // in front of the entries: block length (2) first
  std::uint8_t count_at;         // in the dimension
  std::uint8_t needed_bytes;     // of an entry, up to the end of the last field named here
  std::int8_t price_exponent;
""" + "".join(f"  std::uint8_t {place};\n" for place in ENTRY_PLACES) + """};

// A message whose first group has entries of securities.
struct EntriesMessage {
  std::uint16_t template_id;
  std::uint8_t transact_time;  // in the root block
  EntryLayout entries;
  EntryLayout orders;  // the group behind them
};
"""


def entry_table(schema):
    """Messages whose first group names securities, by templates."""
    rows = []
    for message in schema.messages:
        fields, groups = schema.members(message)
        if not groups or places(schema.members(groups[0])[0])[0]["security"] == ABSENT:
            continue
        time = next((f["offset"] for f in fields if f["tag"] == TRANSACT_TIME), None)
        if time is None:
            continue
        second = groups[1] if len(groups) > 1 else None
        rows.append(f"    {{{message.get('id')}, {time}, {group_places(schema, groups[0])},\n"
                    f"     {group_places(schema, second)}}},  // {message.get('name')}")
    return rows


def named_values(schema):
    for name, kind in schema.types.items():
        if tag_of(kind) not in ("enum", "set"):
            continue
        yield f"inline constexpr NamedValue k{name}[] = {{"
        for value in kind:
            text = value.text
            if tag_of(kind) == "enum" and not text.isdigit():
                text = str(ord(text))
            elif tag_of(kind) == "enum" and kind.get("encodingType") in ("CHAR", "char"):
                text = str(ord(text))
            yield f'    {{{text}, "{value.get("name")}"}},'
        yield "    {0, nullptr}};"


def origin(schema):
    return (f"// Generated from SBE schema {schema.id} version {schema.version} by gen_sbe.py. "
            "Do not edit.")


def host_header(schema):
    out = [origin(schema), "//",
           "// What the fields of CME's MDP 3.0 messages are and where they stand.", "//",
           "// Threading: constants.", "// Hot path:  none; tables.", "#pragma once", "",
           "#include <cstdint>", "#include <span>", "",
           "namespace hotbook::feed::mdp3 {", "",
           f"inline constexpr std::uint16_t kSchemaId = {schema.id};",
           f"inline constexpr std::uint16_t kSchemaVersion = {schema.version};",
           LAYOUT_STRUCTS, "inline constexpr EntriesMessage kEntriesMessages[] = {"]
    out += entry_table(schema) + ["};", ""]
    out += ["""// A value of an enum, or a set's bit, and its name; the last of a table has none.
struct NamedValue {
  std::uint8_t value;
  const char* name;
};

enum class FieldKind : std::uint8_t {
  Unsigned, Signed, Char, Text, Decimal, MonthYear, Enum, CharEnum, Set, Constant
};

struct Field {
  const char* name;
  std::uint16_t offset;
  std::uint8_t bytes;
  FieldKind kind;
  std::int8_t exponent;  // of a decimal
  bool optional;         // then null_value says that there is no value
  std::uint64_t null_value;
  const NamedValue* names;
  const char* constant;
  std::uint8_t since;  // version: an older message has other bytes there, or none
};

struct Group {
  const char* name;
  std::uint8_t since;
  std::uint8_t dimension_bytes;
  std::uint8_t count_at;
  std::uint16_t block_bytes;
  std::span<const Field> fields;
};

struct Message {
  std::uint16_t template_id;
  const char* name;
  std::uint16_t block_bytes;
  std::span<const Field> fields;
  std::span<const Group> groups;
};
"""]
    out += named_values(schema)
    table = []
    for message in schema.messages:
        number, fields_groups = message.get("id"), schema.members(message)
        groups = []
        for index, group in enumerate(fields_groups[1]):
            members, inner = schema.members(group)
            if inner:
                fail(f"{message.get('name')}: a group inside a group")
            array = f"kFields{number}Group{index}"
            out += [f"inline constexpr Field {array}[] = {{"]
            out += [field_row(f) for f in members] + ["};"]
            bytes_, count_at = schema.dimension(group.get("dimensionType"))
            since = group.get("sinceVersion", "0")
            groups.append(f'    {{"{snake(group.get("name"))}", {since}, {bytes_}, {count_at}, '
                          f'{group.get("blockLength")}, {array}}},')
        if fields_groups[0]:
            out += [f"inline constexpr Field kFields{number}[] = {{"]
            out += [field_row(f) for f in fields_groups[0]] + ["};"]
        if groups:
            out += [f"inline constexpr Group kGroups{number}[] = {{"] + groups + ["};"]
        table.append(f'    {{{number}, "{message.get("name")}", {message.get("blockLength")}, '
                     f'{f"kFields{number}" if fields_groups[0] else "{}"}, '
                     f'{f"kGroups{number}" if groups else "{}"}}},')
    out += ["", "inline constexpr Message kMessages[] = {"] + table + ["};", "",
            "}  // namespace hotbook::feed::mdp3", ""]
    return "\n".join(out)


def kernel_header(schema):
    out = [origin(schema), "#pragma once", "", "#include <cstdint>", "", "namespace hotbook {",
           "namespace mdp3_kernel {", "", f"constexpr std::uint16_t kSchemaId = {schema.id};",
           LAYOUT_STRUCTS]
    rows = entry_table(schema)
    numbers = [int(message.get("id")) for message in schema.messages]
    out += [f"constexpr unsigned kEntriesMessageCount = {len(rows)};",
            "constexpr EntriesMessage kEntriesMessages[kEntriesMessageCount] = {"]
    out += rows + ["};", "",
            "// Whether the schema has a template of this number.",
            "inline bool is_template(std::uint16_t id) {", "  switch (id) {"]
    out += [f"    case {number}:" for number in numbers]
    out += ["      return true;", "    default:", "      return false;", "  }", "}", "",
            "}  // namespace mdp3_kernel", "}  // namespace hotbook", ""]
    return "\n".join(out)


def main():
    arguments = sys.argv[1:]
    check = "--check" in arguments
    paths = [pathlib.Path(argument) for argument in arguments if argument != "--check"]
    if not paths:
        found = sorted((SHARED / "data/cme-mdp3").glob("templates_FixBinary*.xml"))
        if not found:
            print(f"gen_sbe.py: no schema at {SHARED / 'data/cme-mdp3'}; nothing to do")
            return 77 if check else 1
        paths = [found[-1]]
    schema = Schema(paths[0])
    stale = []
    for target, text in ((HOST, host_header(schema)), (KERNEL, kernel_header(schema))):
        if target.exists() and target.read_text() == text:
            continue
        stale.append(str(target.relative_to(ROOT)))
        if not check:
            target.write_text(text)
    if check and stale:
        fail(f"out of date: {', '.join(stale)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
