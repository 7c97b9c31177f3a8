// usage: KERNEL SIZE [ROUNDS]   prints what each round took in nanoseconds, as its own clock says, then the checksum
#include "kernel.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: %s SIZE [ROUNDS]\n", argv[0]);
        return 2;
    }
    unsigned size = (unsigned)strtoul(argv[1], NULL, 10);
    unsigned rounds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
    uint64_t first = 0;
    for (unsigned round = 0; round < rounds; round++) {
        uint64_t start = now();
        uint64_t sum = kernel(size);
        uint64_t took = now() - start;
        printf("round %llu\n", (unsigned long long)took);
        if (round == 0) {
            first = sum;
        } else if (sum != first) {
            fprintf(stderr, "round %u: checksum %016llx\n", round, (unsigned long long)sum);
            return 1;
        }
    }
    printf("checksum %016llx\n", (unsigned long long)first);
    return 0;
}
