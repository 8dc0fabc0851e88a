# Throughput of the NYSE XDP twin; see xdp_bench.cpp for how to run it.
add_executable(xdp_bench ${CMAKE_CURRENT_LIST_DIR}/xdp_bench.cpp)
target_link_libraries(xdp_bench PRIVATE hotbook_feed hotbook_replay hotbook_options)
