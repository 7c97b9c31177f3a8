/// ttrpc for Java: remote procedure calls with protobuf messages over a stream socket, as
/// containerd and its shims speak them.
///
/// This package holds what both sides share: status, metadata, and the ends of a stream. Start
/// reading at `io.jwasm.ttrpc.server.TtrpcServer` or `io.jwasm.ttrpc.client.TtrpcClient`. The
/// packages `wire` and `transport` are the inside of the library and no part of its interface.
/// Nothing here depends on more than protobuf-java.
@NullMarked
package io.jwasm.ttrpc;

import org.jspecify.annotations.NullMarked;
