# Speed of the venue's market data; see publish_bench.cpp for how to run it.
add_executable(publish_bench ${CMAKE_CURRENT_LIST_DIR}/publish_bench.cpp)
target_link_libraries(publish_bench PRIVATE hotbook_publish hotbook_replay hotbook_options)
