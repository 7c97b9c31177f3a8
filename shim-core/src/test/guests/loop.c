// Says that it runs, then loops without end.
#include <unistd.h>

int main(void) {
    write(1, "running\n", 8);
    for (volatile int i = 0;; i++) {
    }
}
