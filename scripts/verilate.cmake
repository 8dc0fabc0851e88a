# hotbook_verilate(<target> TOP <module> [FAST] [PARAMETERS NAME=VALUE...] [SOURCES <extra .sv>...]
#                  [FLAGS ...] [COUNTED_ELSEWHERE <modules>...])
# makes a static library of one Verilated module; its header is V<target>.h. Modules are found by
# name under rtl/.
# FAST: for running, not for testing: no checks, nothing random.
# COUNTED_ELSEWHERE: modules whose coverage their own tests count, not those of this one.

find_program(VERILATOR verilator REQUIRED)
execute_process(COMMAND ${VERILATOR} --getenv VERILATOR_ROOT OUTPUT_VARIABLE VERILATOR_ROOT
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)

set(runtime ${VERILATOR_ROOT}/include)
add_library(verilated STATIC ${runtime}/verilated.cpp ${runtime}/verilated_threads.cpp
                             ${runtime}/verilated_cov.cpp)
target_include_directories(verilated SYSTEM PUBLIC ${runtime} ${runtime}/vltstd)
target_compile_definitions(verilated PUBLIC VM_COVERAGE=$<BOOL:${HOTBOOK_COVERAGE}>
                                            VM_SC=0 VM_TRACE=0)
target_link_libraries(verilated PUBLIC Threads::Threads)

function(hotbook_verilate target)
  cmake_parse_arguments(ARG "FAST" "TOP" "PARAMETERS;SOURCES;FLAGS;COUNTED_ELSEWHERE" ${ARGN})
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/${target}.verilated)
  set(archive ${dir}/V${target}__ALL.a)
  set(log ${target}.verilate.log)
  set(rtl ${CMAKE_SOURCE_DIR}/rtl)
  list(TRANSFORM ARG_PARAMETERS PREPEND -G)
  set(optimise -O2)
  if(HOTBOOK_COVERAGE)
    # The counters make functions so long that the compiler takes a quarter of an hour over one.
    # Verilator 5.006 splits a process so that counters inside a function run before its arguments
    # are set.
    list(APPEND ARG_FLAGS --coverage -fno-split -fno-reorder --output-split 20000
         --output-split-cfuncs 2000)
    set(quiet "`verilator_config\n")
    foreach(module IN LISTS ARG_COUNTED_ELSEWHERE)
      string(APPEND quiet "coverage_off -file \"*/${module}.sv\"\n")
    endforeach()
    file(CONFIGURE OUTPUT ${target}.coverage.vlt CONTENT "${quiet}" @ONLY)
    list(APPEND ARG_FLAGS ${CMAKE_CURRENT_BINARY_DIR}/${target}.coverage.vlt)
    set(optimise -O1)
  endif()
  if(ARG_FAST)
    set(style --x-assign fast --x-initial fast)
  else()
    set(style --assert --x-assign unique --x-initial unique)
  endif()
  # Verilator's own makefile would add -Os behind any -O of CFLAGS. What runs once, at the start, is
  # half of the code and not worth optimising.
  list(APPEND style -O3 -CFLAGS -std=c++20 -MAKEFLAGS OPT_FAST=${optimise}
       -MAKEFLAGS OPT_GLOBAL=-O2 -MAKEFLAGS OPT_SLOW=-O0)
  # Verilator 5.006 rolls the copies of wide samples into a loop whose variable it forgets.
  list(APPEND style -fno-reloop)
  # A module found by name needs to be named; one whose file is given does not.
  set(top ${ARG_TOP})
  if(ARG_SOURCES MATCHES "/${ARG_TOP}[.]sv")
    set(top "")
  endif()
  # Verilator knows which files it read, so that an edit rebuilds what it touches and no more.
  set(dependencies ${dir}/V${target}.d)
  add_custom_command(
    OUTPUT ${archive} ${dir}/V${target}.h
    COMMAND sh -c "\"$@\" > ${log} 2>&1 || { cat ${log}; exit 1; }" sh
            ${VERILATOR} --cc --build ${style} -Wall -Wno-fatal -Wno-DECLFILENAME
            -I${rtl}/common -y ${rtl}/common -y ${rtl}/eth -y ${rtl}/feed -y ${rtl}/lob
            -y ${rtl}/match -y ${rtl}/pcie -y ${rtl}/top ${ARG_PARAMETERS} ${ARG_FLAGS}
            --prefix V${target} --Mdir ${dir} --top-module ${ARG_TOP}
            ${rtl}/common/lint.vlt ${rtl}/common/layout_pkg.sv
            ${ARG_SOURCES} ${top}
    COMMAND sed "s#^[^:]*:#${archive}:#" ${dir}/V${target}__ver.d > ${dependencies}
    COMMAND ${CMAKE_COMMAND} -E touch ${archive}
    WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}
    DEPENDS ${ARG_SOURCES}
    DEPFILE ${dependencies}
    COMMENT "Verilating ${ARG_TOP} as ${target}" VERBATIM)
  add_custom_target(${target}_verilate DEPENDS ${archive})
  add_library(${target} INTERFACE)
  add_dependencies(${target} ${target}_verilate)
  target_include_directories(${target} SYSTEM INTERFACE ${dir})
  target_link_libraries(${target} INTERFACE ${archive} verilated)
endfunction()
