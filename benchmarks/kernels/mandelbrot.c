// Points of a SIZE x SIZE grid that stay bounded for 50 steps. Doubles in registers, one hard to predict exit.
#include "kernel.h"

static int escapes(double cx, double cy) {
    double x = 0, y = 0;
    for (int i = 0; i < 50; i++) {
        double xx = x * x, yy = y * y;
        if (xx + yy > 4) {
            return i;
        }
        y = 2 * x * y + cy;
        x = xx - yy + cx;
    }
    return 50;
}

uint64_t kernel(unsigned size) {
    uint64_t total = 0;
    for (unsigned row = 0; row < size; row++) {
        for (unsigned column = 0; column < size; column++) {
            total += (uint64_t)escapes(2.5 * column / size - 2, 2.0 * row / size - 1);
        }
    }
    return hash(HASH_START, total);
}
