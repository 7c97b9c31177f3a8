// SIZE rounds of the mix that CoreMark is known for: a linked list that is searched and sorted, small integer matrices,
// a state machine over text, each checked by a CRC.
#include "kernel.h"

#include <stddef.h>

#define ITEMS 200
#define SIDE 12

struct item { struct item *next; int16_t key, value; };

static uint16_t crc16(uint16_t crc, uint16_t data) {
    for (int bit = 0; bit < 16; bit++) {
        int carry = (crc ^ data) & 1;
        data >>= 1;
        crc = (uint16_t)(crc >> 1 ^ (carry ? 0xa001 : 0));
    }
    return crc;
}

// ---- the list

static int by_key(const struct item *a, const struct item *b) { return a->key - b->key; }
static int by_value(const struct item *a, const struct item *b) { return a->value - b->value; }

// Merge sort, bottom up, in place.
static struct item *sorted(struct item *list, int (*compare)(const struct item *, const struct item *)) {
    for (int width = 1;; width *= 2) {
        struct item *rest = list, *last = NULL;
        list = NULL;
        int merges = 0;
        while (rest != NULL) {
            struct item *a = rest, *b = rest;
            int lengthA = 0, lengthB = width;
            merges++;
            while (lengthA < width && b != NULL) {
                b = b->next;
                lengthA++;
            }
            while (lengthA > 0 || (lengthB > 0 && b != NULL)) {
                struct item *taken;
                if (lengthA > 0 && (lengthB == 0 || b == NULL || compare(a, b) <= 0)) {
                    taken = a, a = a->next, lengthA--;
                } else {
                    taken = b, b = b->next, lengthB--;
                }
                if (last == NULL) {
                    list = taken;
                } else {
                    last->next = taken;
                }
                last = taken;
            }
            rest = b;
        }
        last->next = NULL;
        if (merges <= 1) {
            return list;
        }
    }
}

static struct item *reversed(struct item *list) {
    struct item *done = NULL;
    while (list != NULL) {
        struct item *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static uint16_t list_work(struct item *items, unsigned seed) {
    uint32_t random = seed + 1;
    for (int i = 0; i < ITEMS; i++) {
        uint32_t r = next_random(&random);
        items[i] = (struct item){i + 1 < ITEMS ? &items[i + 1] : NULL, (int16_t)(r & 0x7fff), (int16_t)(r >> 16 & 0xff)};
    }
    struct item *list = items;
    uint16_t crc = 0;
    for (int wanted = 0; wanted < 40; wanted++) {
        list = reversed(list);
        int steps = 0;
        for (struct item *at = list; at != NULL && at->value != wanted; at = at->next) {
            steps++;
        }
        crc = crc16(crc, (uint16_t)steps);
    }
    list = sorted(list, by_value);
    list = sorted(list, by_key);
    for (struct item *at = list; at != NULL; at = at->next) {
        crc = crc16(crc, (uint16_t)at->value);
    }
    return crc;
}

// ---- matrices

static uint16_t matrix_work(int16_t a[SIDE][SIDE], int16_t b[SIDE][SIDE], int32_t c[SIDE][SIDE], unsigned seed) {
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            a[i][j] = (int16_t)((seed + (unsigned)(i * j)) & 0x3ff);
            b[i][j] = (int16_t)((seed * 7 + (unsigned)(i + j)) & 0x1ff);
        }
    }
    int32_t total = 0;
    for (int i = 0; i < SIDE; i++) {
        for (int j = 0; j < SIDE; j++) {
            int32_t sum = 0;
            for (int k = 0; k < SIDE; k++) {
                sum += (a[i][k] * b[k][j] >> 2 & 0xf) * (a[i][k] * b[k][j] >> 5 & 0x7f) + a[i][k] * b[k][j];
            }
            c[i][j] = sum;
            total += sum > 1000 ? 10 : sum & 7;
        }
    }
    return crc16((uint16_t)total, (uint16_t)c[SIDE - 1][SIDE - 1]);
}

// ---- a state machine that classifies numbers

enum state { START, SIGN, INTEGER, DOT, FRACTION, EXPONENT, SCIENTIFIC, INVALID, STATES };

static enum state next_state(enum state state, char c) {
    int digit = c >= '0' && c <= '9';
    switch (state) {
        case START: return digit ? INTEGER : c == '+' || c == '-' ? SIGN : c == '.' ? DOT : INVALID;
        case SIGN: return digit ? INTEGER : c == '.' ? DOT : INVALID;
        case INTEGER: return digit ? INTEGER : c == '.' ? FRACTION : c == 'e' ? EXPONENT : INVALID;
        case DOT: return digit ? FRACTION : INVALID;
        case FRACTION: return digit ? FRACTION : c == 'e' ? EXPONENT : INVALID;
        case EXPONENT: return digit || c == '+' || c == '-' ? SCIENTIFIC : INVALID;
        case SCIENTIFIC: return digit ? SCIENTIFIC : INVALID;
        default: return INVALID;
    }
}

static uint16_t state_work(unsigned seed) {
    static const char *const texts[] = {"5012,1234,-874,+122,", "35.54400,.1234500,-110.700,", "5.500e+3,-.123e-2,-87e+832,",
                                        "T0.3e-1F,-T.T++Tq,1T3.4e4z,", "34.0e-T,5.50x,.8.8,"};
    unsigned seen[STATES] = {0};
    for (unsigned i = 0; i < 20; i++) {
        enum state state = START;
        for (const char *at = texts[(seed + i) % 5]; *at != 0; at++) {
            if (*at == ',') {
                seen[state]++;
                state = START;
            } else {
                state = next_state(state, *at);
            }
        }
    }
    uint16_t crc = 0;
    for (int i = 0; i < STATES; i++) {
        crc = crc16(crc, (uint16_t)seen[i]);
    }
    return crc;
}

uint64_t kernel(unsigned size) {
    static struct item items[ITEMS];
    static int16_t a[SIDE][SIDE], b[SIDE][SIDE];
    static int32_t c[SIDE][SIDE];
    uint16_t crc = 0;
    for (unsigned i = 0; i < size; i++) {
        crc = crc16(crc, list_work(items, i));
        crc = crc16(crc, matrix_work(a, b, c, i));
        crc = crc16(crc, state_work(i));
    }
    return hash(HASH_START, crc);
}
