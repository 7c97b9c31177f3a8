// What functions are made of that are split: loops, switches, early returns and branches out of several blocks, over locals of
// each type. Prints a checksum, which the same program prints when it is built for the host.
#include <stdint.h>
#include <stdio.h>

enum { TURNS = 3000, PROGRAM = 64 };

static uint64_t seed = 88172645463325252u;

static uint32_t next(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16);
}

// An interpreter: its loop is what databases and languages have.
static int64_t interpret(const uint8_t *program, int32_t input) {
    int32_t a = input, b = 1;
    int64_t wide = 7;
    float single = 1.5f;
    double real = 2.25;
    for (int at = 0, turn = 0; at < PROGRAM && turn < 500; at++, turn++) {
        switch (program[at] % 14) {
        case 0: a += b; break;
        case 1: b = a ^ (b << 3); break;
        case 2: wide = wide * 31 + a; break;
        case 3: single = single * 0.5f + (float)(b & 15); break;
        case 4: real = real / 1.5 + single; break;
        case 5: if (a & 1) at = (at * 7 + 3) % PROGRAM; break;
        case 6:
            for (int i = 0; i < 4; i++) {
                if (((a >> i) & 3) == 3) goto skipped;
                b += i;
            }
            wide ^= b;
        skipped:
            break;
        case 7: if (wide % 97 == 5) return wide + a; break;
        case 8: a = (int32_t)(wide >> 7) - b; continue;
        case 9: { int32_t t = a; a = b; b = t; break; }
        case 10:
            switch (b & 7) {
            case 0: wide += 1; break;
            case 1: case 2: real += 1; break;
            case 3: return (int64_t)(real * 16) + wide;
            case 4: a--; // and on
            default: b ^= 0x55;
            }
            break;
        case 11: while (a > 1000 || a < -1000) a /= 3; break;
        case 12: if (turn > 400) goto out; wide -= turn; break;
        default: real = real > 100 ? real - 64 : real + a % 5;
        }
    }
out:
    return wide * 3 + a - b + (int64_t)(single * 8) + (int64_t)(real * 4);
}

static float halve(float value, int times) {
    float sum = 0;
    for (int i = 0; i < times; i++) {
        if (value < 0.001f) return sum;
        sum += value;
        value *= 0.5f;
        if (i == 20) return -sum;
    }
    return sum + value;
}

static double root(double of) {
    double guess = of / 2 + 1;
    for (int i = 0; i < 60; i++) {
        double better = (guess + of / guess) / 2;
        if (better == guess) return guess;
        guess = better;
    }
    return guess;
}

static void note(uint64_t *sum, uint64_t value) {
    if (!value) return;
    *sum = (*sum ^ value) * 1099511628211u;
    if (*sum % 3 == 0) *sum += 5;
}

int main(void) {
    uint64_t sum = 14695981039346656037u;
    uint8_t program[PROGRAM];
    for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < PROGRAM; i++) program[i] = (uint8_t)next();
        note(&sum, (uint64_t)interpret(program, (int32_t)next() % 5000));
        float value = (float)(next() % 1000);
        note(&sum, (uint64_t)(int64_t)(halve(value, (int)(next() % 30)) * 1024));
        note(&sum, (uint64_t)(root(next() % 100000) * 4096));
    }
    printf("%016llx\n", (unsigned long long)sum);
    return 0;
}
