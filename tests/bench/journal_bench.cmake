# Speed of the journal; see journal_bench.cpp for how to run it.
add_executable(journal_bench ${CMAKE_CURRENT_LIST_DIR}/journal_bench.cpp)
target_link_libraries(journal_bench PRIVATE hotbook_journal hotbook_options)
