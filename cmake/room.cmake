# room(NAME DEPS a b EXTERNAL lib ...): one library target for one folder under src/, with exactly these dependencies.
# The folder is NAME with "_" for "/" (core_amf is src/core/amf). All .cpp files directly in the folder belong to it,
# and in its `procedures/` if it has one.
function(room name)
  cmake_parse_arguments(ROOM "" "" "DEPS;EXTERNAL" ${ARGN})
  string(REPLACE "_" "/" folder ${name})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp ${CMAKE_SOURCE_DIR}/src/${folder}/procedures/*.cpp)
  if(sources)
    add_library(${name} STATIC ${sources})
    set_target_properties(${name} PROPERTIES OUTPUT_NAME pellucid_${name})  # libcrypto.a is OpenSSL's
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} PUBLIC ${ROOM_DEPS} ${ROOM_EXTERNAL} PRIVATE pellucid_flags)
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(${name} INTERFACE ${ROOM_DEPS} ${ROOM_EXTERNAL})
  endif()
endfunction()

# room_tests(NAME [SERIAL] LIBS ...): one test program (SERIAL: real time and real devices, one at a time) from tests/<folder>/*.cpp, every gtest case known to ctest.
# The tests find their data through PELLUCID_TEST_DATA (tests/data).
function(room_tests name)
  cmake_parse_arguments(T "SERIAL" "" "LIBS" ${ARGN})
  string(REPLACE "_" "/" folder ${name})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/${folder}/*.cpp)
  if(NOT sources)
    return()
  endif()
  add_executable(${name}_tests ${sources})
  target_include_directories(${name}_tests PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${name}_tests PRIVATE PELLUCID_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data" PELLUCID_SOURCE="${CMAKE_SOURCE_DIR}" PELLUCID_BIN="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  target_link_libraries(${name}_tests PRIVATE ${T_LIBS} GTest::gmock GTest::gtest_main pellucid_flags)
  gtest_discover_tests(${name}_tests TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60 PROPERTIES TIMEOUT 300 RUN_SERIAL ${T_SERIAL})
endfunction()
