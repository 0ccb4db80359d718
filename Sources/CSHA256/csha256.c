#include "csha256.h"

#include <string.h>

#include "blocks.h"

#if defined(__x86_64__)
#include <cpuid.h>

static unsigned detect(void) {
  unsigned eax, ebx, ecx, edx, found = CSHA256_PORTABLE;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return found;
  const unsigned has_sse = (ecx >> 9 & 1) && (ecx >> 19 & 1), has_xsave = ecx >> 27 & 1;
  if (!__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) return found;
  if (has_sse && (ebx >> 29 & 1)) found |= CSHA256_SHANI;
  const unsigned has_avx512 = (ebx >> 16 & 1) && (ebx >> 30 & 1) && (ebx >> 31 & 1);
  if (has_xsave && has_avx512) {
    unsigned enabled, high;  // by the operating system: xmm, ymm, opmask and both zmm states
    __asm__("xgetbv" : "=a"(enabled), "=d"(high) : "c"(0));
    if ((enabled & 0xE6) == 0xE6) found |= CSHA256_AVX512;
  }
  return found;
}
#else
static unsigned detect(void) { return CSHA256_PORTABLE; }
#endif

unsigned csha256_supported(void) {
  static unsigned known;  // every thread finds the same, so a race is harmless
  unsigned found = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (found == 0) {
    found = detect();
    __atomic_store_n(&known, found, __ATOMIC_RELAXED);
  }
  return found;
}

static inline void blocks(uint32_t state[8], const uint8_t *data, size_t count, unsigned paths) {
#if defined(__x86_64__)
  if (paths & csha256_supported() & CSHA256_SHANI) {
    csha256_blocks_shani(state, data, count);
    return;
  }
#endif
  csha256_blocks_portable(state, data, count);
}

// Pads the last `count` < 64 bytes of a message of `byte_count` bytes and compresses them.
static void finish(
    uint32_t state[8], const uint8_t *rest, size_t count, uint64_t byte_count, unsigned paths) {
  uint8_t last[128] = {0};
  memcpy(last, rest, count);
  last[count] = 0x80;
  const size_t padded = count < 56 ? 64 : 128;
  const uint64_t bits = __builtin_bswap64(byte_count << 3);
  memcpy(last + padded - 8, &bits, 8);
  blocks(state, last, padded / 64, paths);
}

void csha256_init(csha256_context *context) {
  memset(context, 0, sizeof *context);
  memcpy(context->state, csha256_initial_state, sizeof context->state);
}

void csha256_update(csha256_context *context, const void *bytes, size_t count, unsigned paths) {
  if (count == 0) return;
  const uint8_t *next = bytes;
  const size_t held = context->byte_count & 63;
  context->byte_count += count;
  if (held > 0) {
    const size_t taken = count < 64 - held ? count : 64 - held;
    memcpy(context->pending + held, next, taken);
    if (held + taken < 64) return;
    blocks(context->state, context->pending, 1, paths);
    next += taken;
    count -= taken;
  }
  blocks(context->state, next, count / 64, paths);
  memcpy(context->pending, next + (count & ~(size_t)63), count & 63);
}

void csha256_final(csha256_context *context, uint8_t digest[32], unsigned paths) {
  finish(context->state, context->pending, context->byte_count & 63, context->byte_count, paths);
  csha256_store_state(context->state, digest);
}

void csha256_digest(const void *bytes, size_t count, uint8_t digest[32], unsigned paths) {
  uint32_t state[8];
  memcpy(state, csha256_initial_state, sizeof state);
  const size_t whole = count & ~(size_t)63;
  blocks(state, bytes, whole / 64, paths);
  const uint8_t *rest = whole < count ? (const uint8_t *)bytes + whole : (const uint8_t *)"";
  finish(state, rest, count - whole, count, paths);
  csha256_store_state(state, digest);
}

void csha256_streams(
    const uint8_t *const *streams, size_t count, size_t byte_count, uint8_t *digests,
    unsigned paths) {
  const unsigned usable = paths & csha256_supported();
  const size_t whole = byte_count & ~(size_t)63;
  while (count > 0) {
    // Sixteen lanes cost as much as five streams on the SHA instructions, two at a time.
    size_t lanes = 1;
    uint32_t states[16][8];
#if defined(__x86_64__)
    const size_t worthwhile = usable & CSHA256_SHANI ? 8 : 2;
    if (usable & CSHA256_AVX512 && count >= worthwhile) lanes = count < 16 ? count : 16;
    else if (usable & CSHA256_SHANI && count >= 2) lanes = 2;
#endif
    for (size_t l = 0; l < lanes; l++) memcpy(states[l], csha256_initial_state, 32);
#if defined(__x86_64__)
    if (lanes == 2 && usable & CSHA256_SHANI) {
      csha256_blocks_2(states, streams, whole / 64);
    } else if (lanes > 1) {
      const uint8_t *padded[16];  // lanes without a stream repeat the last one
      for (size_t l = 0; l < 16; l++) padded[l] = streams[l < lanes ? l : lanes - 1];
      for (size_t l = lanes; l < 16; l++) memcpy(states[l], csha256_initial_state, 32);
      csha256_blocks_16(states, padded, whole / 64);
    } else
#endif
      blocks(states[0], streams[0], whole / 64, paths);
    for (size_t l = 0; l < lanes; l++) {
      finish(states[l], streams[l] + whole, byte_count - whole, byte_count, paths);
      csha256_store_state(states[l], digests + 32 * l);
    }
    streams += lanes, digests += 32 * lanes, count -= lanes;
  }
}
