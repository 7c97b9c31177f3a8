// A guest that holds a known memory and says what it gets.
//
//   meter hold MIB loop|rest   grows by MIB MiB, writes to each page, prints its size in bytes, and
//                              then works, or sleeps, without end
//   meter climb                grows by 64 KiB every 2 ms; prints its size in bytes after each step,
//                              or "refused", and goes on
//   meter count                works without end; prints 1, 2, 3, … each after some work
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -O2 -s -o ../resources/guests/meter.wasm meter.c
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PAGE 65536
#define REFUSED ((size_t)-1)

static volatile unsigned state = 1;

__attribute__((noinline)) static void work(unsigned rounds) {
    unsigned value = state;
    for (unsigned i = 0; i < rounds; i++) value = value * 1664525u + 1013904223u + (value >> 16);
    state = value;
}

static void rest(long nanos) {
    struct timespec time = {nanos / 1000000000, nanos % 1000000000};
    nanosleep(&time, NULL);
}

static size_t size(void) { return __builtin_wasm_memory_size(0) * (size_t)PAGE; }

static int hold(size_t mebibytes, int works) {
    size_t pages = mebibytes << 4;
    size_t first = __builtin_wasm_memory_grow(0, pages);
    if (first == REFUSED) return 1;
    for (size_t page = first; page < first + pages; page++) *(volatile char *)(page * PAGE) = 1;
    printf("%zu\n", size());
    fflush(stdout);
    for (;;) {
        if (works) work(1000);
        else rest(999999999);
    }
}

static int climb(void) {
    for (;;) {
        if (__builtin_wasm_memory_grow(0, 1) == REFUSED) puts("refused");
        else printf("%zu\n", size());
        fflush(stdout);
        rest(2000000);
    }
}

static int count(void) {
    for (unsigned long number = 1;; number++) {
        for (int i = 0; i < 100; i++) work(1000);
        printf("%lu\n", number);
        fflush(stdout);
    }
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    if (!strcmp(verb, "hold") && argc > 3) return hold(atoi(argv[2]), !strcmp(argv[3], "loop"));
    if (!strcmp(verb, "climb")) return climb();
    if (!strcmp(verb, "count")) return count();
    return 2;
}
