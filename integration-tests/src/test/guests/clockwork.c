// A guest that uses processor time in known ways.
//
//   clockwork loop           works without end, in calls of some microseconds each
//   clockwork beat ROUNDS    ROUNDS times: a task of about 1 ms, then a rest of 4 ms; prints the
//                            median and the 90th percentile of the task's duration, in µs
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -O2 -s -o ../resources/guests/clockwork.wasm clockwork.c
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned state = 1;

__attribute__((noinline)) static unsigned work(unsigned rounds) {
    unsigned value = state;
    for (unsigned i = 0; i < rounds; i++) value = value * 1664525u + 1013904223u + (value >> 16);
    return state = value;
}

static long long micros(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}

static int ascending(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return x < y ? -1 : x > y;
}

// Finds out how many rounds take a millisecond, once the code is as fast as it gets.
static unsigned calibrate(void) {
    unsigned rounds = 1000;
    long long best = 0;
    long long end = micros() + 1500000;
    while (micros() < end) {
        long long start = micros();
        work(rounds);
        long long took = micros() - start;
        if (took < 1000) rounds += rounds / 16 + 1;
        else if (took > 1100 && rounds > 1000) rounds -= rounds / 32;
        best = took;
    }
    return best > 0 ? rounds : 1000;
}

static int beat(int count) {
    long long *took = calloc(count, sizeof *took);
    unsigned rounds = calibrate();
    struct timespec rest = {0, 4000000};
    for (int i = 0; i < count; i++) {
        long long start = micros();
        work(rounds);
        took[i] = micros() - start;
        nanosleep(&rest, NULL);
        if (i == 0) puts("beating");
        fflush(stdout);
    }
    qsort(took, count, sizeof *took, ascending);
    printf("%lld %lld\n", took[count / 2], took[count * 9 / 10]);
    return 0;
}

int main(int argc, char **argv) {
    if (argc > 1 && !strcmp(argv[1], "loop")) {
        for (;;) work(1000);
    }
    if (argc > 2 && !strcmp(argv[1], "beat")) return beat(atoi(argv[2]));
    return 2;
}
