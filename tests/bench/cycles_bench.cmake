# The card's cycles, message type by message type.
add_executable(cycles_bench ${CMAKE_CURRENT_LIST_DIR}/cycles_bench.cpp)
target_link_libraries(cycles_bench PRIVATE card_bench hotbook_replay hotbook_options GTest::gtest)
