# Speed of the matching engine; see engine_bench.cpp for how to run it.
add_executable(engine_bench ${CMAKE_CURRENT_LIST_DIR}/engine_bench.cpp)
target_link_libraries(engine_bench PRIVATE hotbook_engine)
