package io.jwasm.wasi.engine.guest;

import io.jwasm.wasi.GuestConfig;
import io.jwasm.wasi.engine.control.ControlState;
import io.jwasm.wasi.engine.memory.GuestBudget;
import io.jwasm.wasi.engine.report.TrapReport;

/// What belongs to one guest besides its instance, and ends with it.
record GuestParts(
        GuestConfig config,
        ControlState control,
        GuestBudget budget,
        TrapReport report,
        OpenResources resources) {}
