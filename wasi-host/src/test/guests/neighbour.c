// One guest that works, and others that would like to keep it from working: each takes all it can get, for ever.
#include "guest.h"

enum { HOME = 3 };

static char buffer[65536];

// Files, names, random bytes and sums; says the sum at the end.
CASE(works) {
    uint64_t sum = 0;
    EXPECT(OK, make_directory(HOME, "work"));
    EXPECT(OK, open_directory(HOME, "work"));
    int work = opened;
    char name[] = "file-00";
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 40; i++) {
            name[5] = (char)('0' + i / 10);
            name[6] = (char)('0' + i % 10);
            int fd = create(work, name);
            for (int j = 0; j < 4096; j++) buffer[j] = (char)(i * 31 + j * 7 + round);
            EXPECT(OK, fd_write(fd, &(iovec){buffer, 4096}, 1, &done));
            EQUAL(4096, done);
            EXPECT(OK, fd_close(fd));
        }
        walk entries;
        int seen = 0;
        start_walk(&entries, work, buffer, 512);
        while (next_entry(&entries)) {
            if (entries.entry.type != T_REGULAR) continue;
            static char content[4096];
            EXPECT(OK, open_to_read(work, entries.name));
            EXPECT(OK, get(opened, content, sizeof content));
            EQUAL(4096, done);
            for (int j = 0; j < 4096; j++) sum += (unsigned char)content[j] * (uint64_t)(j + 1);
            EXPECT(OK, fd_close(opened));
            EXPECT(OK, unlink_file(work, entries.name));
            seen++;
        }
        EQUAL(40, seen);
    }
    EXPECT(OK, fd_close(work));
    EXPECT(OK, remove_directory(HOME, "work"));
    CHECK(__builtin_wasm_memory_grow(0, 16) != UINT32_MAX);
    say(STDOUT, "sum ");
    say_number(STDOUT, (int64_t)sum);
    say(STDOUT, "\n");
}

static void go_on_for_ever(void) {
    for (volatile uint32_t i = 0;; i++) {}
}

CASE(spins) { go_on_for_ever(); }

CASE(takes_all_memory) {
    while (__builtin_wasm_memory_grow(0, 16) != UINT32_MAX) {}
    uint32_t pages = __builtin_wasm_memory_size(0);
    while (1) {
        for (uint32_t page = 8; page < pages; page++) *(volatile char *)(page << 16) = 1;
    }
}

CASE(takes_all_descriptors) {
    make_file(HOME, "f", "x");
    while (open_to_read(HOME, "f") == OK) {}
    while (open_to_read(HOME, "f") != OK) {}
    go_on_for_ever();
}

CASE(takes_all_directories) {
    while (open_directory(HOME, ".") == OK) fd_readdir(opened, buffer, sizeof buffer, 0, &done);
    while (open_directory(HOME, ".") != OK) {}
    go_on_for_ever();
}

CASE(opens_and_closes) {
    make_file(HOME, "f", "x");
    while (1) {
        if (open_to_read(HOME, "f") == OK) fd_close(opened);
    }
}

CASE(makes_names_without_end) {
    char name[] = "n00000";
    for (uint32_t i = 0;; i = (i + 1) % 5000) {
        for (uint32_t j = 5, left = i; j > 0; j--, left /= 10) name[j] = (char)('0' + left % 10);
        make_directory(HOME, name);
        move(HOME, name, HOME, "moved");
    }
}

CASE(asks_for_huge_vectors) {
    make_file(HOME, "f", "x");
    EXPECT(OK, open_to_write(HOME, "f", 0));
    const uint32_t lengths[] = {0x70000000, 0x7fffffff, 0xffffffff};
    while (1) {
        for (int i = 0; i < 3; i++) {
            iovec vector = {buffer, lengths[i]};
            fd_read(opened, &vector, 1, &done);
            fd_write(opened, &vector, 1, &done);
            random_get(buffer, lengths[i]);
        }
    }
}

CASE(polls_without_end) {
    static subscription many[16384];
    static event events[16384];
    for (uint32_t i = 0; i < 16384; i++) many[i] = (subscription){.type = EVENT_FD_WRITE, .fd = i % 8};
    while (1) poll_oneoff(many, events, 16384, &done);
}

CASE(writes_without_end) {
    while (1) fd_write(STDOUT, &(iovec){buffer, sizeof buffer}, 1, &done);
}

CASE(draws_random_bytes) {
    while (1) random_get(buffer, sizeof buffer);
}

static uint32_t recurse(volatile uint32_t depth) {
    volatile uint32_t kept[16];
    if (depth == UINT32_MAX) return 0;
    kept[depth % 16] = depth;
    return recurse(depth + 1) + kept[depth % 16];
}

CASE(recurses) { recurse(0); }

CASE(traps) { __builtin_trap(); }

CASE(waits) {
    subscription poll = {.type = EVENT_CLOCK};
    poll.clock.id = MONOTONIC;
    poll.clock.timeout = UINT64_MAX;
    event ready;
    poll_oneoff(&poll, &ready, 1, &done);
}
