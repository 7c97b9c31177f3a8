// Traps in a function with a name.
#include <stdio.h>

__attribute__((noinline)) void fall(void) {
    __builtin_trap();
}

int main(void) {
    fputs("before\n", stderr);
    fflush(stderr);
    fall();
    return 0;
}
