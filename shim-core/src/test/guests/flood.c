// Writes as many bytes as its argument says, each the low byte of its position.
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv) {
    long total = argc > 1 ? atol(argv[1]) : 0;
    unsigned char buffer[1000];
    for (long at = 0; at < total;) {
        long n = total - at < (long)sizeof buffer ? total - at : (long)sizeof buffer;
        for (long i = 0; i < n; i++) {
            buffer[i] = (unsigned char)(at + i);
        }
        ssize_t m = write(1, buffer, n);
        if (m < 0) {
            return 2;
        }
        at += m;
    }
    return 0;
}
