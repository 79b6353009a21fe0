# SPDX-FileCopyrightText: 2026 The Headgate authors
# SPDX-License-Identifier: GPL-3.0-or-later

# What every target of ours is compiled with.
add_library(headgate_options INTERFACE)
target_include_directories(headgate_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_definitions(headgate_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_STRICT_ITERATORS
    QT_USE_QSTRINGBUILDER QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(headgate_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wswitch-enum
    -Wno-missing-field-initializers
    $<$<BOOL:${HEADGATE_WERROR}>:-Werror>)
if(HEADGATE_SANITIZE)
    target_compile_options(headgate_options INTERFACE
        -fsanitize=${HEADGATE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(headgate_options INTERFACE -fsanitize=${HEADGATE_SANITIZE})
endif()

# What nearly every file reads first, compiled once. The presets for lint do without it, and so find
# the file that forgot to include what it needs.
add_library(headgate_headers OBJECT ${PROJECT_SOURCE_DIR}/cmake/headers.cpp)
target_link_libraries(headgate_headers PRIVATE headgate_options Qt6::Core tl::expected)
target_precompile_headers(headgate_headers PRIVATE
    <algorithm> <chrono> <functional> <memory> <optional> <ranges> <utility> <variant>
    <QtCore/QtCore> <tl/expected.hpp>)

# headgate_library(NAME SOURCES ... [PUBLIC libs ...] [PRIVATE libs ...]): one static library a folder.
function(headgate_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
    qt_add_library(${name} STATIC ${ARG_SOURCES})
    target_link_libraries(${name} PUBLIC ${ARG_PUBLIC} PRIVATE headgate_options ${ARG_PRIVATE})
    target_precompile_headers(${name} REUSE_FROM headgate_headers)
endfunction()

# The tests that need neither a window nor a Flink, for builds that run no others.
add_custom_target(unit_tests)
# Those of the decisions, for coverage.
add_custom_target(lifecycle_tests)

# headgate_test(NAME SOURCES ... LIBS ... [LABELS ...] [TIMEOUT seconds] [LAUNCHER script]): one Qt
# Test program, run by the script where one is given.
function(headgate_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT;LAUNCHER" "SOURCES;LIBS;LABELS" ${ARGN})
    qt_add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE headgate_options Qt6::Test ${ARG_LIBS})
    target_precompile_headers(${name} REUSE_FROM headgate_headers)
    add_test(NAME ${name} COMMAND ${ARG_LAUNCHER} $<TARGET_FILE:${name}>)
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 300) # sanitizers are slow
    endif()
    set(environment QT_QPA_PLATFORM=offscreen QT_LOGGING_RULES= LC_ALL=C.UTF-8
        QTEST_FUNCTION_TIMEOUT=${ARG_TIMEOUT}000) # ms; the one patience with a test program
    set_tests_properties(${name} PROPERTIES
        LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "${environment}")
    foreach(label unit lifecycle)
        if(label IN_LIST ARG_LABELS)
            add_dependencies(${label}_tests ${name})
        endif()
    endforeach()
    if("flink" IN_LIST ARG_LABELS) # a real Flink needs memory: tests/flink/slots.json
        set_tests_properties(${name} PROPERTIES RESOURCE_GROUPS flinks:1)
    endif()
endfunction()
