#include "blocks.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define SHANI __attribute__((target("sha,sse4.1,ssse3")))

// Compresses `block_count` blocks of each of `lanes` streams, interleaved: sha256rnds2 has a latency of
// four cycles and a throughput of two, so a second stream is almost free. `lanes` is a constant at each
// use and the loops unroll.
//
// Source: Intel, "Intel SHA Extensions" (2013); the state is held as ABEF and CDGH.
SHANI static inline __attribute__((always_inline)) void compress(
    const int lanes, uint32_t *const states[], const uint8_t *const streams[], size_t block_count) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  __m128i abef[2], cdgh[2];
#pragma clang loop unroll(full)
  for (int l = 0; l < lanes; l++) {
    __m128i low = _mm_loadu_si128((const __m128i *)states[l]);
    __m128i high = _mm_loadu_si128((const __m128i *)(states[l] + 4));
    low = _mm_shuffle_epi32(low, 0xB1);
    high = _mm_shuffle_epi32(high, 0x1B);
    abef[l] = _mm_alignr_epi8(low, high, 8);
    cdgh[l] = _mm_blend_epi16(high, low, 0xF0);
  }
  for (size_t block = 0; block < block_count; block++) {
    __m128i m[2][4], abef_before[2], cdgh_before[2];
#pragma clang loop unroll(full)
    for (int l = 0; l < lanes; l++) {
      abef_before[l] = abef[l];
      cdgh_before[l] = cdgh[l];
#pragma clang loop unroll(full)
      for (int i = 0; i < 4; i++) {
        const __m128i *source = (const __m128i *)(streams[l] + 64 * block + 16 * i);
        m[l][i] = _mm_shuffle_epi8(_mm_loadu_si128(source), swap);
      }
    }
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      const __m128i constants = _mm_load_si128((const __m128i *)(csha256_constants + 4 * i));
#pragma clang loop unroll(full)
      for (int l = 0; l < lanes; l++) {
        __m128i message = _mm_add_epi32(m[l][i & 3], constants);
        cdgh[l] = _mm_sha256rnds2_epu32(cdgh[l], abef[l], message);
        if (i >= 3 && i < 15) {
          __m128i seven_back = _mm_alignr_epi8(m[l][i & 3], m[l][(i - 1) & 3], 4);
          m[l][(i + 1) & 3] =
              _mm_sha256msg2_epu32(_mm_add_epi32(m[l][(i + 1) & 3], seven_back), m[l][i & 3]);
        }
        message = _mm_shuffle_epi32(message, 0x0E);
        abef[l] = _mm_sha256rnds2_epu32(abef[l], cdgh[l], message);
        if (i >= 1 && i < 13) m[l][(i - 1) & 3] = _mm_sha256msg1_epu32(m[l][(i - 1) & 3], m[l][i & 3]);
      }
    }
#pragma clang loop unroll(full)
    for (int l = 0; l < lanes; l++) {
      abef[l] = _mm_add_epi32(abef[l], abef_before[l]);
      cdgh[l] = _mm_add_epi32(cdgh[l], cdgh_before[l]);
    }
  }
#pragma clang loop unroll(full)
  for (int l = 0; l < lanes; l++) {
    __m128i feba = _mm_shuffle_epi32(abef[l], 0x1B);
    __m128i dchg = _mm_shuffle_epi32(cdgh[l], 0xB1);
    _mm_storeu_si128((__m128i *)states[l], _mm_blend_epi16(feba, dchg, 0xF0));
    _mm_storeu_si128((__m128i *)(states[l] + 4), _mm_alignr_epi8(dchg, feba, 8));
  }
}

SHANI void csha256_blocks_shani(uint32_t state[8], const uint8_t *data, size_t block_count) {
  compress(1, (uint32_t *const[]){state}, (const uint8_t *const[]){data}, block_count);
}

SHANI void csha256_blocks_2(
    uint32_t states[2][8], const uint8_t *const streams[2], size_t block_count) {
  compress(2, (uint32_t *const[]){states[0], states[1]}, streams, block_count);
}
#endif
