// Five bodies under gravity, symplectic Euler; SIZE is the number of steps. Doubles in a small array of records.
#include "kernel.h"

#include <math.h>
#include <string.h>

#define BODIES 5

struct body { double x, y, z, vx, vy, vz, mass; };

// Sun and planets in astronomical units, years and 4 pi^2 solar masses, rounded.
static const struct body start[BODIES] = {
    {0, 0, 0, 0, 0, 0, 39.478},
    {4.8414, -1.1603, -0.1036, 0.6063, 2.8119, -0.0252, 0.037694},
    {8.3434, 4.1248, -0.4035, -1.0108, 1.8256, 0.0084, 0.011286},
    {12.8944, -15.1112, -0.2233, 1.0828, 0.8687, -0.0108, 0.0017237},
    {15.3797, -25.9193, 0.1793, 0.9790, 0.5947, -0.0347, 0.0020336},
};

static void step(struct body *bodies, double dt) {
    for (int i = 0; i < BODIES; i++) {
        struct body *a = &bodies[i];
        for (int j = i + 1; j < BODIES; j++) {
            struct body *b = &bodies[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            double square = dx * dx + dy * dy + dz * dz;
            double pull = dt / (square * sqrt(square));
            a->vx -= dx * b->mass * pull;
            a->vy -= dy * b->mass * pull;
            a->vz -= dz * b->mass * pull;
            b->vx += dx * a->mass * pull;
            b->vy += dy * a->mass * pull;
            b->vz += dz * a->mass * pull;
        }
    }
    for (int i = 0; i < BODIES; i++) {
        bodies[i].x += dt * bodies[i].vx;
        bodies[i].y += dt * bodies[i].vy;
        bodies[i].z += dt * bodies[i].vz;
    }
}

uint64_t kernel(unsigned size) {
    struct body bodies[BODIES];
    memcpy(bodies, start, sizeof bodies);
    for (unsigned i = 0; i < size; i++) {
        step(bodies, 0.01);
    }
    uint64_t sum = HASH_START;
    for (int i = 0; i < BODIES; i++) {
        sum = hash_double(hash_double(sum, bodies[i].x), bodies[i].vy);
    }
    return sum;
}
