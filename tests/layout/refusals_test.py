#!/usr/bin/env python3
"""The generator of layouts refuses a bad layout with a message that names the place."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
GOOD = """
[type]
seq = 64
[enum.side]
doc = "side"
bits = 1
values = { bid = 0, ask = 1 }
[enum.kind]
doc = "kind"
bits = 8
values = { add = 1, reduce = 2 }
[flag.mark]
doc = "marks"
bits = ["one", "two"]
[record.thing]
doc = "thing"
order = "host"
fields = [
  { name = "seq", type = "seq", doc = "" },
  { name = "price", bits = 32, doc = "" },
  { name = "quantity", bits = 32, doc = "" },
]
[channel.word]
doc = "word"
fields = [
  { name = "data", bits = 64, doc = "" },
  { name = "last", bits = 1, doc = "" },
]
[block.line]
doc = "line"
base = 0x0100
regs = [
  { name = "enable", access = "rw", reset = 0, doc = "" },
  { name = "frames", access = "ro", reset = 0, doc = "" },
]
[block.other]
doc = "other"
base = 0x0200
regs = [
  { name = "enable", access = "rw", reset = 0, doc = "" },
]
"""


class Generator(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.tree = pathlib.Path(self.folder.name)
        (self.tree / "scripts").mkdir()
        (self.tree / "rtl/spec").mkdir(parents=True)
        shutil.copy(ROOT / "scripts/gen_layout.py", self.tree / "scripts")

    def tearDown(self):
        self.folder.cleanup()

    def generate(self, text, *arguments):
        (self.tree / "rtl/spec/layout.toml").write_text(text)
        return subprocess.run(
            [sys.executable, self.tree / "scripts/gen_layout.py", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )

    def refuses(self, old, new, message):
        self.assertIn(old, GOOD)
        done = self.generate(GOOD.replace(old, new, 1))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn(message, done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        self.assertFalse(
            (self.tree / "rtl/spec/layout.md").exists(), "wrote a view of a bad layout"
        )

    def test_accepts_a_good_layout_and_then_finds_it_current(self):
        self.assertEqual(self.generate(GOOD).returncode, 0)
        self.assertEqual(self.generate(GOOD, "--check").returncode, 0)

    def test_check_names_the_view_that_is_out_of_date(self):
        self.generate(GOOD)
        for view in (
            "rtl/common/layout_pkg.sv",
            "host/domain/layout.hpp",
            "sim/harness/channels.hpp",
            "rtl/spec/layout.md",
        ):
            path = self.tree / view
            text = path.read_text()
            path.write_text(text + "\n")
            done = self.generate(GOOD, "--check")
            self.assertEqual(done.returncode, 1)
            self.assertIn(f"out of date: {view}", done.stderr)
            path.write_text(text)

    def test_hash_changes_with_the_layout_and_not_with_its_prose(self):
        hashes = []
        for text in (
            GOOD,
            GOOD.replace('doc = "thing"', 'doc = "else"'),
            GOOD.replace("0x0200", "0x0300"),
        ):
            self.generate(text)
            page = (self.tree / "rtl/spec/layout.md").read_text()
            hashes.append(page.split("Layout hash `")[1].split("`")[0])
        self.assertEqual(hashes[0], hashes[1])
        self.assertNotEqual(hashes[0], hashes[2])

    def test_refuses_a_misaligned_field(self):
        self.refuses(
            '"price", bits = 32', '"price", bits = 16', "thing.quantity: misaligned at byte 10"
        )

    def test_refuses_a_record_that_needs_padding_at_its_end(self):
        self.refuses(
            '  { name = "quantity", bits = 32, doc = "" },\n',
            "",
            "thing: not a multiple of 8 bytes",
        )

    def test_refuses_a_record_field_of_part_of_a_byte(self):
        self.refuses('"price", bits = 32', '"price", bits = 31', "thing.price: not whole bytes")

    def test_refuses_a_width_no_integer_has(self):
        self.refuses(
            '"price", bits = 32', '"price", bits = 24', "thing.price: no C++ integer of 24 bits"
        )

    def test_refuses_a_keyword_as_record_field(self):
        self.refuses('name = "price"', 'name = "release"', "thing.release: keyword in some view")

    def test_refuses_a_keyword_as_channel_field(self):
        self.refuses('name = "last"', 'name = "event"', "word.event: keyword in some view")

    def test_refuses_a_keyword_as_register(self):
        self.refuses('name = "frames"', 'name = "config"', "line.config: keyword in some view")

    def test_refuses_two_registers_at_one_address(self):
        self.refuses("base = 0x0200", "base = 0x0104", "other.enable: shares 0x0104")

    def test_refuses_a_register_that_is_not_word_aligned(self):
        self.refuses("base = 0x0200", "base = 0x0202", "other.enable: 0x0202 is not word aligned")

    def test_refuses_an_access_that_is_neither_ro_nor_rw(self):
        self.refuses('access = "ro"', 'access = "wo"', "line.frames: access wo")

    def test_refuses_a_field_named_twice(self):
        self.refuses('name = "quantity"', 'name = "price"', "thing.price: named twice")

    def test_refuses_a_type_nobody_defined(self):
        self.refuses('type = "seq"', 'type = "sequel"', "thing.seq: no type named sequel")

    def test_refuses_an_enum_value_that_does_not_fit(self):
        self.refuses("ask = 1", "ask = 2", "side.ask: 2 does not fit in 1 bits")

    def test_refuses_two_enum_names_of_one_value(self):
        self.refuses("reduce = 2", "reduce = 1", "kind.reduce: shares 1")

    def test_refuses_more_flags_than_their_field_holds(self):
        marks = ", ".join(f'"mark_{i}"' for i in range(17))
        self.refuses('bits = ["one", "two"]', f"bits = [{marks}]", "mark: 17 flags, 16 fit")


if __name__ == "__main__":
    unittest.main()
