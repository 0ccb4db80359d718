#pragma once
#include <stddef.h>
#include <stdint.h>

// Compresses whole 64-byte blocks into a state: the inner function of SHA-256, one file per path.
extern const uint32_t csha256_constants[64];
extern const uint32_t csha256_initial_state[8];

void csha256_blocks_portable(uint32_t state[8], const uint8_t *data, size_t block_count);
#if defined(__x86_64__)
void csha256_blocks_shani(uint32_t state[8], const uint8_t *data, size_t block_count);
// As many blocks of each of two, or sixteen, streams.
void csha256_blocks_2(uint32_t states[2][8], const uint8_t *const streams[2], size_t block_count);
void csha256_blocks_16(uint32_t states[16][8], const uint8_t *const streams[16], size_t block_count);
#endif

static inline uint32_t csha256_big_endian(const uint8_t *bytes) {
  uint32_t word;
  __builtin_memcpy(&word, bytes, 4);
  return __builtin_bswap32(word);
}

static inline void csha256_store_state(const uint32_t state[8], uint8_t digest[32]) {
  for (int i = 0; i < 8; i++) {
    uint32_t word = __builtin_bswap32(state[i]);
    __builtin_memcpy(digest + 4 * i, &word, 4);
  }
}
