// Prints its arguments one a line, then ends with the number in $CODE, else 0.
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    for (int i = 0; i < argc; i++) {
        puts(argv[i]);
    }
    const char *code = getenv("CODE");
    return code ? atoi(code) : 0;
}
