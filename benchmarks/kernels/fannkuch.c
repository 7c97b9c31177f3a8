// The most prefix reversals that any permutation of SIZE numbers takes until 1 is in front. Small arrays of int.
#include "kernel.h"

#define MOST 12

static unsigned flips(const int *from, int n) {
    int p[MOST];
    for (int i = 0; i < n; i++) {
        p[i] = from[i];
    }
    unsigned count = 0;
    for (int first = p[0]; first != 0; first = p[0]) {
        for (int low = 0, high = first; low < high; low++, high--) {
            int other = p[low];
            p[low] = p[high];
            p[high] = other;
        }
        count++;
    }
    return count;
}

// All permutations in the order of rotations: position r has been rotated `turned[r]` times.
uint64_t kernel(unsigned size) {
    int n = size > MOST ? MOST : (int)size;
    int p[MOST], turned[MOST] = {0};
    for (int i = 0; i < n; i++) {
        p[i] = i;
    }
    unsigned most = 0, permutation = 0;
    int checksum = 0;
    for (;;) {
        unsigned count = flips(p, n);
        if (count > most) {
            most = count;
        }
        checksum += permutation++ % 2 == 0 ? (int)count : -(int)count;
        int r = 1;
        for (; r < n; r++) {
            int first = p[0];
            for (int i = 0; i < r; i++) {
                p[i] = p[i + 1];
            }
            p[r] = first;
            if (++turned[r] <= r) {
                break;
            }
            turned[r] = 0;
        }
        if (r >= n) {
            return hash(hash(HASH_START, most), (uint64_t)(int64_t)checksum);
        }
    }
}
