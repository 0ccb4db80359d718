#include "blocks.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl")))
#define INLINE AVX512 static inline __attribute__((always_inline))

// The bits of (a ^ b ^ c), (a ? b : c) and majority(a, b, c), as vpternlog wants them.
#define XOR3(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0x96)
#define CHOOSE(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xCA)
#define MAJORITY(a, b, c) _mm512_ternarylogic_epi32(a, b, c, 0xE8)

// Turns row l (stream l's 16 words) into column l: word t of all streams in rows[t]. 64 shuffles.
INLINE void transpose(__m512i rows[16]) {
  __m512i pairs[16], quads[16];
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i += 2) {
    pairs[i] = _mm512_unpacklo_epi32(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm512_unpackhi_epi32(rows[i], rows[i + 1]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i += 4) {
    quads[i] = _mm512_unpacklo_epi64(pairs[i], pairs[i + 2]);
    quads[i + 1] = _mm512_unpackhi_epi64(pairs[i], pairs[i + 2]);
    quads[i + 2] = _mm512_unpacklo_epi64(pairs[i + 1], pairs[i + 3]);
    quads[i + 3] = _mm512_unpackhi_epi64(pairs[i + 1], pairs[i + 3]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    const __m512i a = _mm512_shuffle_i32x4(quads[i], quads[i + 4], 0x88);
    const __m512i b = _mm512_shuffle_i32x4(quads[i], quads[i + 4], 0xDD);
    const __m512i c = _mm512_shuffle_i32x4(quads[i + 8], quads[i + 12], 0x88);
    const __m512i d = _mm512_shuffle_i32x4(quads[i + 8], quads[i + 12], 0xDD);
    rows[i] = _mm512_shuffle_i32x4(a, c, 0x88);
    rows[i + 8] = _mm512_shuffle_i32x4(a, c, 0xDD);
    rows[i + 4] = _mm512_shuffle_i32x4(b, d, 0x88);
    rows[i + 12] = _mm512_shuffle_i32x4(b, d, 0xDD);
  }
}

// One stream in each 32-bit lane: the rounds of FIPS 180-4, 6.2.2, as they stand, on 16 streams.
AVX512 void csha256_blocks_16(
    uint32_t states[16][8], const uint8_t *const streams[16], size_t block_count) {
  const __m512i swap = _mm512_broadcast_i32x4(
      _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
  uint32_t columns[8][16] __attribute__((aligned(64)));
  for (int l = 0; l < 16; l++)
    for (int i = 0; i < 8; i++) columns[i][l] = states[l][i];
  __m512i state[8];
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) state[i] = _mm512_load_si512(columns[i]);

  for (size_t block = 0; block < block_count; block++) {
    __m512i w[16];
#pragma clang loop unroll(full)
    for (int l = 0; l < 16; l++)
      w[l] = _mm512_shuffle_epi8(_mm512_loadu_si512(streams[l] + 64 * block), swap);
    transpose(w);
    __m512i a = state[0], b = state[1], c = state[2], d = state[3];
    __m512i e = state[4], f = state[5], g = state[6], h = state[7];
#pragma clang loop unroll(full)
    for (int t = 0; t < 64; t++) {
      if (t >= 16) {
        const __m512i early = w[(t + 1) & 15], late = w[(t + 14) & 15];
        const __m512i s0 = XOR3(
            _mm512_ror_epi32(early, 7), _mm512_ror_epi32(early, 18), _mm512_srli_epi32(early, 3));
        const __m512i s1 = XOR3(
            _mm512_ror_epi32(late, 17), _mm512_ror_epi32(late, 19), _mm512_srli_epi32(late, 10));
        w[t & 15] = _mm512_add_epi32(
            _mm512_add_epi32(w[t & 15], s0), _mm512_add_epi32(w[(t + 9) & 15], s1));
      }
      const __m512i sum1 =
          XOR3(_mm512_ror_epi32(e, 6), _mm512_ror_epi32(e, 11), _mm512_ror_epi32(e, 25));
      const __m512i constant = _mm512_set1_epi32((int)csha256_constants[t]);
      const __m512i t1 = _mm512_add_epi32(
          _mm512_add_epi32(_mm512_add_epi32(h, constant), w[t & 15]),
          _mm512_add_epi32(sum1, CHOOSE(e, f, g)));
      const __m512i sum0 =
          XOR3(_mm512_ror_epi32(a, 2), _mm512_ror_epi32(a, 13), _mm512_ror_epi32(a, 22));
      const __m512i t2 = _mm512_add_epi32(sum0, MAJORITY(a, b, c));
      h = g, g = f, f = e, e = _mm512_add_epi32(d, t1);
      d = c, c = b, b = a, a = _mm512_add_epi32(t1, t2);
    }
    state[0] = _mm512_add_epi32(state[0], a), state[1] = _mm512_add_epi32(state[1], b);
    state[2] = _mm512_add_epi32(state[2], c), state[3] = _mm512_add_epi32(state[3], d);
    state[4] = _mm512_add_epi32(state[4], e), state[5] = _mm512_add_epi32(state[5], f);
    state[6] = _mm512_add_epi32(state[6], g), state[7] = _mm512_add_epi32(state[7], h);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) _mm512_store_si512(columns[i], state[i]);
  for (int l = 0; l < 16; l++)
    for (int i = 0; i < 8; i++) states[l][i] = columns[i][l];
}
#endif
