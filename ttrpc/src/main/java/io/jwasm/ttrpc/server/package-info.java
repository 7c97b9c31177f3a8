/// The serving side. Start at `TtrpcServer`; services are described with `ServiceDefinition`, or
/// with `DescribedService` where protobuf descriptors should check them.
@NullMarked
package io.jwasm.ttrpc.server;

import org.jspecify.annotations.NullMarked;
