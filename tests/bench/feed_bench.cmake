# Throughput of the software twin; see feed_bench.cpp for how to run it.
add_executable(feed_bench ${CMAKE_CURRENT_LIST_DIR}/feed_bench.cpp)
target_link_libraries(feed_bench PRIVATE hotbook_feed)
