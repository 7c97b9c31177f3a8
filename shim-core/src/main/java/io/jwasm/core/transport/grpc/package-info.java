/// The task service over gRPC, for a containerd that is told to speak it. Nothing of it, and
/// nothing of gRPC and Netty, is loaded by a daemon that is not.
///
/// May use `io.jwasm.core.transport`, `io.jwasm.proto`, gRPC and Netty, and is the only package
/// that may use these two. Start reading at [io.jwasm.core.transport.grpc.GrpcTaskServer].
@NullMarked
package io.jwasm.core.transport.grpc;

import org.jspecify.annotations.NullMarked;
