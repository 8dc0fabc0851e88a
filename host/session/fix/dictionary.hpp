// The dictionaries of dictionary/, as text inside the program.
//
// C++14.
//
// Threading: constants.
// Hot path:  none.

#pragma once

// NOLINTBEGIN(modernize-concat-nested-namespaces,modernize-use-nodiscard): C++14
namespace hotbook {
namespace fix {

extern const char* const kFix44Dictionary;
extern const char* const kFixt11Dictionary;
extern const char* const kFix50Sp2Dictionary;

}  // namespace fix
}  // namespace hotbook
// NOLINTEND(modernize-concat-nested-namespaces,modernize-use-nodiscard)
