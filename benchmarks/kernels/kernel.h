// What every kernel of this folder is: a function of its size that computes something and returns a checksum of it.
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>

// Computes anew on each call; the result depends on the size alone.
uint64_t kernel(unsigned size);

// FNV-1a of 64 bits, http://www.isthe.com/chongo/tech/comp/fnv/
#define HASH_START 0xcbf29ce484222325u

static inline uint64_t hash(uint64_t sum, uint64_t value) {
    for (int i = 0; i < 8; i++) {
        sum = (sum ^ (value & 0xff)) * 0x100000001b3u;
        value >>= 8;
    }
    return sum;
}

static inline uint64_t hash_double(uint64_t sum, double value) {
    union { double number; uint64_t bits; } both = {value};
    return hash(sum, both.bits);
}

// The same pseudo-random numbers everywhere: xorshift32, Marsaglia 2003.
static inline uint32_t next_random(uint32_t *state) {
    uint32_t x = *state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return *state = x;
}

#endif
