#pragma once
#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4) with the best code that this processor runs. Every function that takes `paths`
// runs the best of those bits that the processor has; CSHA256_BEST is what callers want, the rest is
// for tests.
enum {
  CSHA256_PORTABLE = 1,
  CSHA256_SHANI = 2,   // one stream, or two interleaved
  CSHA256_AVX512 = 4,  // sixteen streams, one in each 32-bit lane
  CSHA256_BEST = 7,
};

// The bits of the paths that this processor has.
unsigned csha256_supported(void);

typedef struct {
  uint32_t state[8];
  uint64_t byte_count;
  uint8_t pending[64];
} csha256_context;

void csha256_init(csha256_context *context);
void csha256_update(csha256_context *context, const void *bytes, size_t count, unsigned paths);
void csha256_final(csha256_context *context, uint8_t digest[32], unsigned paths);

// The digest of `count` bytes; digest may be unaligned.
void csha256_digest(const void *bytes, size_t count, uint8_t digest[32], unsigned paths);

// The digests of `count` streams of `byte_count` bytes each, one after another in `digests`; many at once
// where the processor can.
void csha256_streams(
    const uint8_t *const *streams, size_t count, size_t byte_count, uint8_t *digests,
    unsigned paths);
