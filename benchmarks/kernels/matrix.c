// The product of two SIZE x SIZE matrices of doubles, row by row. Strided loads and stores of 8 bytes.
#include "kernel.h"

#include <stdlib.h>

uint64_t kernel(unsigned size) {
    unsigned n = size;
    double *a = malloc(n * n * sizeof *a), *b = malloc(n * n * sizeof *b), *c = calloc(n * n, sizeof *c);
    for (unsigned i = 0; i < n * n; i++) {
        a[i] = (double)(i % 17) - 8;
        b[i] = (double)(i % 13) / 4;
    }
    for (unsigned i = 0; i < n; i++) {
        for (unsigned k = 0; k < n; k++) {
            double factor = a[i * n + k];
            for (unsigned j = 0; j < n; j++) {
                c[i * n + j] += factor * b[k * n + j];
            }
        }
    }
    uint64_t sum = HASH_START;
    for (unsigned i = 0; i < n * n; i += n + 1) {
        sum = hash_double(sum, c[i]);
    }
    free(a);
    free(b);
    free(c);
    return sum;
}
