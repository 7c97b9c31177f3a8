// A guest that does one thing for each first argument, so that a test can ask for it.
//
// Rebuild with Debian's clang, lld, wasi-libc and libclang-rt-14-dev-wasm32:
//   clang --target=wasm32-wasi -Oz -s -o ../resources/guests/probe.wasm probe.c
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static void put(int fd, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t written = write(fd, bytes, size);
        if (written < 0) _exit(99);
        bytes += written;
        size -= (size_t)written;
    }
}

static void line(int fd, const char *text) {
    put(fd, text, strlen(text));
    put(fd, "\n", 1);
}

static int fail(const char *subject) {
    put(2, "probe: ", 7);
    put(2, subject, strlen(subject));
    put(2, ": ", 2);
    line(2, strerror(errno));
    return 1;
}

// Copies until the end of input.
static int copy(int from, int to) {
    static char buffer[65536];
    ssize_t size;
    while ((size = read(from, buffer, sizeof buffer)) > 0) put(to, buffer, (size_t)size);
    return size < 0 ? fail("read") : 0;
}

// Writes lines of 16 bytes, `size` bytes in all.
static int flood(size_t size) {
    static char block[65536];
    for (size_t i = 0; i < sizeof block; i += 16) memcpy(block + i, "0123456789abcde\n", 16);
    for (size_t part; size > 0; size -= part) {
        part = size < sizeof block ? size : sizeof block;
        put(1, block, part);
    }
    return 0;
}

// Writes the names in a directory, one a line, in the order of the directory.
static int list(const char *path) {
    DIR *directory = opendir(path);
    if (!directory) return fail(path);
    for (struct dirent *entry; (entry = readdir(directory));) {
        if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) line(1, entry->d_name);
    }
    closedir(directory);
    return 0;
}

int main(int argc, char **argv) {
    const char *verb = argc > 1 ? argv[1] : "echo";
    if (!strcmp(verb, "echo")) {
        for (int i = 2; i < argc; i++) line(1, argv[i]);
        return 0;
    }
    if (!strcmp(verb, "exit")) return atoi(argv[2]);
    if (!strcmp(verb, "env")) {
        for (char **variable = environ; *variable; variable++) line(1, *variable);
        return 0;
    }
    if (!strcmp(verb, "cat")) {
        int fd = open(argv[2], O_RDONLY);
        return fd < 0 ? fail(argv[2]) : copy(fd, 1);
    }
    if (!strcmp(verb, "write")) {
        int fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC, 0644);
        if (fd < 0) return fail(argv[2]);
        line(fd, argv[3]);
        return 0;
    }
    if (!strcmp(verb, "list")) return list(argv[2]);
    if (!strcmp(verb, "remove")) return unlink(argv[2]) ? fail(argv[2]) : 0;
    if (!strcmp(verb, "copy")) return copy(0, 1);
    if (!strcmp(verb, "flood")) return flood(strtoul(argv[2], NULL, 10));
    if (!strcmp(verb, "both")) {
        line(1, "to stdout");
        line(2, "to stderr");
        return 0;
    }
    if (!strcmp(verb, "spin")) {
        for (volatile unsigned i = 0;; i++) {}
    }
    if (!strcmp(verb, "grow")) {
        while (__builtin_wasm_memory_grow(0, 16) != (size_t)-1) {}
        return 1;
    }
    if (!strcmp(verb, "trap")) __builtin_trap();
    line(2, "probe: unknown verb");
    return 2;
}
