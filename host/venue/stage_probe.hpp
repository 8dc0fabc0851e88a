// Who is told, of a request now and then, how far it has come: where its time goes.
//
// Threading: the venue's thread.
// Hot path:  passed(), of the requests that are measured; the others cost a test for nullptr.

#pragma once

#include <cstdint>

namespace hotbook::venue {

enum class Stage : std::uint8_t {
  Decided,   // risk and the venue's own rules
  Appended,  // it has its number and is in the journal's ring
  Matched,   // matching has it; with a card: has been given it
};

class StageProbe {
 public:
  virtual ~StageProbe() = default;
  virtual void passed(Stage stage) noexcept = 0;
};

}  // namespace hotbook::venue
