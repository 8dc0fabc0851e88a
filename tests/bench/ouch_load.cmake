# Load on an OUCH server; see ouch_load.cpp for how to run it.
add_executable(ouch_load ${CMAKE_CURRENT_LIST_DIR}/ouch_load.cpp)
target_link_libraries(ouch_load PRIVATE hotbook_options fake_venue CLI11::CLI11)
