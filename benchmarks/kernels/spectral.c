// The spectral norm of a matrix that is never stored, by power iteration on SIZE dimensions. Divisions and calls.
#include "kernel.h"

#include <math.h>
#include <stdlib.h>

static double entry(int i, int j) {
    return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

static void times(int n, const double *v, double *out, int transposed) {
    for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += (transposed ? entry(j, i) : entry(i, j)) * v[j];
        }
        out[i] = sum;
    }
}

uint64_t kernel(unsigned size) {
    int n = (int)size;
    double *u = malloc(n * sizeof *u), *v = malloc(n * sizeof *v), *between = malloc(n * sizeof *between);
    for (int i = 0; i < n; i++) {
        u[i] = 1;
    }
    for (int i = 0; i < 5; i++) {
        times(n, u, between, 0);
        times(n, between, v, 1);
        times(n, v, between, 0);
        times(n, between, u, 1);
    }
    double uv = 0, vv = 0;
    for (int i = 0; i < n; i++) {
        uv += u[i] * v[i];
        vv += v[i] * v[i];
    }
    free(u);
    free(v);
    free(between);
    return hash_double(HASH_START, sqrt(uv / vv));
}
