// A program as people write it, on the C library: makes a tree, changes it, lists it, removes it, and prints what it saw.
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

#define MUST(call) \
    do { \
        if ((call) < 0) { \
            fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, #call, strerror(errno)); \
            exit(1); \
        } \
    } while (0)

static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

static void list(const char *path) {
    DIR *directory = opendir(path);
    if (directory == NULL) MUST(-1);
    char *names[64];
    int count = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL && count < 64;) {
        if (entry->d_name[0] != '.') names[count++] = strdup(entry->d_name);
    }
    closedir(directory);
    qsort(names, count, sizeof *names, compare);
    printf("%s:", path);
    for (int i = 0; i < count; i++) printf(" %s", names[i]);
    printf("\n");
}

static int remove_tree(const char *path) {
    DIR *directory = opendir(path);
    if (directory == NULL) return unlink(path);
    int removed = 0;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        char child[512];
        snprintf(child, sizeof child, "%s/%s", path, entry->d_name);
        if (entry->d_type == DT_DIR) {
            removed += remove_tree(child);
        } else {
            MUST(unlink(child));
        }
        removed++;
    }
    closedir(directory);
    MUST(rmdir(path));
    return removed;
}

int main(int argc, char **argv) {
    printf("arguments %d, last %s\n", argc, argv[argc - 1]);
    int variables = 0;
    while (environ[variables] != NULL) variables++;
    printf("variables %d, A=%s\n", variables, getenv("A"));

    char line[64];
    printf("input %s\n", fgets(line, sizeof line, stdin));
    printf("end %d\n", fgetc(stdin) == EOF);

    MUST(mkdir("/tree", 0777));
    FILE *file = fopen("/tree/file", "w");
    if (file == NULL) MUST(-1);
    for (int i = 0; i < 1000; i++) fprintf(file, "%d\n", i);
    MUST(fclose(file));
    struct stat status;
    MUST(stat("/tree/file", &status));
    printf("size %lld, directory %d\n", (long long)status.st_size, S_ISDIR(status.st_mode));
    MUST(symlink("file", "/tree/link"));
    MUST(link("/tree/file", "/other/hard"));
    MUST(rename("/tree/file", "/tree/renamed"));
    printf("dangling %d\n", access("/tree/link", F_OK) != 0 && errno == ENOENT);
    MUST(lstat("/tree/link", &status));
    printf("link %d\n", S_ISLNK(status.st_mode));

    int fd = open("/other/hard", O_RDWR | O_APPEND);
    MUST(fd);
    MUST(write(fd, "appended", 8));
    MUST(lseek(fd, -8, SEEK_END));
    MUST(read(fd, line, 8));
    printf("%.8s\n", line);
    MUST(ftruncate(fd, 10));
    MUST(fsync(fd));
    MUST(posix_fallocate(fd, 0, 100));
    MUST(fstat(fd, &status));
    printf("allocated %lld\n", (long long)status.st_size);
    struct timespec times[2] = {{1, 500000000}, {2, 250000000}};
    MUST(futimens(fd, times));
    MUST(fstat(fd, &status));
    printf("modified %lld.%09ld\n", (long long)status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    printf("ready %d\n", poll(&ready, 1, 1000));
    MUST(close(fd));

    for (int i = 0; i < 40; i++) {
        snprintf(line, sizeof line, "/tree/d%d", i);
        MUST(mkdir(line, 0777));
        strcat(line, "/file");
        file = fopen(line, "w");
        if (file == NULL) MUST(-1);
        MUST(fclose(file));
    }
    list("/tree/d7");
    printf("not empty %d\n", rmdir("/tree") != 0 && errno == ENOTEMPTY);
    printf("read-only %d\n", mkdir("/read-only/new", 0777) != 0 && errno == EROFS);
    printf("across %d\n", rename("/other/hard", "/small/hard") != 0 && errno == EXDEV);
    printf("removed %d\n", remove_tree("/tree"));
    list("/");
    struct timespec pause = {0, 1000000}, before, after;
    MUST(clock_gettime(CLOCK_MONOTONIC, &before));
    MUST(nanosleep(&pause, NULL));
    MUST(clock_gettime(CLOCK_MONOTONIC, &after));
    printf("slept %d\n", (after.tv_sec - before.tv_sec) * 1000000000LL + after.tv_nsec - before.tv_nsec >= 1000000);
    return 7;
}
