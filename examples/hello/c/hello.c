// Prints what a container is given: arguments, environment, a file, standard input. Ends with a code of your choice.
//
//   hello [--file PATH] [--stdin] [--exit CODE] [WORD]...
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

static int print_file(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    char line[4096];
    while (fgets(line, sizeof line, file) != NULL) {
        printf("%s: %s", path, line);
        if (strchr(line, '\n') == NULL) putchar('\n');
    }
    fclose(file);
    return 0;
}

static void print_stdin(void) {
    char line[4096];
    while (fgets(line, sizeof line, stdin) != NULL) printf("stdin: %s", line);
}

int main(int argc, char **argv) {
    int code = 0;
    puts("Hello from WebAssembly!");
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--file") == 0 && i + 1 < argc) {
            if (print_file(argv[++i]) != 0) code = 1;
        } else if (strcmp(argv[i], "--exit") == 0 && i + 1 < argc) {
            code = atoi(argv[++i]);
        } else if (strcmp(argv[i], "--stdin") == 0) {
            print_stdin();
        } else {
            printf("arg: %s\n", argv[i]);
        }
    }
    for (char **variable = environ; *variable != NULL; variable++) printf("env: %s\n", *variable);
    return code;
}
