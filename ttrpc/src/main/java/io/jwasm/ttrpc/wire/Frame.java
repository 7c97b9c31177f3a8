package io.jwasm.ttrpc.wire;

/// Numbers of the frame header: length (32 bits, big endian), stream id (32 bits), type (8 bits),
/// flags (8 bits).
public final class Frame {

    /// Size of the header, which the length does not count.
    public static final int HEADER_BYTES = 10;

    /// Largest length that a peer accepts.
    public static final int MAX_DATA_BYTES = 4 << 20;

    /// Type of the frame that opens a stream.
    public static final int REQUEST = 1;

    /// Type of the frame with the outcome, which ends a stream.
    public static final int RESPONSE = 2;

    /// Type of the frame with a message of a stream.
    public static final int DATA = 3;

    /// Flag: the sender of this frame sends no more on this stream.
    public static final int REMOTE_CLOSED = 1;

    /// Flag of a request: data frames follow.
    public static final int REMOTE_OPEN = 2;

    /// Flag of a data frame: it has no message, not even an empty one.
    public static final int NO_DATA = 4;

    private Frame() {}
}
