// Pipes, FIFOs, devices and waiting. The fixture has written "0123456789" to standard input and closed it; `fifo` is in
// the root; the mounted directory holds a node of a device.
#include "guest.h"

static char buffer[1 << 17];
static subscription subscriptions[16];
static event events[16];
static uint32_t ready;

static uint64_t now(int clock) {
    uint64_t time;
    EXPECT(OK, clock_time_get(clock, 1, &time));
    return time;
}

static subscription on_fd(uint64_t userdata, int type, uint32_t fd) {
    return (subscription){.userdata = userdata, .type = (uint8_t)type, .fd = fd};
}

static subscription on_clock(uint64_t userdata, uint32_t clock, uint64_t timeout, int flags) {
    subscription result = {.userdata = userdata, .type = EVENT_CLOCK};
    result.clock.id = clock;
    result.clock.timeout = timeout;
    result.clock.flags = (uint16_t)flags;
    return result;
}

#define MILLI UINT64_C(1000000)

CASE(a_read_gives_what_there_is) {
    iovec vectors[2] = {{buffer, 8}, {buffer + 8, 8}};
    EXPECT(OK, fd_read(STDIN, vectors, 2, &done));
    EQUAL(10, done);
    CHECK(memcmp(buffer, "0123456789", 10) == 0);
    EXPECT(OK, fd_read(STDIN, vectors, 2, &done));
    EQUAL(0, done);
}

CASE(a_second_vector_is_not_waited_for) {
    EXPECT(OK, open_path(ROOT, "fifo", 0, READING, 0));
    int reader = opened;
    EXPECT(OK, open_path(ROOT, "fifo", 0, R(FD_WRITE), 0));
    EXPECT(OK, put(opened, "four"));
    iovec vectors[2] = {{buffer, 4}, {buffer + 4, 4}};
    EXPECT(OK, fd_read(reader, vectors, 2, &done));
    EQUAL(4, done);
}

CASE(the_end_of_input_is_polled_and_read) {
    EXPECT(OK, get(STDIN, buffer, 100));
    subscriptions[0] = on_fd(7, EVENT_FD_READ, STDIN);
    EXPECT(OK, poll_oneoff(subscriptions, events, 1, &ready));
    EQUAL(1, ready);
    EQUAL(7, events[0].userdata);
    EQUAL(OK, events[0].error);
    EQUAL(EVENT_FD_READ, events[0].type);
    EQUAL(HANGUP, events[0].flags & HANGUP);
    EXPECT(OK, get(STDIN, buffer, 100));
    EQUAL(0, done);
}

CASE(streams_have_no_position) {
    uint64_t at;
    iovec vector = {buffer, 1};
    EXPECT(E_SPIPE, fd_seek(STDIN, 0, SEEK_SET, &at));
    EXPECT(E_SPIPE, fd_tell(STDOUT, &at));
    EXPECT(E_SPIPE, fd_pread(STDIN, &vector, 1, 0, &done));
    EXPECT(E_SPIPE, fd_pwrite(STDOUT, &vector, 1, 0, &done));
}

CASE(streams_are_described) {
    fdstat of_fd;
    filestat of_file;
    EXPECT(OK, fd_fdstat_get(STDIN, &of_fd));
    CHECK(of_fd.type == T_UNKNOWN);
    CHECK((of_fd.rights & R(FD_READ)) != 0 && (of_fd.rights & R(FD_WRITE)) == 0);
    CHECK((of_fd.rights & R(FD_SEEK)) == 0);
    EXPECT(OK, fd_filestat_get(STDIN, &of_file));
    CHECK(of_file.inode != 0);
    EQUAL(0, of_file.size);
}

