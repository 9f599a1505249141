# Warnings are errors; hardening in every build (CMAKE_BUILD_TYPE decides optimisation only).
add_library(pellucid_flags INTERFACE)
target_compile_options(pellucid_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align -Wunused -Wimplicit-fallthrough
  -Werror
  -fstack-protector-strong -fstack-clash-protection -ftrivial-auto-var-init=zero -fcf-protection=full
  -fno-strict-aliasing)
target_compile_definitions(pellucid_flags INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(pellucid_flags INTERFACE -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack)
if(PELLUCID_SANITIZE)
  target_compile_options(pellucid_flags INTERFACE -fsanitize=${PELLUCID_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(pellucid_flags INTERFACE -fsanitize=${PELLUCID_SANITIZE})
elseif(NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_compile_definitions(pellucid_flags INTERFACE _FORTIFY_SOURCE=3)
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g")
set(CMAKE_CXX_FLAGS_SANITIZED "-O1 -g1")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")
