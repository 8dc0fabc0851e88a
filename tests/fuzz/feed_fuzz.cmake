# libFuzzer targets of the feed. They need clang, and compile the feed's sources themselves so that
# coverage reaches all of it. Build: cmake --build . --target feed_fuzz
# Run: tests/fuzz/feed_frame_fuzz -max_total_time=60 -max_len=4096
find_program(HOTBOOK_FUZZ_CXX NAMES clang++ clang++-14 clang++-15 clang++-16)
if(HOTBOOK_FUZZ_CXX)
  file(GLOB feed_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/host/feed/*.cpp)
  file(GLOB feed_headers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/host/feed/*.hpp
       ${CMAKE_SOURCE_DIR}/host/feed/*.inl ${CMAKE_SOURCE_DIR}/host/feed/*.inc)
  foreach(source feed_frame_fuzz.cpp feed_describe_fuzz.cpp)
    get_filename_component(name ${source} NAME_WE)
    add_custom_command(
      OUTPUT ${name}
      COMMAND ${HOTBOOK_FUZZ_CXX} -std=c++20 -O1 -g -Wall -Wextra -Werror
              -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I${CMAKE_SOURCE_DIR}
              ${CMAKE_CURRENT_LIST_DIR}/${source} ${feed_sources} -o ${name}
      DEPENDS ${CMAKE_CURRENT_LIST_DIR}/${source} ${feed_sources} ${feed_headers}
      VERBATIM)
  endforeach()
  add_custom_target(feed_fuzz DEPENDS feed_frame_fuzz feed_describe_fuzz)
endif()
