# Header-only dependencies, the same way for the native and the wasm build. A header that lies directly in a system
# folder (/usr/include) must not bring that folder along: the wasm build would read the host's libc headers from it.
# So each dependency gets a folder of its own in the build tree that holds one link.
#
#   assayer_headers(target entry PACKAGE debian-package GIT url TAG tag [SUBDIR folder])
function(assayer_headers target entry)
  cmake_parse_arguments(ARG "" "PACKAGE;GIT;TAG;SUBDIR" "" ${ARGN})
  find_path(${target}_DIR NAMES ${entry} PATH_SUFFIXES eigen3
    HINTS /usr/include /usr/local/include /opt/homebrew/include NO_CMAKE_FIND_ROOT_PATH DOC "Folder of ${entry}")
  if(NOT ${target}_DIR)
    if(NOT ASSAYER_FETCH)
      message(FATAL_ERROR "${entry} not found: install ${ARG_PACKAGE} (Debian's name), pass -D${target}_DIR=FOLDER, "
        "or let CMake download it with -DASSAYER_FETCH=ON")
    endif()
    include(FetchContent)
    FetchContent_Declare(${target}_src GIT_REPOSITORY ${ARG_GIT} GIT_TAG ${ARG_TAG} GIT_SHALLOW ON SOURCE_SUBDIR none)
    FetchContent_MakeAvailable(${target}_src)
    set(${target}_DIR "${${target}_src_SOURCE_DIR}/${ARG_SUBDIR}" CACHE PATH "" FORCE)
  endif()
  string(REGEX MATCH "^[^/]+" top ${entry})
  set(private ${CMAKE_BINARY_DIR}/headers/${target})
  file(MAKE_DIRECTORY ${private})
  file(CREATE_LINK ${${target}_DIR}/${top} ${private}/${top} SYMBOLIC)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE ${private})
endfunction()
