// Writes the records of a journal as CSV: a row each, every field, words where there are words.
//
// Threading: one thread.
// Hot path:  append_journal_row() formats into the caller's string.

#pragma once

#include <cstdint>
#include <string>

#include "host/journal/journal_record.hpp"

namespace hotbook::app {

// Without an end of line. A field that the record's kind does not have is empty.
void append_journal_row(std::string& out, const journal::JournalRecord& record);
[[nodiscard]] const char* journal_row_header();
// What each column means, for --help: a line each.
[[nodiscard]] const char* journal_row_help();

// "2026-11-20T09:30:00.000000001Z"; nanoseconds since 1970 UTC.
[[nodiscard]] std::string utc_text(std::uint64_t time_ns);

}  // namespace hotbook::app
