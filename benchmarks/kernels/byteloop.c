// Passes over SIZE KiB byte by byte: classes by table, words, a rolling hash, lower case in place.
#include "kernel.h"

#include <stdlib.h>

enum { OTHER, LETTER, DIGIT, BLANK };

uint64_t kernel(unsigned size) {
    size_t bytes = (size_t)size * 1024;
    uint8_t *text = malloc(bytes);
    uint8_t class[256] = {0};
    unsigned counts[4] = {0}, words = 0, rolling = 0;
    uint32_t random = 3;
    for (int c = 0; c < 256; c++) {
        class[c] = (c | 32) >= 'a' && (c | 32) <= 'z' ? LETTER : c >= '0' && c <= '9' ? DIGIT : c <= ' ' ? BLANK : OTHER;
    }
    for (size_t i = 0; i < bytes; i++) {
        text[i] = (uint8_t)(next_random(&random) % 96 + 30);
    }
    for (int pass = 0; pass < 8; pass++) {
        int before = BLANK;
        for (size_t i = 0; i < bytes; i++) {
            int now = class[text[i]];
            counts[now]++;
            words += now == LETTER && before != LETTER;
            before = now;
        }
        for (size_t i = 0; i < bytes; i++) {
            rolling = rolling * 31 + text[i];
        }
        for (size_t i = 0; i < bytes; i++) {
            uint8_t c = text[i];
            if (c >= 'A' && c <= 'Z') {
                text[i] = c | 32;
            } else if (c == (uint8_t)('a' + pass)) {
                text[i] = '0';
            }
        }
    }
    free(text);
    uint64_t sum = hash(hash(HASH_START, words), rolling);
    for (int i = 0; i < 4; i++) {
        sum = hash(sum, counts[i]);
    }
    return sum;
}
