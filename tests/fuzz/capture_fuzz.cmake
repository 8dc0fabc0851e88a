# libFuzzer target of the capture reader. It needs clang, and compiles the reader's sources itself
# so that coverage reaches all of it. Build: cmake --build . --target capture_fuzz
# Run: tests/fuzz/capture_reader_fuzz -max_total_time=60 -max_len=4096
find_program(HOTBOOK_FUZZ_CXX NAMES clang++ clang++-14 clang++-15 clang++-16)
if(HOTBOOK_FUZZ_CXX)
  file(GLOB replay_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sim/replay/*.cpp)
  file(GLOB replay_headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sim/replay/*.hpp)
  add_custom_command(
    OUTPUT capture_reader_fuzz
    COMMAND ${HOTBOOK_FUZZ_CXX} -std=c++20 -O1 -g -Wall -Wextra -Werror
            -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I${CMAKE_SOURCE_DIR}
            ${CMAKE_CURRENT_LIST_DIR}/capture_reader_fuzz.cpp ${replay_sources} -lz
            -o capture_reader_fuzz
    DEPENDS ${CMAKE_CURRENT_LIST_DIR}/capture_reader_fuzz.cpp ${replay_sources} ${replay_headers}
    VERBATIM)
  add_custom_target(capture_fuzz DEPENDS capture_reader_fuzz)
endif()
