// What SQLite's shell asks of a C library and wasi-libc does not have.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *realpath(const char *path, char *resolved) {
    return resolved ? strcpy(resolved, path) : strdup(path);
}

int chmod(const char *path, mode_t mode) {
    (void)path, (void)mode;
    errno = ENOSYS;
    return -1;
}
