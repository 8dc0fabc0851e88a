# Time of a risk check; see risk_bench.cpp for how to run it.
add_executable(risk_bench ${CMAKE_CURRENT_LIST_DIR}/risk_bench.cpp)
target_link_libraries(risk_bench PRIVATE hotbook_risk hotbook_options)
