# OUCH: load on a server, and what a session costs; see each source for how to run it.
add_executable(ouch_load ${CMAKE_CURRENT_LIST_DIR}/ouch_load.cpp)
target_link_libraries(ouch_load PRIVATE hotbook_options fake_venue CLI11::CLI11)
add_executable(ouch_session_bench ${CMAKE_CURRENT_LIST_DIR}/ouch_session_bench.cpp)
target_link_libraries(ouch_session_bench PRIVATE hotbook_options hotbook_session)
