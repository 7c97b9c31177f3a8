// Writes its second argument into the file of its first, reads it back and prints it.
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 3) {
        return 1;
    }
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return 2;
    }
    fputs(argv[2], out);
    fclose(out);
    char line[256] = "";
    FILE *in = fopen(argv[1], "r");
    if (!in || !fgets(line, sizeof line, in)) {
        return 3;
    }
    puts(line);
    return 0;
}
