// Copies, moves and fills blocks of many sizes within SIZE KiB, 16 times over. The C library's own functions.
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

uint64_t kernel(unsigned size) {
    size_t bytes = (size_t)size * 1024;
    uint8_t *from = malloc(bytes), *to = malloc(bytes);
    uint32_t random = 7;
    for (size_t i = 0; i < bytes; i++) {
        from[i] = (uint8_t)next_random(&random);
    }
    memset(to, 0, bytes);
    for (int pass = 0; pass < 16; pass++) {
        for (size_t at = 0; at + 8192 < bytes;) {
            size_t length = 16 + next_random(&random) % 4096;
            memcpy(to + at, from + at, length);
            memmove(to + at + 5, to + at, length);
            memset(to + at + length, pass, 32);
            at += length;
        }
        memcpy(from, to, bytes);
    }
    uint64_t sum = HASH_START;
    for (size_t i = 0; i < bytes; i += 97) {
        sum = hash(sum, to[i]);
    }
    free(from);
    free(to);
    return sum;
}