CASE(a_non_blocking_fifo_says_again) {
    EXPECT(E_NXIO, open_path(ROOT, "fifo", 0, R(FD_WRITE), NONBLOCK));
    EXPECT(OK, open_path(ROOT, "fifo", 0, READING, NONBLOCK));
    int reader = opened;
    fdstat stat;
    EXPECT(OK, fd_fdstat_get(reader, &stat));
    EQUAL(NONBLOCK, stat.flags);
    EXPECT(OK, open_path(ROOT, "fifo", 0, R(FD_WRITE) | R(FD_FDSTAT_SET_FLAGS), NONBLOCK));
    int writer = opened;
    EXPECT(E_AGAIN, get(reader, buffer, 1));
    uint64_t total = 0;
    int error;
    while ((error = fd_write(writer, &(iovec){buffer, sizeof buffer}, 1, &done)) == OK) total += done;
    EQUAL(E_AGAIN, error);
    CHECK(total >= 4096);
    while ((error = get(reader, buffer, sizeof buffer)) == OK) total -= done;
    EQUAL(E_AGAIN, error);
    EQUAL(0, total);
    EXPECT(OK, fd_close(writer));
    EXPECT(OK, get(reader, buffer, 1));
    EQUAL(0, done);
}

CASE(flags_of_a_fifo_are_set_and_shown) {
    EXPECT(OK, open_path(ROOT, "fifo", 0, READING | R(FD_WRITE), 0));
    fdstat stat;
    EXPECT(OK, fd_fdstat_set_flags(opened, NONBLOCK | APPEND));
    EXPECT(OK, fd_fdstat_get(opened, &stat));
    EQUAL(NONBLOCK | APPEND, stat.flags);
    EXPECT(E_AGAIN, get(opened, buffer, 1));
    EXPECT(OK, put(opened, "appended"));
    EXPECT(OK, get(opened, buffer, 100));
    EQUAL(8, done);
    EXPECT(OK, fd_fdstat_set_flags(opened, 0));
    EXPECT(OK, fd_fdstat_get(opened, &stat));
    EQUAL(0, stat.flags);
}

CASE(a_fifo_is_polled) {
    EXPECT(OK, open_path(ROOT, "fifo", 0, READING, 0));
    int reader = opened;
    subscriptions[0] = on_fd(1, EVENT_FD_READ, reader);
    subscriptions[1] = on_clock(2, MONOTONIC, MILLI, 0);
    EXPECT(OK, poll_oneoff(subscriptions, events, 2, &ready));
    EQUAL(1, ready);
    EQUAL(2, events[0].userdata);
    EQUAL(EVENT_CLOCK, events[0].type);
    EXPECT(OK, open_path(ROOT, "fifo", 0, R(FD_WRITE) | R(POLL_FD_READWRITE), 0));
    int writer = opened;
    subscriptions[1] = on_fd(3, EVENT_FD_WRITE, writer);
    EXPECT(OK, poll_oneoff(subscriptions, events, 2, &ready));
    EQUAL(1, ready);
    EQUAL(3, events[0].userdata);
    CHECK(events[0].bytes > 0);
    EXPECT(OK, put(writer, "seven!!"));
    EXPECT(OK, poll_oneoff(subscriptions, events, 2, &ready));
    EQUAL(2, ready);
    EQUAL(7, events[0].bytes);
    EXPECT(OK, fd_close(writer));
    EXPECT(OK, poll_oneoff(subscriptions, events, 1, &ready));
    EQUAL(HANGUP, events[0].flags);
}

CASE(clocks_wake_in_their_order) {
    uint64_t start = now(MONOTONIC);
    subscriptions[0] = on_clock(1, MONOTONIC, 60000 * MILLI, 0);
    subscriptions[1] = on_clock(2, MONOTONIC, start + 20 * MILLI, ABSTIME);
    subscriptions[2] = on_clock(3, REALTIME, now(REALTIME) + 60000 * MILLI, ABSTIME);
    EXPECT(OK, poll_oneoff(subscriptions, events, 3, &ready));
    EQUAL(1, ready);
    EQUAL(2, events[0].userdata);
    uint64_t waited = now(MONOTONIC) - start;
    CHECK(waited >= 20 * MILLI && waited < 20000 * MILLI);
    subscriptions[0] = on_clock(4, REALTIME, 1, ABSTIME); // long ago
    EXPECT(OK, poll_oneoff(subscriptions, events, 1, &ready));
    EQUAL(4, events[0].userdata);
}

