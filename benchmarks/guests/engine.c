// What io.jwasm.benchmarks.engine measures from inside a guest: each function does one thing `times` times.
//
// clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry -s -o engine.wasm engine.c
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(#name), noinline))
#define INTS 16384

__attribute__((import_module("bench"), import_name("next"))) int32_t host_next(int32_t value);

static uint32_t ints[INTS];
static uint8_t bytes[INTS * 4];

// One load each; the next address depends on what was read.
EXPORT(read_ints) int32_t read_ints(int32_t times) {
    uint32_t at = 0;
    for (int32_t i = 0; i < times; i++) {
        at = (at + ints[at] + 1) % INTS;
    }
    return (int32_t)at;
}

EXPORT(read_bytes) int32_t read_bytes(int32_t times) {
    uint32_t at = 0;
    for (int32_t i = 0; i < times; i++) {
        at = (at + bytes[at] + 1) % (INTS * 4);
    }
    return (int32_t)at;
}

EXPORT(write_ints) int32_t write_ints(int32_t times) {
    uint32_t at = 1;
    for (int32_t i = 0; i < times; i++) {
        at = (at * 5 + 1) % INTS;
        ints[at] = 0;
    }
    return (int32_t)at;
}

// No memory: what is left is the arithmetic and the loop's poll.
EXPORT(spin) int32_t spin(int32_t times) {
    uint32_t x = (uint32_t)times;
    for (int32_t i = 0; i < times; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
    }
    return (int32_t)x;
}

__attribute__((noinline)) static int32_t step(int32_t value, int32_t i) {
    return value > i ? value - i : value + i + 1;
}

EXPORT(call) int32_t call(int32_t times) {
    int32_t value = 0;
    for (int32_t i = 0; i < times; i++) {
        value = step(value, i);
    }
    return value;
}

static int32_t other(int32_t value, int32_t i) {
    return value ^ i;
}

static int32_t (*volatile const functions[2])(int32_t, int32_t) = {step, other};

EXPORT(call_indirect) int32_t call_indirect(int32_t times) {
    int32_t value = 0;
    for (int32_t i = 0; i < times; i++) {
        value = functions[i & 1](value, i);
    }
    return value;
}

EXPORT(call_host) int32_t call_host(int32_t times) {
    int32_t value = 0;
    for (int32_t i = 0; i < times; i++) {
        value = host_next(value);
    }
    return value;
}
