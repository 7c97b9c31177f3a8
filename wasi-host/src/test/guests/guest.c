#include "guest.h"

uint32_t opened;
uint32_t done;

void *memcpy(void *to, const void *from, size_t length) {
    char *t = to;
    const char *f = from;
    while (length-- > 0) *t++ = *f++;
    return to;
}

void *memset(void *to, int value, size_t length) {
    char *t = to;
    while (length-- > 0) *t++ = (char)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t length) {
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < length; i++) {
        if (x[i] != y[i]) return x[i] - y[i];
    }
    return 0;
}

size_t strlen(const char *text) {
    size_t length = 0;
    while (text[length] != 0) length++;
    return length;
}

void say(int fd, const char *text) {
    iovec vector = {text, strlen(text)};
    uint32_t written;
    fd_write(fd, &vector, 1, &written);
}

void say_number(int fd, int64_t number) {
    char digits[24];
    int at = sizeof digits - 1;
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    digits[at] = 0;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    if (number < 0) digits[--at] = '-';
    say(fd, digits + at);
}

static void say_place(const char *file, int line, const char *what) {
    say(STDERR, file);
    say(STDERR, ":");
    say_number(STDERR, line);
    say(STDERR, ": ");
    say(STDERR, what);
}

_Noreturn void fail(const char *file, int line, const char *what) {
    say_place(file, line, what);
    say(STDERR, " is not so\n");
    proc_exit(1);
}

void expect_number(int64_t expected, int64_t actual, const char *file, int line, const char *what) {
    if (expected != actual) {
        say_place(file, line, what);
        say(STDERR, " is ");
        say_number(STDERR, actual);
        say(STDERR, " instead of ");
        say_number(STDERR, expected);
        say(STDERR, "\n");
        proc_exit(1);
    }
}

void expect(int expected, int actual, const char *file, int line, const char *what) {
    expect_number(expected, actual, file, line, what);
}

int open_path(int fd, const char *path, int oflags, uint64_t rights, int fdflags) {
    return path_open(fd, FOLLOW, path, strlen(path), oflags, rights, 0, fdflags, &opened);
}

int open_directory(int fd, const char *path) {
    return path_open(fd, FOLLOW, path, strlen(path), DIRECTORY, ALL_RIGHTS & ~WRITING, ALL_RIGHTS, 0, &opened);
}

int create(int fd, const char *path) {
    expect(OK, open_to_write(fd, path, CREAT), "create", 0, path);
    return (int)opened;
}

void make_file(int fd, const char *path, const char *text) {
    int file = create(fd, path);
    expect(OK, put(file, text), "make_file", 0, path);
    expect_number((int64_t)strlen(text), done, "make_file", 0, path);
    expect(OK, fd_close(file), "make_file", 0, path);
}

int put(int fd, const char *text) {
    iovec vector = {text, strlen(text)};
    return fd_write(fd, &vector, 1, &done);
}

int get(int fd, void *buffer, uint32_t size) {
    iovec vector = {buffer, size};
    return fd_read(fd, &vector, 1, &done);
}

void expect_file(int fd, const char *path, const char *text, const char *file, int line) {
    char buffer[256];
    expect(OK, open_to_read(fd, path), file, line, path);
    expect(OK, get(opened, buffer, sizeof buffer), file, line, path);
    expect_number((int64_t)strlen(text), done, file, line, path);
    if (memcmp(buffer, text, done) != 0) fail(file, line, text);
    expect(OK, fd_close(opened), file, line, path);
}

void start_walk(walk *state, uint32_t fd, void *buffer, uint32_t size) {
    memset(state, 0, sizeof *state);
    state->fd = fd;
    state->buffer = buffer;
    state->size = size;
}

int next_entry(walk *state) {
    while (1) {
        uint32_t left = state->used - state->at;
        if (left >= sizeof(dirent)) {
            memcpy(&state->entry, state->buffer + state->at, sizeof(dirent));
            uint32_t whole = sizeof(dirent) + state->entry.name_length;
            if (left >= whole) {
                CHECK(state->entry.name_length < sizeof state->name);
                memcpy(state->name, state->buffer + state->at + sizeof(dirent), state->entry.name_length);
                state->name[state->entry.name_length] = 0;
                state->at += whole;
                state->cookie = state->entry.next;
                return 1;
            }
        }
        if (state->is_last) return 0;
        EXPECT(OK, fd_readdir(state->fd, state->buffer, state->size, state->cookie, &state->used));
        CHECK(state->used <= state->size);
        state->at = 0;
        state->is_last = state->used < state->size;
    }
}