CASE(times_of_64_bits_do_not_come_at_once) {
    subscriptions[0] = on_clock(1, MONOTONIC, UINT64_MAX, 0);
    subscriptions[1] = on_clock(2, MONOTONIC, UINT64_C(1) << 63, 0);
    subscriptions[2] = on_clock(3, REALTIME, UINT64_MAX, ABSTIME);
    subscriptions[3] = on_clock(4, MONOTONIC, INT64_MAX, 0);
    subscriptions[4] = on_clock(5, MONOTONIC, 2 * MILLI, 0);
    EXPECT(OK, poll_oneoff(subscriptions, events, 5, &ready));
    EQUAL(1, ready);
    EQUAL(5, events[0].userdata);
}

CASE(what_is_wrong_with_a_subscription_is_its_event) {
    subscriptions[0] = on_fd(1, EVENT_FD_READ, 77);
    subscriptions[1] = on_clock(2, 9, 1, 0);
    subscriptions[2] = on_fd(3, EVENT_FD_WRITE, STDOUT);
    EXPECT(OK, poll_oneoff(subscriptions, events, 3, &ready));
    EQUAL(3, ready);
    EQUAL(E_BADF, events[0].error);
    EQUAL(E_INVAL, events[1].error);
    EQUAL(OK, events[2].error);
    EQUAL(EVENT_FD_WRITE, events[2].type);
    EXPECT(E_INVAL, poll_oneoff(subscriptions, events, 0, &ready));
    subscriptions[0].type = 3;
    EXPECT(E_INVAL, poll_oneoff(subscriptions, events, 1, &ready));
}

CASE(files_are_always_ready) {
    make_file(ROOT, "f", "12345");
    EXPECT(OK, open_to_write(ROOT, "f", 0));
    uint64_t at;
    EXPECT(OK, fd_seek(opened, 2, SEEK_SET, &at));
    subscriptions[0] = on_fd(1, EVENT_FD_READ, opened);
    subscriptions[1] = on_fd(2, EVENT_FD_WRITE, opened);
    subscriptions[2] = on_clock(3, MONOTONIC, 60000 * MILLI, 0);
    EXPECT(OK, poll_oneoff(subscriptions, events, 3, &ready));
    EQUAL(2, ready);
    EQUAL(3, events[0].bytes);
    EQUAL(2, events[1].userdata);
}

CASE(harmless_devices_work_and_others_are_refused) {
    EXPECT(OK, open_path(ROOT, "null", 0, READING | R(FD_WRITE), 0));
    EXPECT(OK, put(opened, "gone"));
    EXPECT(OK, get(opened, buffer, 1));
    EQUAL(0, done);
    EXPECT(OK, open_path(ROOT, "zero", 0, READING, 0));
    EXPECT(OK, get(opened, buffer, 100));
    CHECK(done == 100 && buffer[99] == 0);
    fdstat stat;
    EXPECT(OK, fd_fdstat_get(opened, &stat));
    EQUAL(T_CHARACTER, stat.type);
    filestat of_name;
    EXPECT(OK, status(ROOT, NOFOLLOW, "memory", &of_name));
    EQUAL(T_CHARACTER, of_name.type);
    EXPECT(E_ACCES, open_path(ROOT, "memory", 0, READING, 0));
    EXPECT(E_ACCES, open_path(ROOT, "memory", 0, READING | R(FD_WRITE), NONBLOCK));
    EXPECT(OK, status(ROOT, NOFOLLOW, "disk", &of_name));
    EQUAL(T_BLOCK, of_name.type);
    EXPECT(E_ACCES, open_path(ROOT, "disk", 0, READING, 0));
    EXPECT(OK, symbolic_link("memory", ROOT, "to-memory"));
    EXPECT(E_ACCES, open_path(ROOT, "to-memory", 0, READING, 0));
    // There the kernel refuses each of them: the mount is a `nodev` one.
    EXPECT(E_ACCES, open_path(MOUNTED_READ_ONLY, "null", 0, READING, 0));
    EXPECT(E_ACCES, open_path(MOUNTED_READ_ONLY, "memory", 0, READING, 0));
    EXPECT(OK, unlink_file(ROOT, "memory"));
}

CASE(a_socket_in_the_tree_is_no_file) {
    filestat stat;
    EXPECT(OK, status(ROOT, NOFOLLOW, "socket", &stat));
    EQUAL(T_STREAM, stat.type);
    EXPECT(E_NXIO, open_path(ROOT, "socket", 0, READING, 0));
}
