// A guest that uses what limits are for, in the way that its first argument says.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Tells whether so many MiB more are to be had; they are used, and kept.
static int take(int mib) {
    return __builtin_wasm_memory_grow(0, (unsigned)(mib * 16)) != (size_t)-1;
}

static int recurse(volatile int *depth) {
    volatile int here = *depth + 1;
    return recurse(&here) + here;
}

// A line for each so many turns of a loop, numbered.
static int count(unsigned turns) {
    for (unsigned line = 0;; line++) {
        for (volatile unsigned i = 0; i < turns; i++) {}
        printf("%u\n", line);
        fflush(stdout);
    }
}

// Takes memory, says so, and once more for each line of input.
static int hold(int mib) {
    char line[16];
    do {
        puts(take(mib) ? "taken" : "refused");
        fflush(stdout);
    } while (fgets(line, sizeof line, stdin));
    return 0;
}

static int grow(int mib) {
    while (take(mib)) {}
    return 1;
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "";
    int number = argc > 2 ? atoi(argv[2]) : 1;
    if (!strcmp(verb, "spin")) for (volatile unsigned i = 0;; i++) {}
    if (!strcmp(verb, "count")) return count((unsigned)number);
    if (!strcmp(verb, "hold")) return hold(number);
    if (!strcmp(verb, "grow")) return grow(number);
    if (!strcmp(verb, "sleep")) return (int)sleep((unsigned)number);
    if (!strcmp(verb, "recurse")) return recurse(&number);
    return 2;
}
