// A guest that waits or works in one way until it is killed; it says "ready" before.
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -O2 -s -o ../resources/guests/waits.wasm waits.c
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static unsigned state = 1;

__attribute__((noinline)) static void work(void) {
    for (unsigned i = 0; i < 1000; i++) state = state * 1664525u + 1013904223u;
}

static void flood(void) {
    static char block[65536];
    memset(block, 'x', sizeof block);
    while (write(1, block, sizeof block) > 0) {}
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    char byte;
    puts("ready");
    fflush(stdout);
    if (!strcmp(verb, "loop")) {
        for (volatile unsigned i = 0;; i++) {}
    }
    if (!strcmp(verb, "call")) {
        for (;;) work();
    }
    if (!strcmp(verb, "read")) return (int)read(0, &byte, 1);
    if (!strcmp(verb, "poll")) {
        struct pollfd input = {.fd = 0, .events = POLLIN};
        return poll(&input, 1, -1);
    }
    if (!strcmp(verb, "sleep")) {
        struct timespec long_time = {100000, 0};
        return nanosleep(&long_time, NULL);
    }
    if (!strcmp(verb, "write")) flood();
    return 2;
}
