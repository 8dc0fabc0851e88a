# From a card's death to the first order matched without it; see takeover_bench.cpp.
add_executable(takeover_bench EXCLUDE_FROM_ALL ${CMAKE_CURRENT_LIST_DIR}/takeover_bench.cpp)
target_link_libraries(takeover_bench PRIVATE hotbook_card_matching hotbook_replay hotbook_options)
add_dependencies(takeover_bench hotbook_xclbin)
