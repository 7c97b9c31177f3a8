package io.jwasm.wasi.engine;

import io.jwasm.wasi.GuestConfig;

/// What belongs to one guest besides its instance, and ends with it.
record GuestParts(
        GuestConfig config,
        ControlState control,
        GuestBudget budget,
        TrapReport report,
        OpenResources resources) {}
