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
  finish(state, whole < count ? (const uint8_t *)bytes + whole : (const uint8_t *)"", count - whole, count, paths);
  csha256_store_state(state, digest);
}
