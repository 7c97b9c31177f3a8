// Writes a document of SIZE records as JSON, parses it into a tree, and walks the tree. Allocation, recursion, text.
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

enum kind { NULL_VALUE, BOOLEAN, NUMBER, STRING, ARRAY, OBJECT };

struct value {
    enum kind kind;
    struct value *next;  // in the array or object that holds this one
    const char *name;    // in an object
    union { double number; const char *text; struct value *first; } is;
};

struct parser { const char *at; char *arena; size_t used; };

// ---- writing

struct text { char *at; };

static void put(struct text *out, const char *word) {
    size_t length = strlen(word);
    memcpy(out->at, word, length);
    out->at += length;
}

static void put_number(struct text *out, uint32_t number) {
    char digits[10];
    int count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    while (count > 0) {
        *out->at++ = digits[--count];
    }
}

static void put_record(struct text *out, uint32_t id, uint32_t *random) {
    put(out, "{\"id\": ");
    put_number(out, id);
    put(out, ", \"name\": \"item \\\"");
    put_number(out, next_random(random));
    put(out, "\\\" \\u00e9\\n\", \"price\": -");
    put_number(out, next_random(random) % 1000);
    put(out, ".25e1, \"tags\": [\"red\", \"blue\", null, true, false], \"at\": {\"x\": ");
    put_number(out, next_random(random) % 512);
    put(out, ", \"y\": 0.5}}");
}

// ---- parsing

static void *allocate(struct parser *p, size_t bytes) {
    void *start = p->arena + p->used;
    p->used += (bytes + 7) & ~(size_t)7;
    return start;
}

static void skip_blanks(struct parser *p) {
    while (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r') {
        p->at++;
    }
}

static unsigned hex(const char *digits) {
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        char c = digits[i];
        value = value * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    return value;
}

static char *escaped(struct parser *p, char *to) {
    char c = *p->at++;
    if (c == 'u') { // of two bytes in UTF-8 at most here
        unsigned code = hex(p->at);
        p->at += 4;
        *to++ = (char)(0xc0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3f));
    } else {
        *to++ = c == 'n' ? '\n' : c == 't' ? '\t' : c;
    }
    return to;
}

static const char *parse_string(struct parser *p) {
    const char *end = ++p->at;
    while (*end != '"') {
        end += *end == '\\' ? 2 : 1;
    }
    char *text = allocate(p, (size_t)(end - p->at) + 1), *to = text;
    while (*p->at != '"') {
        char c = *p->at++;
        if (c == '\\') {
            to = escaped(p, to);
        } else {
            *to++ = c;
        }
    }
    *to = 0;
    p->at++;
    return text;
}

static double parse_number(struct parser *p) {
    int negative = *p->at == '-';
    double number = 0, unit = 1;
    p->at += negative;
    while (*p->at >= '0' && *p->at <= '9') {
        number = number * 10 + (*p->at++ - '0');
    }
    if (*p->at == '.') {
        for (p->at++; *p->at >= '0' && *p->at <= '9'; p->at++) {
            unit /= 10;
            number += (*p->at - '0') * unit;
        }
    }
    if (*p->at == 'e') {
        for (int exponent = *++p->at - '0'; exponent > 0; exponent--) {
            number *= 10;
        }
        p->at++;
    }
    return negative ? -number : number;
}

static struct value *parse(struct parser *p);

static struct value *parse_members(struct parser *p, char end) {
    struct value *first = NULL, **last = &first;
    p->at++;
    for (skip_blanks(p); *p->at != end; skip_blanks(p)) {
        const char *name = NULL;
        if (end == '}') {
            name = parse_string(p);
            skip_blanks(p);
            p->at++; // the colon
        }
        *last = parse(p);
        (*last)->name = name;
        last = &(*last)->next;
        skip_blanks(p);
        p->at += *p->at == ',';
    }
    p->at++;
    return first;
}

static struct value *parse(struct parser *p) {
    struct value *value = allocate(p, sizeof *value);
    memset(value, 0, sizeof *value);
    skip_blanks(p);
    switch (*p->at) {
        case '{': value->kind = OBJECT, value->is.first = parse_members(p, '}'); break;
        case '[': value->kind = ARRAY, value->is.first = parse_members(p, ']'); break;
        case '"': value->kind = STRING, value->is.text = parse_string(p); break;
        case 'n': value->kind = NULL_VALUE, p->at += 4; break;
        case 't': value->kind = BOOLEAN, value->is.number = 1, p->at += 4; break;
        case 'f': value->kind = BOOLEAN, value->is.number = 0, p->at += 5; break;
        default: value->kind = NUMBER, value->is.number = parse_number(p);
    }
    return value;
}

static uint64_t walk(uint64_t sum, const struct value *value) {
    for (; value != NULL; value = value->next) {
        sum = (sum + value->kind) * 31;
        for (const char *c = value->name; c != NULL && *c != 0; c++) {
            sum = sum * 31 + (uint8_t)*c;
        }
        if (value->kind == ARRAY || value->kind == OBJECT) {
            sum = walk(sum, value->is.first);
        } else if (value->kind == STRING) {
            for (const char *c = value->is.text; *c != 0; c++) {
                sum = sum * 31 + (uint8_t)*c;
            }
        } else {
            sum = hash_double(sum, value->is.number);
        }
    }
    return sum;
}

uint64_t kernel(unsigned size) {
    char *document = malloc((size_t)size * 200 + 16);
    struct text out = {document};
    uint32_t random = 11;
    put(&out, "[");
    for (unsigned i = 0; i < size; i++) {
        put_record(&out, i, &random);
        put(&out, i + 1 < size ? ",\n  " : "]");
    }
    *out.at = 0;
    uint64_t sum = HASH_START;
    struct parser p = {document, malloc((size_t)size * 1024 + 1024), 0};
    for (int pass = 0; pass < 4; pass++) {
        p.at = document;
        p.used = 0;
        sum = walk(sum, parse(&p));
    }
    free(p.arena);
    free(document);
    return sum;
}
