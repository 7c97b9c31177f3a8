// Deflates SIZE KiB of text with three levels and inflates it again, as minigzip would without the files.
#include "kernel.h"

#include "zlib.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const words[] = {"memory", "of", "the", "container", "is", "a", "guest", "with", "limits", "and",
                                    "when", "it", "grows,", "pages", "follow", "each", "other.\n", "0x", "12", "--"};

static void write_text(uint8_t *text, size_t bytes) {
    uint32_t random = 5;
    for (size_t at = 0; at < bytes;) {
        const char *word = words[next_random(&random) % (sizeof words / sizeof *words)];
        size_t length = strlen(word);
        if (length > bytes - at) {
            length = bytes - at;
        }
        memcpy(text + at, word, length);
        at += length;
        if (at < bytes) {
            text[at++] = next_random(&random) % 9 == 0 ? (uint8_t)next_random(&random) : ' ';
        }
    }
}

uint64_t kernel(unsigned size) {
    static const int levels[] = {1, 6, 9};
    uLong bytes = (uLong)size * 1024;
    uLong room = compressBound(bytes);
    uint8_t *text = malloc(bytes), *packed = malloc(room), *back = malloc(bytes);
    write_text(text, bytes);
    uint64_t sum = HASH_START;
    for (unsigned i = 0; i < sizeof levels / sizeof *levels; i++) {
        uLong length = room, unpacked = bytes;
        if (compress2(packed, &length, text, bytes, levels[i]) != Z_OK ||
            uncompress(back, &unpacked, packed, length) != Z_OK || memcmp(text, back, bytes) != 0) {
            fprintf(stderr, "zlib: what came back is not what went in\n");
            exit(1);
        }
        sum = hash(hash(sum, length), adler32(0, packed, (uInt)length));
    }
    free(text);
    free(packed);
    free(back);
    return sum;
}
