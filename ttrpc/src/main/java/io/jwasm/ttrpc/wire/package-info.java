/// Frames and envelopes: bytes to values and back, without any I/O.
///
/// Sources: [ttrpc's protocol](https://github.com/containerd/ttrpc/blob/main/PROTOCOL.md) for
/// frames, `request.proto` beside it for envelopes. May depend on protobuf-java and the values of
/// the parent package. Start at `FrameDecoder`.
@NullMarked
package io.jwasm.ttrpc.wire;

import org.jspecify.annotations.NullMarked;
