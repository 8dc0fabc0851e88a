# Time of a request through the venue, and of its replay; see venue_bench.cpp for how to run it.
add_executable(venue_bench ${CMAKE_CURRENT_LIST_DIR}/venue_bench.cpp)
target_link_libraries(venue_bench PRIVATE hotbook_recovery hotbook_sha256 GTest::gtest
                                          hotbook_options)
