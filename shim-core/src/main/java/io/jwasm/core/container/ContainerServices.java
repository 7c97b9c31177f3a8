package io.jwasm.core.container;

import io.jwasm.core.event.EventPublisher;
import java.time.InstantSource;

/// What every container needs of the daemon. Immutable.
///
/// @param events takes what happens
/// @param records keeps what is needed to undo a container
/// @param threads starts the containers' threads
/// @param clock tells when a guest ended
record ContainerServices(
        EventPublisher events, TaskLedger records, ThreadBroker threads, InstantSource clock) {}
