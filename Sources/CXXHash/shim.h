#pragma once
#define XXH_INLINE_ALL
#include <xxhash.h>

// xxhash.h renames its functions by macros, which Swift does not see.
static inline unsigned long long cxxhash_xxh3(const void *bytes, size_t count) {
  return XXH3_64bits(bytes, count);
}
