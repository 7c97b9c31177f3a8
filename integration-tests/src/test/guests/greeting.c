// A program as people write them first: it says hello. It also asks for the time, and so imports what can tell when a guest
// began. With an argument it stays for a day.
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -O2 -s -o ../resources/guests/greeting.wasm greeting.c
#include <stdio.h>
#include <time.h>

int main(int argc, char **argv) {
    struct timespec now, day = {24 * 60 * 60, 0};
    (void)argv;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return 1;
    if (puts("hello") < 0 || fflush(stdout) != 0) return 1;
    return argc > 1 ? nanosleep(&day, NULL) : 0;
}
