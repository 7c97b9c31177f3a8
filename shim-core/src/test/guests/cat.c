// Copies standard input to standard output until the end, then says so on standard error.
#include <stdio.h>
#include <unistd.h>

int main(void) {
    char buffer[4096];
    ssize_t n;
    while ((n = read(0, buffer, sizeof buffer)) > 0) {
        for (ssize_t done = 0; done < n;) {
            ssize_t m = write(1, buffer + done, n - done);
            if (m < 0) {
                return 2;
            }
            done += m;
        }
    }
    fputs("end of input\n", stderr);
    return n == 0 ? 0 : 1;
}
