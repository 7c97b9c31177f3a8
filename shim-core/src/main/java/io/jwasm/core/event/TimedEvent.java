package io.jwasm.core.event;

import io.jwasm.api.event.TaskEvent;
import java.time.Instant;

/// An event and when it happened, which may be long before it is delivered.
///
/// @param event what happened
/// @param at when
public record TimedEvent(TaskEvent event, Instant at) {}
