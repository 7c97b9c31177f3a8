// A guest that takes more than its share of one thing, or a well-behaved one beside it.
//
//   greed memory     grows without end, writes to what it got, and gives up with an abort
//   greed stack      recurses without end
//   greed files      opens files until it may not, prints how many, ends with 3
//   greed vectors    asks to read 2 GiB into its memory, ends with 4 when it was refused
//   greed nothing    computes for some 20 ms, prints the sum
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -O2 -s -o ../resources/guests/greed.wasm greed.c
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static char *volatile last; // Keeps the compiler from leaving the memory out.

static int memory(void) {
    for (;;) {
        last = malloc(1 << 20);
        if (!last) abort();
        memset(last, 1, 1 << 20);
    }
}

__attribute__((noinline)) static int stack(volatile int depth) {
    volatile char here[64];
    here[0] = (char)depth;
    return stack(depth + 1) + here[0];
}

static int files(void) {
    int count = 0;
    while (open("/greed.wasm", O_RDONLY) >= 0) count++;
    printf("%d\n", count);
    return 3;
}

static int vectors(void) {
    struct iovec vectors[2] = {{.iov_base = (void *)16, .iov_len = 0x7fffffff},
                               {.iov_base = (void *)16, .iov_len = 0x7fffffff}};
    int fd = open("/greed.wasm", O_RDONLY);
    return fd >= 0 && readv(fd, vectors, 2) < 0 ? 4 : 1;
}

static int nothing(void) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < 2000000; i++) sum = sum * 31 + i;
    printf("%u\n", sum);
    return 0;
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    if (!strcmp(verb, "memory")) return memory();
    if (!strcmp(verb, "stack")) return stack(1) & 1;
    if (!strcmp(verb, "files")) return files();
    if (!strcmp(verb, "vectors")) return vectors();
    if (!strcmp(verb, "nothing")) return nothing();
    return 2;
}
