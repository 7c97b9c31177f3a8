// Arguments, environment, clocks, random bytes, and ways to end. After its name the fixture gives the arguments `` and `ä`,
// and the environment A=b, C=.
#include "guest.h"

static char buffer[1 << 16];
static char second[1 << 16];

static void strings_are(char **pointers, const char *const *expected, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) CHECK(equal(pointers[i], expected[i]));
}

CASE(arguments_are_as_given) {
    uint32_t count, size;
    char *pointers[3];
    EXPECT(OK, args_sizes_get(&count, &size));
    EQUAL(3, count);
    EXPECT(OK, args_get(pointers, buffer));
    strings_are(pointers + 1, (const char *const[]){"", "\xc3\xa4"}, 2);
    EQUAL(strlen(pointers[0]) + 1 + 1 + 3, size);
    CHECK(pointers[0] == buffer && pointers[2] == pointers[1] + 1);
}

CASE(the_environment_is_as_given) {
    uint32_t count, size;
    char *pointers[2];
    EXPECT(OK, environ_sizes_get(&count, &size));
    EQUAL(2, count);
    EQUAL(4 + 3, size);
    EXPECT(OK, environ_get(pointers, buffer));
    strings_are(pointers, (const char *const[]){"A=b", "C="}, 2);
}

CASE(clocks_run) {
    for (uint32_t clock = 0; clock < 4; clock++) {
        uint64_t resolution = 0, first = 0, last = 0;
        EXPECT(OK, clock_res_get(clock, &resolution));
        CHECK(resolution >= 1 && resolution <= 1000000);
        EXPECT(OK, clock_time_get(clock, 1, &first));
        CHECK(first > 0);
        // Goes on while the guest works: a CPU clock too.
        for (volatile uint32_t i = 0; i < 10000; i++) {}
        EXPECT(OK, clock_time_get(clock, UINT64_MAX, &last));
        CHECK(last > first);
    }
    uint64_t time;
    EXPECT(OK, clock_time_get(REALTIME, 0, &time));
    CHECK(time > UINT64_C(1700000000000000000));
    EXPECT(E_INVAL, clock_time_get(4, 0, &time));
    EXPECT(E_INVAL, clock_res_get(4, &time));
    EXPECT(E_INVAL, clock_res_get(UINT32_MAX, &time));
}

CASE(a_cpu_clock_stands_while_the_guest_sleeps) {
    uint64_t before, after;
    subscription sleep = {.userdata = 1, .type = EVENT_CLOCK};
    sleep.clock.id = MONOTONIC;
    sleep.clock.timeout = 200000000;
    event woken;
    uint32_t count;
    EXPECT(OK, clock_time_get(THREAD_CPUTIME, 0, &before));
    EXPECT(OK, poll_oneoff(&sleep, &woken, 1, &count));
    EXPECT(OK, clock_time_get(THREAD_CPUTIME, 0, &after));
    CHECK(after - before < 150000000);
}

CASE(random_bytes_differ) {
    EXPECT(OK, random_get(buffer, sizeof buffer));
    EXPECT(OK, random_get(second, sizeof second));
    CHECK(memcmp(buffer, second, sizeof buffer) != 0);
    CHECK(memcmp(buffer, buffer + sizeof buffer / 2, sizeof buffer / 2) != 0);
    int counts[256] = {0};
    for (uint32_t i = 0; i < sizeof buffer; i++) counts[(unsigned char)buffer[i]]++;
    for (int i = 0; i < 256; i++) CHECK(counts[i] > 128 && counts[i] < 512); // 256 on average, 16 the deviation
    EXPECT(OK, random_get(buffer, 0));
    for (int i = 0; i < 4; i++) say_number(STDOUT, second[i]); // the test compares runs
}

CASE(yielding_comes_back) {
    for (int i = 0; i < 100; i++) EXPECT(OK, sched_yield());
}

CASE(exit_carries_its_code) { proc_exit(42); }

CASE(a_raised_signal_ends_the_guest) {
    EXPECT(E_INVAL, proc_raise(31));
    EXPECT(E_INVAL, proc_raise(255));
    EXPECT(OK, proc_raise(0));
    EXPECT(OK, proc_raise(16)); // SIGCHLD does nothing
    proc_raise(15);
    fail(__FILE_NAME__, __LINE__, "SIGTERM ends the guest");
}
