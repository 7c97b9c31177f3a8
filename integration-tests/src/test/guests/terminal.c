// A guest for terminals. It tells which of its three streams are terminals, then answers each line that it reads, after a wait in
// poll_oneoff(), until the input ends; "flood N" has it write N lines.
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -O2 -s -o ../resources/guests/terminal.wasm terminal.c
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int await_input(void) {
    struct pollfd input = {.fd = 0, .events = POLLIN};
    return poll(&input, 1, -1) == 1;
}

int main(void) {
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    printf("terminals:%s%s%s\n", isatty(0) ? " 0" : "", isatty(1) ? " 1" : "", isatty(2) ? " 2" : "");
    char line[256];
    while (await_input() && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        if (strncmp(line, "flood ", 6) == 0) {
            int lines = atoi(line + 6);
            for (int i = 0; i < lines; i++) printf("line %d\n", i);
        }
        printf("read \"%s\"\n", line);
    }
    fprintf(stderr, "end of input\n");
    return 7;
}
