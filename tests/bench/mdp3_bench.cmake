# Throughput of the MDP 3.0 twin; see mdp3_bench.cpp for how to run it.
add_executable(mdp3_bench ${CMAKE_CURRENT_LIST_DIR}/mdp3_bench.cpp)
target_link_libraries(mdp3_bench PRIVATE hotbook_feed hotbook_replay hotbook_options)
